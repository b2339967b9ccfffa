import type { UpdateLog } from '@komod/sync/server/update-log';
import type { CatalogStore } from './catalog-store.ts';
import type { LeaseStore } from './lease-store.ts';
import type { PeopleStore } from './people-store.ts';
import type { PhotoStore } from './photo-store.ts';
import type { ProjectionStore } from './projection-store.ts';
import type { RevisionStore } from './revision-store.ts';
import type { ShelfStore } from './shelf-store.ts';

/**
 * Everything the server keeps, as whole operations: one call is one transaction, committed and fsynced when it
 * resolves. Asynchronous in type so that PostgreSQL fits behind it.
 */
export interface Store
  extends PeopleStore, PhotoStore, CatalogStore, ProjectionStore, ShelfStore, RevisionStore, LeaseStore {
  readonly log: UpdateLog;
  timeline(): string;
  /** Called after each commit that made a document due for projection. */
  onDue(listener: () => void): void;
  close(): Promise<void>;
}
