// oxlint-disable no-underscore-dangle -- y-indexeddb names the members a wrapper needs this way

import { IndexeddbPersistence, PREFERRED_TRIM_SIZE, storeState } from 'y-indexeddb';
import type * as Y from 'yjs';

/** Work that the server has not acknowledged, as kept beside the document. */
export interface UnackedMarker {
  tags: readonly string[];
  /** When the oldest of it was made, ms UTC. */
  since: number;
}

export interface StoredMarks {
  unacked: UnackedMarker | null;
  lastReachedAt: number | null;
}

export interface LocalStoreEnvironment {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

const updates = 'updates';
const custom = 'custom';
const trimDelayMs = 1_000;
const firstReopenDelayMs = 2_000;
const longestReopenDelayMs = 60_000;

/**
 * The document on this device. y-indexeddb gives the database, loading and trimming; writes are our own, so
 * that an update and its `unacked` mark share one transaction and a write that fails is noticed. After a
 * failure the database is opened again, which stores the whole document anew.
 */
export class LocalStore {
  readonly #name: string;
  readonly #doc: Y.Doc;
  readonly #environment: LocalStoreEnvironment;
  readonly #onState: (state: 'kept' | 'writing' | 'failed') => void;
  readonly #currentUnacked: () => UnackedMarker | null;
  readonly #firstLoad = Promise.withResolvers<StoredMarks>();
  #persistence: IndexeddbPersistence | null = null;
  #isReady = false;
  #isClosed = false;
  #hasFailed = false;
  #writing = 0;
  #trimTimer: unknown = null;
  #reopenTimer: unknown = null;
  #reopenDelayMs = firstReopenDelayMs;

  constructor(
    name: string,
    doc: Y.Doc,
    environment: LocalStoreEnvironment,
    currentUnacked: () => UnackedMarker | null,
    onState: (state: 'kept' | 'writing' | 'failed') => void,
  ) {
    this.#name = name;
    this.#doc = doc;
    this.#environment = environment;
    this.#currentUnacked = currentUnacked;
    this.#onState = onState;
    this.#open();
  }

  /** Settles when the document was read, or cannot be: then both marks are `null` and the state is `failed`. */
  get whenLoaded(): Promise<StoredMarks> {
    return this.#firstLoad.promise;
  }

  /** True for updates that come out of this store. */
  isOrigin(origin: unknown): boolean {
    return origin === this.#persistence;
  }

  /** Keeps one update, and the mark with it when given. Settles when both are on disk or failed to get there. */
  write(update: Uint8Array, unacked: UnackedMarker | null): Promise<void> {
    const persistence = this.#persistence;
    // While it opens nothing is lost: opening stores the document as it stands then.
    if (!persistence?.db || this.#hasFailed) return Promise.resolve();
    if (++persistence._dbsize >= PREFERRED_TRIM_SIZE) this.#trimSoon(persistence);
    return this.#transact(unacked ? [updates, custom] : [updates], undefined, (transaction) => {
      transaction.objectStore(updates).add(update);
      if (unacked) transaction.objectStore(custom).put(unacked, 'unacked');
    });
  }

