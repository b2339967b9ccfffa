import { removeShelfMark, setShelfMark } from '@komod/documents/shelf';
import { documentName, parseDocumentName } from '@komod/domain/document-name';
import type { Hub } from '@komod/sync/server/hub';
import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';

/** Copies marks from SQL into shelf documents: at once while one is open, else when its owner connects. */
export class ShelfWriter {
  readonly #store: Store;
  readonly #hub: Hub;
  readonly #logger: Logger;
  /** The last write of each document; the next one begins behind it. */
  readonly #writing = new Map<string, Promise<void>>();

  constructor(parts: { store: Store; hub: Hub; logger: Logger }) {
    this.#store = parts.store;
    this.#hub = parts.hub;
    this.#logger = parts.logger;
  }

  /** New marks of this owner are in SQL. */
  marksChanged(owner: string): void {
    const document = documentName('shelf', owner);
    if (this.#hub.isOpen(document)) void this.catchUp(document);
  }

  /** Resolves when the document says what SQL says. A failure is logged; the marks stay due. */
  async catchUp(document: string): Promise<void> {
    const name = parseDocumentName(document);
    if (name?.kind !== 'shelf') return;
    const before = this.#writing.get(document);
    const writing = (before ?? Promise.resolve())
      .then(() => this.#write(document, name.userId))
      .catch((err: unknown) => this.#logger.error({ err, document }, 'a shelf could not be written'));
    this.#writing.set(document, writing);
    await writing;
    if (this.#writing.get(document) === writing) this.#writing.delete(document);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#writing.values());
  }

  async #write(document: string, owner: string): Promise<void> {
    const { stamp, entries } = await this.#store.unwrittenMarks(owner);
    if (stamp === 0) return;
    await this.#hub.edit(document, (doc) => {
      for (const { listingId, mark } of entries)
        if (mark === null) removeShelfMark(doc, listingId);
        else setShelfMark(doc, listingId, mark);
    });
    await this.#store.marksWritten(owner, stamp);
  }
}
