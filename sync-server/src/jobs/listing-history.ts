import { readListing, recentListings } from '@komod/documents/closet';
import { changedListings } from '@komod/documents/transaction-changes';
import { revisedValues } from '@komod/domain/listing-revision';
import { kindOf, parseDocumentName } from '@komod/domain/document-name';
import type { Hub } from '@komod/sync/server/hub';
import type { Logger } from 'pino';
import type { Limits } from '../config.ts';
import type { RevisionStore, SeenCloset } from '../store/revision-store.ts';

/** Listings of one closet written down at a time; the others follow at the next look. */
const listingsAtOnce = 50;

/** Written down in one transaction. */
const closetsAtOnce = 20;

interface Taken {
  document: string;
  ids: readonly string[];
}

export interface HistoryParts {
  store: Pick<RevisionStore, 'keepRevisions' | 'forgetRevisions'>;
  hub: Pick<Hub, 'read'>;
  limits: Limits['history'];
  logger: Logger;
  /** Server ms UTC. */
  now(): number;
}

type Transaction = Parameters<typeof changedListings>[0];

/**
 * Remembers what sellers wrote: not at every key, but by looking again now and then at what changed since. A closet
 * that comes to memory had been written before anybody could listen, so its latest listings are looked at too.
 */
export class ListingHistory {
  readonly #parts: HistoryParts;
  /** Closets that were heard since they came to memory. */
  readonly #known = new WeakSet<object>();
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

  /** Call with each edit of a device. */
  hear(document: string, transaction: Transaction): void {
    if (kindOf(document) !== 'closet') return;
    const { doc } = transaction;
    if (this.#known.has(doc)) return this.#note(document, changedListings(transaction));
    this.#known.add(doc);
    this.#note(document, recentListings(doc, listingsAtOnce));
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
    const documents = [...this.#touched.keys()];
    for (let start = 0; start < documents.length; start += closetsAtOnce) {
      const some = documents.slice(start, start + closetsAtOnce).map((document) => this.#take(document));
      // One that cannot be read holds up none of the others.
      const looks = await Promise.allSettled(some.map((taken) => this.#see(taken)));
      const seen = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
      for (const [index, look] of looks.entries())
        if (look.status === 'rejected') this.#failed([some[index]!], look.reason);
      await this.#parts.store.keepRevisions(seen).catch((err: unknown) => this.#failed(some, err));
    }
  }

  /** They are looked at again. */
  #failed(some: readonly Taken[], err: unknown): void {
    for (const { document, ids } of some) this.#note(document, ids);
    const documents = some.map(({ document }) => document);
    this.#parts.logger.error({ err, documents }, 'the history of closets could not be written');
  }

  /** Before the document is read: what changes after that is another change. */
  #take(document: string): Taken {
    const touched = this.#touched.get(document) ?? new Set();
    const ids = [...touched].slice(0, listingsAtOnce);
    for (const id of ids) touched.delete(id);
    if (touched.size === 0) this.#touched.delete(document);
    return { document, ids };
  }

  async #see({ document, ids }: Taken): Promise<SeenCloset> {
    const { hub, limits, now } = this.#parts;
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
    return { owner, at, span: Math.floor(at / limits.spanMs), listings, gone };
  }

  #forget(): Promise<void> {
    const { store, limits, logger, now } = this.#parts;
    return store
      .forgetRevisions(now() - limits.keptMs)
      .catch((err: unknown) => logger.error({ err }, 'old revisions could not be forgotten'));
  }
}