  /** Everything is safe: takes the mark away. */
  clearUnacked(reachedAt: number): Promise<void> {
    return this.#transact([custom], undefined, (transaction) => {
      transaction.objectStore(custom).delete('unacked');
      transaction.objectStore(custom).put(reachedAt, 'lastReachedAt');
    });
  }

  putLastReachedAt(at: number): Promise<void> {
    return this.#transact([custom], undefined, (transaction) => {
      transaction.objectStore(custom).put(at, 'lastReachedAt');
    });
  }

  /** Resolves when every write so far is on disk, flushed; rejects when one of them is not. */
  async flushed(): Promise<void> {
    await this.whenLoaded;
    // Stands behind all writes before it; a strict transaction needs something of its own to flush.
    await this.#transact([updates, custom], { durability: 'strict' }, (transaction) => {
      transaction.objectStore(custom).put(true, 'flushed');
    });
    if (this.#hasFailed) throw new Error('the document is not kept on this device');
  }

  /** Tries again at once after a failure. */
  retry(): void {
    if (this.#hasFailed && !this.#isClosed) this.#reopen();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#environment.clearTimeout(this.#trimTimer);
    this.#environment.clearTimeout(this.#reopenTimer);
    this.#isReady = false;
    await this.#persistence?.destroy().catch(() => {});
  }

  #open(): void {
    this.#hasFailed = false;
    this.#isReady = false;
    const persistence = new IndexeddbPersistence(this.#name, this.#doc);
    this.#persistence = persistence;
    // Ours writes instead: y-indexeddb's own handler throws into the editor once the database is gone.
    this.#doc.off('update', persistence._storeUpdate);
    persistence._db.then(
      (db) => this.#watch(persistence, db),
      () => this.#fail(persistence, true),
    );
    persistence.once('synced', () => void this.#finishOpen(persistence));
  }

  async #finishOpen(persistence: IndexeddbPersistence): Promise<void> {
    try {
      const [unacked, lastReachedAt] = await Promise.all([
        persistence.get('unacked'),
        persistence.get('lastReachedAt'),
      ]);
      if (persistence !== this.#persistence || this.#isClosed) return;
      this.#isReady = true;
      this.#firstLoad.resolve({ unacked: unacked ?? null, lastReachedAt: lastReachedAt ?? null });
      // Stands behind the transaction in which y-indexeddb stored what was edited before it was open.
      await this.#transact([updates, custom], undefined, (transaction) => {
        const mark = this.#currentUnacked();
        if (mark) transaction.objectStore(custom).put(mark, 'unacked');
      });
      if (!this.#hasFailed) this.#reopenDelayMs = firstReopenDelayMs;
    } catch {
      this.#fail(persistence, true);
    }
  }

  #watch(persistence: IndexeddbPersistence, db: IDBDatabase): void {
    for (const type of ['abort', 'error', 'close'])
      db.addEventListener(type, () => this.#fail(persistence, true));
    db.addEventListener('versionchange', () => {
      // Somebody deletes it and waits for us to let go.
      db.close();
      this.#fail(persistence, false);
    });
  }

  #transact(
    stores: string[],
    options: IDBTransactionOptions | undefined,
    work: (transaction: IDBTransaction) => void,
  ): Promise<void> {
    const persistence = this.#persistence;
    const db = persistence?.db;
    if (!persistence || !db || this.#hasFailed || this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      let isSettled = false;
      const settle = () => {
        if (isSettled) return;
        isSettled = true;
        this.#writing--;
        if (this.#writing === 0 && this.#isReady && !this.#hasFailed) this.#onState('kept');
        resolve();
      };
      const fail = () => {
        this.#fail(persistence, true);
        settle();
      };
      if (++this.#writing === 1 && this.#isReady) this.#onState('writing');
      try {
        const transaction = db.transaction(stores, 'readwrite', options);
        transaction.addEventListener('complete', settle);
        transaction.addEventListener('abort', fail);
        work(transaction);
      } catch {
        fail();
      }
    });
  }

  /** What is in memory is not on disk. Opens the database anew after a while, unless it was deleted on purpose. */
  #fail(persistence: IndexeddbPersistence, mayReopen: boolean): void {
    if (persistence !== this.#persistence || this.#isClosed || this.#hasFailed) return;
    this.#hasFailed = true;
    this.#isReady = false;
    this.#onState('failed');
    this.#firstLoad.resolve({ unacked: null, lastReachedAt: null });
    if (!mayReopen) return;
    this.#reopenTimer = this.#environment.setTimeout(() => this.#reopen(), this.#reopenDelayMs);
    this.#reopenDelayMs = Math.min(longestReopenDelayMs, this.#reopenDelayMs * 2);
  }

  #reopen(): void {
    this.#environment.clearTimeout(this.#reopenTimer);
    void this.#persistence?.destroy().catch(() => {});
    this.#open();
  }

  #trimSoon(persistence: IndexeddbPersistence): void {
    this.#environment.clearTimeout(this.#trimTimer);
    this.#trimTimer = this.#environment.setTimeout(() => {
      if (persistence !== this.#persistence || this.#isClosed || this.#hasFailed) return;
      storeState(persistence, false).catch(() => this.#fail(persistence, true));
    }, trimDelayMs);
  }
}
