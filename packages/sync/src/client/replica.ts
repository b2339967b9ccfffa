import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { wireLimits, type WireLimits } from '../wire/limits.ts';
import { AckLedger } from './ack-ledger.ts';
import { Link, type LinkEnvironment } from './link.ts';
import { LocalStore, type UnackedMarker } from './local-store.ts';
import { forbidLocalWrites } from './read-only-guard.ts';
import type { ReplicaStatus } from './replica-status.ts';

export interface ReplicaEnvironment extends LinkEnvironment {
  /** Milliseconds UTC of this device. */
  now(): number;
  /** The same factory that stands at `globalThis.indexedDB`, which y-indexeddb opens. */
  indexedDB: IDBFactory;
}

export interface ReplicaOptions {
  /** Such as `closet/{userId}`. */
  document: string;
  /** The IndexedDB database that holds it. */
  databaseName: string;
  /** The server is the only writer: a local write throws `ReadOnlyDocumentError`. */
  readOnly?: boolean;
  environment: ReplicaEnvironment;
  limits?: WireLimits;
}

export const openReplica = (options: ReplicaOptions): Replica => new Replica(options);

/** One document on this device: kept in IndexedDB, edited with no network, and brought to the server when there is one. */
export class Replica {
  readonly document: string;
  readonly doc = new Y.Doc();
  /** Settles when what this device holds is in `doc`, or when the disk cannot be read (`status().local` says which). */
  readonly whenLoaded: Promise<void>;
  readonly #options: ReplicaOptions;
  readonly #store: LocalStore;
  readonly #ledger = new AckLedger();
  readonly #awareness: Awareness;
  readonly #listeners = new Set<() => void>();
  #status: ReplicaStatus = {
    local: 'loading',
    link: 'off',
    synced: false,
    unacked: null,
    refused: null,
    lastReachedAt: null,
  };
  #link: Link | null = null;
  #hold: Promise<void> | null = null;
  #tags: readonly string[] = [];
  #isClosed = false;

  constructor(options: ReplicaOptions) {
    const { document, databaseName, readOnly, environment } = options;
    this.document = document;
    this.#options = options;
    // y-websocket wants one; destroyed, it keeps no timer and says nothing.
    this.#awareness = new Awareness(this.doc);
    this.#awareness.destroy();
    if (readOnly) forbidLocalWrites(this.doc, document);
    this.doc.on('update', this.#onUpdate);
    this.#readWithoutEncoding();
    this.#store = new LocalStore(
      databaseName,
      this.doc,
      environment,
      () => this.#status.unacked,
      (local) => this.#set({ local }),
    );
    this.whenLoaded = this.#load();
  }

  /** An immutable picture, replaced at every change. */
  status(): ReplicaStatus {
    return this.#status;
  }

  /** Calls `listener` after every change of the status, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Names what the next local update concerns, such as listing ids: they stand in `status().unacked` until safe. */
  tag(...names: readonly string[]): void {
    this.#tags = names;
  }

  /** Keeps the document in step with `{url}/{document}` from now on. */
  connect(target: { url: string; params?: Record<string, string> }): void {
    this.disconnect();
    const { environment, limits = wireLimits, document } = this.#options;
    const link = new Link({ ...target, document }, this.doc, this.#awareness, environment, limits, {
      onLink: (status) => this.#set(status === 'open' ? { link: status } : { link: status, synced: false }),
      onSynced: (synced) => this.#onSynced(synced),
      onOpened: () => this.#ledger.opened(),
      onSent: (isStepTwo, edits) => this.#ledger.sent(isStepTwo, edits),
      onAck: (frames) => this.#onAck(frames),
      onRefused: (code) => this.#onRefused(code),
      hold: () => this.#hold,
      edits: () => this.#ledger.edits,
    });
    this.#link = link;
    this.#set({ link: 'connecting' });
    // The state vector of a document that is still being read would ask for everything again.
    void this.whenLoaded.then(() => link.connect());
  }

  disconnect(): void {
    if (!this.#link) return;
    this.#link.close();
    this.#link = null;
    this.#set({ link: 'off', synced: false });
  }

  /** Tries the network, and a disk that failed, at once. */
  retryNow(): void {
    this.#store.retry();
    this.#link?.connect();
  }

  /** Resolves when every local edit so far is on disk; rejects when it is not. */
  flushed(): Promise<void> {
    return this.#store.flushed();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.disconnect();
    this.doc.off('update', this.#onUpdate);
    await this.#store.close();
    this.#listeners.clear();
    this.doc.destroy();
  }

  /** Closes and removes the document from this device. */
  async destroy(): Promise<void> {
    await this.close();
    const { environment, databaseName } = this.#options;
    await new Promise<void>((resolve, reject) => {
      const request = environment.indexedDB.deleteDatabase(databaseName);
      request.addEventListener('success', () => resolve());
      request.addEventListener('error', () => reject(request.error));
    });
  }

  /** While somebody listens Yjs encodes every change anew. What comes off the disk is a whole document, and goes nowhere. */
  #readWithoutEncoding(): void {
    const { doc } = this;
    const pause = ({ origin }: Y.Transaction): void => {
      if (!this.#store.isOrigin(origin)) return;
      doc.off('beforeTransaction', pause);
      // A link's own listener stands behind ours and must stay there: no frame leaves before its edit was noted.
      if (this.#link) return;
      doc.off('update', this.#onUpdate);
      doc.once('afterAllTransactions', () => {
        if (!this.#isClosed) doc.on('update', this.#onUpdate);
      });
    };
    doc.on('beforeTransaction', pause);
  }

  async #load(): Promise<void> {
    const { unacked, lastReachedAt } = await this.#store.whenLoaded;
    if (this.#isClosed) return;
    this.#set({ unacked: mergeMarks(unacked, this.#status.unacked), lastReachedAt });
  }

  readonly #onUpdate = (
    update: Uint8Array,
    origin: unknown,
    _doc: Y.Doc,
    transaction: Y.Transaction,
  ): void => {
    if (this.#store.isOrigin(origin)) return;
    const isOwn = transaction.local || !this.#link?.isOrigin(origin);
    const mark = isOwn ? this.#noteEdit() : null;
    const written = this.#store.write(update, mark);
    if (mark) this.#holdUntil(written);
  };

  /** Returns the mark to keep when it has changed. */
  #noteEdit(): UnackedMarker | null {
    this.#ledger.edited();
    const { unacked } = this.#status;
    const tags = this.#tags;
    this.#tags = [];
    const known = new Set(unacked?.tags);
    if (unacked && tags.every((tag) => known.has(tag))) return null;
    const mark = mergeMarks(unacked, { tags, since: this.#options.environment.now() });
    this.#set({ unacked: mark });
    return mark;
  }

  /** No frame leaves before the mark that names it is on disk. */
  #holdUntil(written: Promise<void>): void {
    const hold = written.then(() => {
      if (this.#hold === hold) this.#hold = null;
    });
    this.#hold = hold;
  }

  #onSynced(synced: boolean): void {
    if (!synced) return this.#set({ synced });
    const lastReachedAt = this.#options.environment.now();
    this.#set({ synced, lastReachedAt });
    void this.#store.putLastReachedAt(lastReachedAt);
  }

  #onAck(frames: number): void {
    const lastReachedAt = this.#options.environment.now();
    if (!this.#status.unacked || !this.#ledger.acked(frames)) return this.#set({ lastReachedAt });
    this.#set({ lastReachedAt, unacked: null, refused: null });
    void this.#store.clearUnacked(lastReachedAt);
  }

  #onRefused(code: string): void {
    this.#ledger.cut();
    if (this.#status.refused?.code !== code)
      this.#set({ refused: { code, at: this.#options.environment.now() } });
  }

  #set(change: Partial<ReplicaStatus>): void {
    if (this.#isClosed && change.link === undefined) return;
    this.#status = { ...this.#status, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function mergeMarks(first: UnackedMarker | null, second: UnackedMarker | null): UnackedMarker | null {
  if (!first || !second) return first ?? second;
  const tags = [...new Set([...first.tags, ...second.tags])];
  return { tags, since: Math.min(first.since, second.since) };
}
