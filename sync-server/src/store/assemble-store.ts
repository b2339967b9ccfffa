import type { UpdateLog } from '@komod/sync/server/update-log';
import { createCatalogTable } from './catalog-table.ts';
import { createLeaseTable } from './lease-table.ts';
import { createPeopleTable } from './people-table.ts';
import { createPhotoTable } from './photo-table.ts';
import { createProjectionTable } from './projection-table.ts';
import { createRevisionTable } from './revision-table.ts';
import { createShelfTable } from './shelf-table.ts';
import type { SqlEngine } from './sql-engine.ts';
import type { Store } from './store.ts';
import { openTimeline, type Timeline } from './timeline.ts';

export interface UpdateLogParts {
  timeline: Timeline;
  /** Call after each commit that made a document due. */
  onDue(): void;
}

export interface StoreParts {
  /** Attempts after which a projection is parked. */
  parkedAttempts: number;
  /** The log's statements are each engine's own: it is the path of every frame. */
  createLog(parts: UpdateLogParts): UpdateLog;
  close(): Promise<void>;
}

/** The whole store over an engine whose migrations have run. */
export async function assembleStore(engine: SqlEngine, parts: StoreParts): Promise<Store> {
  const { parkedAttempts, createLog, close } = parts;
  const timeline = await openTimeline(engine);
  const listeners = new Set<() => void>();
  const onDue = () => {
    for (const listener of listeners) listener();
  };
  return {
    log: createLog({ timeline, onDue }),
    timeline: timeline.current,
    onDue: (listener) => void listeners.add(listener),
    close,
    ...createPeopleTable(engine),
    ...createPhotoTable(engine, parkedAttempts, onDue),
    ...createCatalogTable(engine),
    ...createProjectionTable(engine, parkedAttempts, onDue),
    ...createShelfTable(engine),
    ...createRevisionTable(engine),
    ...createLeaseTable(engine),
  };
}
