// oxlint-disable no-underscore-dangle -- y-indexeddb names the members a wrapper needs this way

import { IndexeddbPersistence, PREFERRED_TRIM_SIZE, storeState } from 'y-indexeddb';
import * as Y from 'yjs';
import type { KnownHistory } from '../wire/known-history.ts';
import type { DiskVerdict } from './disk-verdict.ts';
import {
  abort,
  custom,
  markNames,
  putMarks,
  type StoredMarks,
  type UnackedMarker,
  whileMarked,
} from './stored-marks.ts';

/** What the store asks of the document it keeps, and tells it. */
export interface LocalStoreParts {
  unacked(): UnackedMarker | null;
  onState(state: 'kept' | 'writing' | 'failed'): void;
  /**
   * What the disk names as unacked is in the document now, some of it perhaps from another tab; `null` when something
   * came off it that was acknowledged once.
   */
  onFound(unacked: UnackedMarker | null): void;
  /** The disk was read anew and tells `found`. */
  onReadAnew(found: KnownHistory | null): DiskVerdict;
  /** True when what is told here may stand beside what the disk holds. */
  isOfHistory(found: KnownHistory | null): boolean;
}

export interface LocalStoreEnvironment {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

const updates = 'updates';
const trimDelayMs = 1_000;
/** A database is opened in milliseconds, or not at all. */
const openMs = 10_000;
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
  readonly #parts: LocalStoreParts;
  readonly #firstLoad = Promise.withResolvers<StoredMarks | null>();
  #persistence: IndexeddbPersistence | null = null;
  #generation: number | null = null;
  #isReady = false;
  /** What was written while it opens. */
  #early: Uint8Array[] = [];
  #isTakenIn = false;
  #opening = Promise.withResolvers<void>();
  #isReplacing = false;
  #isClosed = false;
  #hasFailed = false;
  #writing = 0;
  readonly #underway = new Set<IDBTransaction>();
  #trimTimer: unknown = null;
  #openTimer: unknown = null;
  #reopenTimer: unknown = null;
  #reopenDelayMs = firstReopenDelayMs;

  constructor(name: string, doc: Y.Doc, environment: LocalStoreEnvironment, parts: LocalStoreParts) {
    this.#name = name;
    this.#doc = doc;
    this.#environment = environment;
    this.#parts = parts;
    this.#open(doc);
  }

  /** Settles when the document was read, with `null` when it or its marks cannot be: then the state is `failed`. */
  get whenLoaded(): Promise<StoredMarks | null> {
    return this.#firstLoad.promise;
  }

  /** Which document in the place of another this is. */
  get generation(): number | null {
    return this.#generation;
  }

  /** True for updates that come out of this store. */
  isOrigin(origin: unknown): boolean {
    return origin === this.#persistence;
  }

  /** Keeps one update, and with an own one the mark. Settles when both are on disk, or with false. */
  write(update: Uint8Array, unacked: UnackedMarker | null): Promise<boolean> {
    const persistence = this.#persistence;
    // What is edited while it is replaced is edited again in the new one.
    if (this.#isReplacing) return Promise.resolve(false);
    // It must never be on the disk without its mark, which stands there once the disk was read.
    if (!this.#isTakenIn && !this.#hasFailed) this.#early.push(update);
    if (!persistence || !this.#isInPlace) return Promise.resolve(false);
    if (++persistence._dbsize >= PREFERRED_TRIM_SIZE) this.#trimSoon(persistence);
    return this.#transact([updates, custom], undefined, (transaction) => {
      transaction.objectStore(updates).add(update);
      if (unacked) transaction.objectStore(custom).put(unacked, 'unacked');
      this.#unlessReplaced(transaction, () => {});
    });
  }

  /** Keeps marks together; `null` takes one away. Settles when they are on disk, or with false. */
  put(marks: Partial<StoredMarks>): Promise<boolean> {
    return this.#transact([custom], undefined, (transaction) =>
      whileMarked(transaction, 'history', this.#parts.isOfHistory, () => putMarks(transaction, marks)),
    );
  }

  /** Keeps that the server has everything, unless another tab has left or told work that this one did not know. */
  settle(lastReachedAt: number): Promise<boolean> {
    return this.#catchUp((transaction) => {
      if (this.#parts.unacked() === null) putMarks(transaction, { unacked: null, lastReachedAt });
    });
  }

