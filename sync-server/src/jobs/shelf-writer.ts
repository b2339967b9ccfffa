import { removeShelfMark, setShelfMark } from '@komod/documents/shelf';
import { documentName, parseDocumentName } from '@komod/domain/document-name';
import { LeaseLost } from '@komod/sync/server/fence';
import type { Hub } from '@komod/sync/server/hub';
import type { Logger } from 'pino';
import type { ShelfStore } from '../store/shelf-store.ts';
import type { Lease } from './lease-keeper.ts';

export interface ShelfWriterParts {
  store: ShelfStore;
  hub: Pick<Hub, 'edit' | 'isOpen' | 'openDocuments'>;
  /** Only who holds it writes. */
  lease: Lease;
  logger: Logger;
}

/** Copies marks from SQL into shelf documents: at once while one is open, else when its owner connects. */
export class ShelfWriter {
  readonly #parts: ShelfWriterParts;
  /** The last write of each document; the next one begins behind it. */
  readonly #writing = new Map<string, Promise<void>>();

  constructor(parts: ShelfWriterParts) {
    this.#parts = parts;
  }

  /** New marks of this owner are in SQL. */
  marksChanged(owner: string): void {
    const document = documentName('shelf', owner);
    if (this.#parts.hub.isOpen(document)) void this.catchUp(document);
  }

  /** The lease is held: what is open here may have waited for that. */
  resume(): void {
    for (const document of this.#parts.hub.openDocuments()) void this.catchUp(document);
  }

  /**
   * Resolves when the document says what SQL says. A failure is logged; the marks stay due. While another server has
   * the lease they stay due too.
   */
  async catchUp(document: string): Promise<void> {
    const name = parseDocumentName(document);
    if (name?.kind !== 'shelf') return;
    const before = this.#writing.get(document);
    const writing = (before ?? Promise.resolve())
      .then(() => this.#write(document, name.userId))
      .catch((err: unknown) => this.#failed(document, err));
    this.#writing.set(document, writing);
    await writing;
    if (this.#writing.get(document) === writing) this.#writing.delete(document);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#writing.values());
  }

  #failed(document: string, err: unknown): void {
    const { lease, logger } = this.#parts;
    if (err instanceof LeaseLost) lease.lost(err.fence);
    else logger.error({ err, document }, 'a shelf could not be written');
  }

  async #write(document: string, owner: string): Promise<void> {
    const { store, hub, lease } = this.#parts;
    // Before the marks are read: who had the lease since may have written newer ones.
    const fence = lease.current();
    if (fence === null) return;
    const { stamp, entries } = await store.unwrittenMarks(owner);
    if (stamp === 0) return;
    const writeMarks: Parameters<Hub['edit']>[1] = (doc) => {
      for (const { listingId, mark } of entries)
        if (mark === null) removeShelfMark(doc, listingId);
        else setShelfMark(doc, listingId, mark);
    };
    await hub.edit(document, writeMarks, fence);
    await store.marksWritten(fence, owner, stamp);
  }
}
