// oxlint-disable no-underscore-dangle -- y-indexeddb names the members a wrapper needs this way

import { fetchUpdates, IndexeddbPersistence, PREFERRED_TRIM_SIZE, storeState } from 'y-indexeddb';
import * as Y from 'yjs';
import type { KnownHistory } from '../wire/known-history.ts';

/** Work that the server has not acknowledged, as kept beside the document. */
export interface UnackedMarker {
  tags: readonly string[];
  /** When the oldest of it was made, ms UTC. */
  since: number;
}

/** What stands beside the document. */
export interface StoredMarks {
  unacked: UnackedMarker | null;
  lastReachedAt: number | null;
  history: KnownHistory | null;
  /** The client id that sessions of this device share. */
  device: number | null;
}

export interface LocalStoreEnvironment {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

const updates = 'updates';
const custom = 'custom';
const noMarks: StoredMarks = { unacked: null, lastReachedAt: null, history: null, device: null };
const markNames = Object.keys(noMarks) as (keyof StoredMarks)[];
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
  #doc: Y.Doc;
  readonly #environment: LocalStoreEnvironment;
  readonly #onState: (state: 'kept' | 'writing' | 'failed') => void;
  readonly #currentUnacked: () => UnackedMarker | null;
  readonly #firstLoad = Promise.withResolvers<StoredMarks>();
  #persistence: IndexeddbPersistence | null = null;
  #isReady = false;
  #opening = Promise.withResolvers<void>();
  #isReplacing = false;
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

  /** Settles when the document was read, or cannot be: then all marks are `null` and the state is `failed`. */
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
    // So it is while it is replaced: what is edited then is edited again in the new one.
    if (!persistence?.db || this.#hasFailed || this.#isReplacing) return Promise.resolve();
    if (++persistence._dbsize >= PREFERRED_TRIM_SIZE) this.#trimSoon(persistence);
    return this.#transact(unacked ? [updates, custom] : [updates], undefined, (transaction) => {
      transaction.objectStore(updates).add(update);
      if (unacked) transaction.objectStore(custom).put(unacked, 'unacked');
    });
  }

  /** Keeps marks together; `null` takes one away. */
  put(marks: Partial<StoredMarks>): Promise<void> {
    return this.#transact([custom], undefined, (transaction) => putMarks(transaction, marks));
  }

  /**
   * Puts `doc` and `marks` in the place of all that is kept, in one transaction: a crash finds the old or the new,
   * whole. From then on the store is that of `doc`. False when the old is still in its place.
   */
  async replace(doc: Y.Doc, marks: Partial<StoredMarks>): Promise<boolean> {
    if (!this.#isReady || this.#hasFailed || this.#isReplacing) return false;
    this.#isReplacing = true;
    let isDone = false;
    await this.#transact([updates, custom], { durability: 'strict' }, (transaction) => {
      transaction.objectStore(updates).clear();
      transaction.objectStore(updates).add(Y.encodeStateAsUpdate(doc));
      putMarks(transaction, marks);
      transaction.addEventListener('complete', () => (isDone = true));
    });
    this.#isReplacing = false;
    if (!isDone || this.#isClosed) return false;
    this.#environment.clearTimeout(this.#trimTimer);
    void this.#persistence?.destroy().catch(() => {});
    this.#doc = doc;
    this.#open();
    return true;
  }

  /** Reads what other tabs have written since. False when that cannot be. */
  async refresh(): Promise<boolean> {
    const persistence = this.#persistence;
    if (!persistence || !this.#isReady || this.#hasFailed) return false;
    try {
      await fetchUpdates(persistence);
    } catch {
      this.#fail(persistence, true);
    }
    return persistence === this.#persistence && !this.#hasFailed && !this.#isClosed;
  }

  /** Resolves when every write so far is on disk, flushed; rejects when one of them is not. */
  async flushed(): Promise<void> {
    await this.whenLoaded;
    await this.#opening.promise;
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
    const opening = Promise.withResolvers<void>();
    this.#opening = opening;
    persistence.once('synced', () => void this.#finishOpen(persistence).then(opening.resolve));
  }

  async #finishOpen(persistence: IndexeddbPersistence): Promise<void> {
    try {
      const values = await Promise.all(markNames.map((name) => persistence.get(name)));
      if (persistence !== this.#persistence || this.#isClosed) return;
      this.#isReady = true;
      this.#firstLoad.resolve(
        Object.fromEntries(
          markNames.map((name, index) => [name, values[index] ?? null]),
        ) as unknown as StoredMarks,
      );
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
    this.#firstLoad.resolve(noMarks);
    this.#opening.resolve();
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

function putMarks(transaction: IDBTransaction, marks: Partial<StoredMarks>): void {
  const store = transaction.objectStore(custom);
  for (const name of markNames) {
    const value = marks[name];
    if (value === undefined) continue;
    if (value === null) store.delete(name);
    else store.put(value, name);
  }
}
