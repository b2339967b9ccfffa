import { observeListings, readListing, recentListings } from '@komod/documents/closet';
import { revisedValues } from '@komod/domain/listing-revision';
import { parseDocumentName } from '@komod/domain/document-name';
import type { Hub } from '@komod/sync/server/hub';
import type { Logger } from 'pino';
import type { Limits } from '../config.ts';
import type { RevisionStore } from '../store/revision-store.ts';

/** Listings of one closet written down at a time; the others follow at the next look. */
const listingsAtOnce = 50;

export interface HistoryParts {
  store: Pick<RevisionStore, 'keepRevisions' | 'forgetRevisions'>;
  hub: Pick<Hub, 'read'>;
  limits: Limits['history'];
  logger: Logger;
  /** Server ms UTC. */
  now(): number;
}

type Doc = Parameters<typeof observeListings>[0];

/**
 * Remembers what sellers wrote: not at every key, but by looking again now and then at what changed since. A closet
 * that comes to memory had been written before anybody could listen, so its latest listings are looked at too.
 */
export class ListingHistory {
  readonly #parts: HistoryParts;
  readonly #watched = new WeakSet<object>();
  /** By document: listings to look at. */
  readonly #touched = new Map<string, Set<string>>();
  readonly #timers: ReturnType<typeof setInterval>[];
  #last: Promise<void>;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
    this.#last = this.#forget();
    this.#timers = [
      setInterval(() => this.#then(() => this.#look()), parts.limits.lookEveryMs),
      setInterval(() => this.#then(() => this.#forget()), parts.limits.forgetEveryMs),
    ];
  }

  /** Call with each closet that is read after somebody wrote it. */
  watch(document: string, doc: Doc): void {
    if (this.#watched.has(doc)) return;
    this.#watched.add(doc);
    this.#note(document, recentListings(doc, listingsAtOnce));
    observeListings(doc, (changed) => this.#note(document, changed));
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#then(() => this.#look());
    await this.#last;
  }

  #note(document: string, ids: Iterable<string>): void {
    const touched = this.#touched.get(document) ?? new Set();
    for (const id of ids) touched.add(id);
    if (touched.size > 0) this.#touched.set(document, touched);
  }

  #then(work: () => Promise<void>): void {
    this.#last = this.#last.then(work);
  }

  async #look(): Promise<void> {
    // A closet that is written meanwhile is looked at next time.
    const documents = [...this.#touched];
    for (const [document, touched] of documents) {
      const ids = [...touched].slice(0, listingsAtOnce);
      // Before the document is read: what changes after that is another change.
      for (const id of ids) touched.delete(id);
      if (touched.size === 0) this.#touched.delete(document);
      try {
        await this.#keep(document, ids);
      } catch (err) {
        this.#note(document, ids);
        this.#parts.logger.error({ err, document }, 'the history of a closet could not be written');
      }
    }
  }

  async #keep(document: string, ids: readonly string[]): Promise<void> {
    const { store, hub, limits, now } = this.#parts;
    const owner = parseDocumentName(document)?.userId ?? '';
    const found = await hub.read(document, (doc) =>
      ids.map((listingId) => {
        const draft = readListing(doc, listingId);
        return { listingId, values: draft && revisedValues(draft) };
      }),
    );
    const at = now();
    const listings = found.flatMap(({ listingId, values }) => (values ? [{ listingId, values }] : []));
    const gone = found.flatMap(({ listingId, values }) => (values ? [] : [listingId]));
    await store.keepRevisions(owner, { at, span: Math.floor(at / limits.spanMs), listings, gone });
  }

  #forget(): Promise<void> {
    const { store, limits, logger, now } = this.#parts;
    return store
      .forgetRevisions(now() - limits.keptMs)
      .catch((err: unknown) => logger.error({ err }, 'old revisions could not be forgotten'));
  }
}