  /**
   * Puts `doc` and `marks` in the place of all that is kept, in one transaction: a crash finds the old or the new,
   * whole. From then on the store is that of `doc`. False when the old is still in its place.
   * @param isOfAll when other tabs have left more here, that is read and nothing is replaced: `more`.
   */
  async replace(doc: Y.Doc, marks: Partial<StoredMarks>, isOfAll: boolean): Promise<boolean | 'more'> {
    if (!this.#isReady || this.#hasFailed || this.#isReplacing) return false;
    this.#isReplacing = true;
    let isPut = false;
    const put = (transaction: IDBTransaction) => {
      transaction.objectStore(updates).clear();
      transaction.objectStore(updates).add(Y.encodeStateAsUpdate(doc));
      putMarks(transaction, marks);
      isPut = true;
    };
    const strict = { durability: 'strict' } as const;
    const isKept = await (isOfAll
      ? this.#catchUp(put, strict)
      : this.#transact([updates, custom], strict, put));
    this.#isReplacing = false;
    if (!isKept || this.#isClosed) return false;
    if (!isPut) return 'more';
    this.succeed(doc, marks.generation ?? this.#generation);
    return true;
  }

  /** The disk holds the document `generation` by now, of which `doc` is a part: the store is that of `doc` from here on. */
  succeed(doc: Y.Doc, generation: number | null): void {
    for (const timer of [this.#trimTimer, this.#reopenTimer]) this.#environment.clearTimeout(timer);
    void this.#persistence?.destroy().catch(() => {});
    this.#doc = doc;
    this.#generation = generation;
    this.#open(doc);
  }

  /** Reads what other tabs have written since. False when that cannot be. */
  async refresh(): Promise<boolean> {
    const persistence = this.#persistence;
    if (!this.#isReady) return false;
    await this.#catchUp(() => {});
    return persistence === this.#persistence && !this.#hasFailed && !this.#isClosed;
  }

  /** Resolves when every write so far is on disk, flushed; rejects when one of them is not. */
  async flushed(): Promise<void> {
    await this.whenLoaded;
    await this.#opening.promise;
    const persistence = this.#persistence;
    // Stands behind all writes before it; a strict transaction needs something of its own to flush.
    const isKept = await this.#transact([updates, custom], { durability: 'strict' }, (transaction) => {
      transaction.objectStore(custom).put(true, 'flushed');
    });
    // Whatever the disk is by now: it may be opened again already.
    if (!isKept) throw new Error('the document is not kept on this device');
    // What was typed while the document was replaced is written behind that.
    if (persistence !== this.#persistence) await this.flushed();
  }

  /** Tries again at once after a failure. */
  retry(): void {
    if (this.#hasFailed && !this.#isClosed) this.#reopen();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of [this.#trimTimer, this.#openTimer, this.#reopenTimer])
      this.#environment.clearTimeout(timer);
    this.#isReady = false;
    const closed = this.#persistence?.destroy().catch(() => {});
    // What is still being opened may never be.
    if (this.#persistence?.db) await closed;
  }

  /** False while the disk lacks what later writes build on: it failed, or is opened again and was not yet taken in. */
  get #isInPlace(): boolean {
    const persistence = this.#persistence;
    return !!persistence?.db && this.#isTakenIn && !this.#hasFailed && !this.#isClosed;
  }

  /** Reads what other tabs have written since; if that is nothing calls `whenNothing` in the same transaction. */
  #catchUp(
    whenNothing: (transaction: IDBTransaction) => void,
    options?: IDBTransactionOptions,
  ): Promise<boolean> {
    const persistence = this.#persistence;
    return this.#transact([updates, custom], options, (transaction) => {
      const [rows, marks] = [transaction.objectStore(updates), transaction.objectStore(custom)];
      const range = IDBKeyRange.lowerBound(persistence?._dbref);
      const [unread, keys, mark] = [rows.getAll(range), rows.getAllKeys(range), marks.get('unacked')];
      this.#unlessReplaced(transaction, () => {
        if (!persistence || persistence !== this.#persistence) return;
        const last = keys.result.at(-1);
        if (last !== undefined) persistence._dbref = (last as number) + 1;
        if (!this.#read(unread.result as Uint8Array[], mark.result as UnackedMarker | undefined))
          whenNothing(transaction);
      });
    });
  }

  /** Calls `work` in its transaction while the disk holds the document of this store; else the transaction fails. */
  #unlessReplaced(transaction: IDBTransaction, work: () => void): void {
    const generation = this.#generation;
    const isOurs = (found: number | null) => found === generation;
    whileMarked(transaction, 'generation', isOurs, () =>
      whileMarked(transaction, 'history', this.#parts.isOfHistory, work),
    );
  }

  /** False when all of it was known. */
  #read(found: readonly Uint8Array[], mark: UnackedMarker | null | undefined): boolean {
    const doc = this.#doc;
    let isNews = false;
    // Before anybody hears an update: other tabs are told it with its mark.
    doc.once('afterTransaction', ({ deleteSet, beforeState, afterState }: Y.Transaction) => {
      isNews =
        deleteSet.clients.size > 0 ||
        [...afterState].some(([client, clock]) => beforeState.get(client) !== clock);
      if (isNews || (mark && this.#parts.unacked() !== null)) this.#parts.onFound(mark ?? null);
    });
    const apply = () => found.forEach((update) => Y.applyUpdate(doc, update));
    Y.transact(doc, apply, this.#persistence, false);
    return isNews;
  }

  /** `reader` takes in what is on the disk. */
  #open(reader: Y.Doc): void {
    this.#hasFailed = false;
    this.#isReady = false;
    this.#isTakenIn = false;
    this.#early = [];
    // Of an empty document y-indexeddb stores nothing by itself: ours writes instead, and with the mark.
    const persistence = new IndexeddbPersistence(this.#name, new Y.Doc());
    persistence.doc = reader;
    this.#persistence = persistence;
    const { setTimeout, clearTimeout } = this.#environment;
    clearTimeout(this.#openTimer);
    this.#openTimer = setTimeout(() => this.#fail(persistence, true), openMs);
    persistence._db
      .then((db) => {
        if (persistence !== this.#persistence) return;
        clearTimeout(this.#openTimer);
        if (this.#hasFailed) return this.retry();
        this.#watch(persistence, db);
        // y-indexeddb has begun to read by now, and tells nobody when it cannot.
        db.transaction([updates], 'readonly');
      })
      .catch(() => this.#fail(persistence, true));
    const opening = Promise.withResolvers<void>();
    this.#opening = opening;
    persistence.once('synced', () => void this.#finishOpen(persistence).then(opening.resolve));
  }

  async #finishOpen(persistence: IndexeddbPersistence): Promise<void> {
    try {
      const values = await Promise.all(markNames.map((name) => persistence.get(name)));
      if (persistence !== this.#persistence || this.#isClosed) return;
      this.#isReady = true;
      const marks = Object.fromEntries(
        markNames.map((name, index) => [name, values[index] ?? null]),
      ) as unknown as StoredMarks;
      this.#firstLoad.resolve(marks);
      this.#generation = marks.generation;
      const isAnew = persistence.doc !== this.#doc;
      const verdict = isAnew ? this.#parts.onReadAnew(marks.history) : 'merge';
      const unkept = isAnew ? this.#takeIn(persistence, marks, verdict) : this.#early;
      this.#isTakenIn = true;
      await this.#transact([updates, custom], undefined, (transaction) => {
        if (typeof verdict !== 'string') {
          transaction.objectStore(updates).clear();
          putMarks(transaction, { history: verdict });
        }
        for (const update of unkept) transaction.objectStore(updates).add(update);
        const mark = this.#parts.unacked();
        if (mark) transaction.objectStore(custom).put(mark, 'unacked');
      });
      if (!this.#hasFailed) this.#reopenDelayMs = firstReopenDelayMs;
    } catch {
      this.#fail(persistence, true);
    }
  }

  /**
   * Merges what was read anew with what is here, or drops it. Returns what the disk is given then; it must never hold
   * that without its mark.
   */
  #takeIn(persistence: IndexeddbPersistence, { unacked }: StoredMarks, verdict: DiskVerdict): Uint8Array[] {
    const { doc: reader } = persistence;
    const doc = this.#doc;
    if (verdict === 'merge') this.#read([Y.encodeStateAsUpdate(reader)], unacked);
    persistence.doc = doc;
    const held = verdict === 'merge' ? Y.encodeStateVector(reader) : undefined;
    reader.destroy();
    return verdict === 'leave' ? [] : [Y.encodeStateAsUpdate(doc, held)];
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

  /** Settles with whether `work` is on the disk. */
  #transact(
    stores: string[],
    options: IDBTransactionOptions | undefined,
    work: (transaction: IDBTransaction) => void,
  ): Promise<boolean> {
    const persistence = this.#persistence;
    const db = persistence?.db;
    if (!persistence || !db || !this.#isInPlace) return Promise.resolve(false);
    return new Promise((resolve) => {
      let isSettled = false;
      let transaction: IDBTransaction | null = null;
      const settle = (isKept: boolean) => {
        if (isSettled) return;
        isSettled = true;
        if (transaction) this.#underway.delete(transaction);
        this.#writing--;
        if (this.#writing === 0 && this.#isReady && !this.#hasFailed) this.#parts.onState('kept');
        resolve(isKept);
      };
      const fail = () => {
        this.#fail(persistence, true);
        settle(false);
      };
      if (++this.#writing === 1 && this.#isReady) this.#parts.onState('writing');
      try {
        transaction = db.transaction(stores, 'readwrite', options);
        this.#underway.add(transaction);
        transaction.addEventListener('complete', () => settle(true));
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
    // What was written behind it must not be on the disk without it.
    for (const transaction of this.#underway) abort(transaction);
    this.#firstLoad.resolve(null);
    // Nothing comes off it any more whose mark nobody knows.
    void persistence.destroy().catch(() => {});
    this.#opening.resolve();
    if (mayReopen) {
      this.#reopenTimer = this.#environment.setTimeout(() => this.#reopen(), this.#reopenDelayMs);
      this.#reopenDelayMs = Math.min(longestReopenDelayMs, this.#reopenDelayMs * 2);
    }
    // Last: whoever hears it may have the disk tried again at once.
    this.#parts.onState('failed');
  }

  #reopen(): void {
    this.#environment.clearTimeout(this.#reopenTimer);
    this.#open(new Y.Doc());
  }

  #trimSoon(persistence: IndexeddbPersistence): void {
    this.#environment.clearTimeout(this.#trimTimer);
    this.#trimTimer = this.#environment.setTimeout(() => {
      if (persistence !== this.#persistence || this.#isClosed || this.#hasFailed) return;
      storeState(persistence, false).catch(() => this.#fail(persistence, true));
    }, trimDelayMs);
  }
}
