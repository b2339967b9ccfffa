import * as Y from 'yjs';
import { LocalStore, type LocalStoreEnvironment, type LocalStoreParts } from './local-store.ts';
import { forbidLocalWrites } from './read-only-guard.ts';
import { type EditPath, mergeOf, reapply } from './reapply.ts';
import type { ReplicaStatus } from './replica-status.ts';
import type { StoredMarks, UnackedMarker } from './stored-marks.ts';

export interface LocalDocumentOptions {
  document: string;
  databaseName: string;
  readOnly: boolean;
  environment: LocalStoreEnvironment & { now(): number };
}

/** What the document must know of the line it is on, and tells its replica. */
export interface LocalDocumentParts {
  /** A link hears the document's updates. */
  isLinked(): boolean;
  /** The server is asked and told what each lacks, or was. */
  isOpen(): boolean;
  /** True for updates that came over the link. */
  isRemote(origin: unknown): boolean;
  onEdited(): void;
  onStatus(change: Partial<ReplicaStatus>): void;
  /** As the store asks them. */
  onReadAnew: LocalStoreParts['onReadAnew'];
  isOfHistory: LocalStoreParts['isOfHistory'];
}

/** One document in the place of another. */
export interface Replaced {
  /** Where something was edited again. */
  paths: readonly EditPath[];
  /** All that was known before, and what stands in its place: of equal content. */
  from: Uint8Array;
  to: Uint8Array;
}

/** The document that is edited and shown, kept on the device together with what the server has not acknowledged of it. */
export class LocalDocument {
  readonly store: LocalStore;
  /** Settles when what the device holds was read, or cannot be. */
  readonly whenLoaded: Promise<StoredMarks | null>;
  readonly #options: LocalDocumentOptions;
  readonly #parts: LocalDocumentParts;
  readonly #followers = new Map<(doc: Y.Doc) => () => void, () => void>();
  #doc = new Y.Doc();
  #unacked: UnackedMarker | null = null;
  #hold: Promise<void> | null = null;
  #tags: readonly string[] = [];
  #edits = 0;
  readonly #writers = new Set<number>();
  #isClosed = false;

  constructor(options: LocalDocumentOptions, parts: LocalDocumentParts) {
    this.#options = options;
    this.#parts = parts;
    this.#bind();
    this.#readWithoutEncoding();
    this.store = new LocalStore(options.databaseName, this.#doc, options.environment, {
      unacked: () => this.#unacked,
      onState: (local) => parts.onStatus({ local }),
      onFound: (mark) => {
        if (mark) this.found(mark);
        // The server may have lost it: where nothing is open yet, its own step 1 tells.
        else if (!options.readOnly && parts.isOpen()) void this.doubt({});
      },
      onReadAnew: parts.onReadAnew,
      isOfHistory: parts.isOfHistory,
    });
    this.whenLoaded = this.#load();
  }

  get doc(): Y.Doc {
    return this.#doc;
  }

  /** Nothing was written in this session with any other client id. */
  wroteOnlyAs(client: number): boolean {
    return [...this.#writers].every((writer) => writer === client);
  }

  get hasUnacked(): boolean {
    return this.#unacked !== null;
  }

  /** While it is open no frame leaves: the mark that names its work is being written. */
  get hold(): Promise<void> | null {
    return this.#hold;
  }

  follow(attach: (doc: Y.Doc) => () => void): () => void {
    this.#followers.set(attach, attach(this.#doc));
    return () => {
      this.#followers.get(attach)?.();
      this.#followers.delete(attach);
    };
  }

  /** What the next own update concerns. */
  tag(names: readonly string[]): void {
    this.#tags = names;
  }

  /** Everything here may be missing on the server. Settles when that is on disk, with `marks`, or with false. */
  doubt(marks: Partial<StoredMarks>): Promise<boolean> {
    const unacked = mergeMarks(this.#unacked, { tags: [], since: this.#options.environment.now() });
    this.#setUnacked(unacked);
    return this.store.put({ ...marks, unacked });
  }

  /** What another tab of this device wrote is from here on as if it had been written here. */
  take(update: Uint8Array, tags: readonly string[]): void {
    this.#tags = tags;
    Y.applyUpdate(this.#doc, update, this);
    this.#tags = [];
  }

  /** Another tab has something of this document that may be missing on the server. */
  found(mark: UnackedMarker): void {
    this.#setUnacked(mergeMarks(mark, this.#unacked));
  }

  /** The server has everything that is here. */
  settle(lastReachedAt: number): void {
    this.#setUnacked(null);
    void this.store.settle(lastReachedAt);
  }

  /**
   * Puts what the server has in the place of this document, on the disk before anywhere else. `keepsOwn`: with all
   * that the server lacks edited again on top of it. Returns where, `null` when nothing was changed.
   */
  async replace(server: Y.Doc, keepsOwn: boolean, marks: Partial<StoredMarks>): Promise<Replaced | null> {
    const old = this.#doc;
    const whole = docOf(Y.encodeStateAsUpdate(server));
    const paths: EditPath[] = [];
    let [merged, edits, isDone]: [Y.Doc, number, boolean | 'more'] = [whole, 0, 'more'];
    while (isDone === 'more') {
      if (keepsOwn) paths.push(...reapply(server, (merged = mergeOf(old, whole))));
      edits = this.#edits;
      isDone = await this.store.replace(server, marks, keepsOwn);
    }
    if (!isDone) return null;
    const [from, to] = [merged, server].map((doc) => Y.encodeStateAsUpdate(doc)) as [Uint8Array, Uint8Array];
    // Typed while the disk was writing. Heard of like every edit.
    const isEditedSince = keepsOwn && this.#edits !== edits;
    this.#put(server, () => {
      if (isEditedSince) paths.push(...reapply(server, mergeOf(old, whole)));
    });
    return { paths, from, to };
  }

  /**
   * Another tab has put `to` in the place of `from`, on the disk too. What was edited here and it did not know is edited
   * again on top of it. Returns where.
   */
  succeed({ from, to }: Pick<Replaced, 'from' | 'to'>, generation: number): readonly EditPath[] {
    const old = this.#doc;
    const next = docOf(to);
    const paths: EditPath[] = [];
    // The disk is opened anew, and takes what `next` holds by then with its mark.
    this.store.succeed(next, generation);
    this.#put(next, () => paths.push(...reapply(next, mergeOf(old, docOf(from)))));
    return paths;
  }

  /** Lets go of the document for `doc`, once `edit` has edited that. */
  #put(doc: Y.Doc, edit: () => void): void {
    const old = this.#doc;
    old.off('update', this.#onUpdate);
    this.#doc = doc;
    this.#hold = null;
    this.#bind();
    edit();
    for (const [attach, detach] of Array.from(this.#followers)) {
      detach();
      this.#followers.set(attach, attach(doc));
    }
    old.destroy();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#doc.off('update', this.#onUpdate);
    await this.store.close();
    for (const detach of this.#followers.values()) detach();
    this.#followers.clear();
    this.#doc.destroy();
  }

  async #load(): Promise<StoredMarks | null> {
    const marks = await this.store.whenLoaded;
    if (this.#isClosed) return marks;
    if (marks) {
      this.#setUnacked(mergeMarks(marks.unacked, this.#unacked));
      this.#parts.onStatus({ lastReachedAt: marks.lastReachedAt });
      // What came without its mark may never have left.
    } else if (!this.#options.readOnly && this.#doc.store.clients.size > 0) void this.doubt({});
    return marks;
  }

  #bind(): void {
    const { readOnly, document } = this.#options;
    if (readOnly) forbidLocalWrites(this.#doc, document);
    this.#doc.on('update', this.#onUpdate);
  }

  /** While somebody listens Yjs encodes every change anew. What comes off the disk is a whole document, and goes nowhere. */
  #readWithoutEncoding(): void {
    const doc = this.#doc;
    const pause = ({ origin }: Y.Transaction): void => {
      if (!this.store.isOrigin(origin)) return;
      doc.off('beforeTransaction', pause);
      // A link's own listener stands behind ours and must stay there: no frame leaves before its edit was noted.
      if (this.#parts.isLinked()) return;
      doc.off('update', this.#onUpdate);
      doc.once('afterAllTransactions', () => {
        if (!this.#isClosed && doc === this.#doc) doc.on('update', this.#onUpdate);
      });
    };
    doc.on('beforeTransaction', pause);
  }

  readonly #onUpdate = (
    update: Uint8Array,
    origin: unknown,
    _doc: Y.Doc,
    transaction: Y.Transaction,
  ): void => {
    if (this.store.isOrigin(origin)) return;
    const isOwn = transaction.local || !this.#parts.isRemote(origin);
    const before = this.#unacked;
    if (isOwn) this.#noteEdit();
    // With each of them: another tab may have taken the mark away for all that came before, and what is not of this
    // tab may be another one's.
    const written = this.store.write(update, this.#unacked);
    if (this.#unacked !== before) this.#holdUntil(written);
  };

  #noteEdit(): void {
    this.#edits++;
    this.#writers.add(this.#doc.clientID);
    this.#parts.onEdited();
    const tags = this.#tags;
    this.#tags = [];
    const known = new Set(this.#unacked?.tags);
    if (this.#unacked && tags.every((tag) => known.has(tag))) return;
    this.#setUnacked(mergeMarks(this.#unacked, { tags, since: this.#options.environment.now() }));
  }

  #setUnacked(unacked: UnackedMarker | null): void {
    this.#unacked = unacked;
    this.#parts.onStatus({ unacked });
  }

  /** No frame leaves before the mark that names it is on disk. */
  #holdUntil(written: Promise<boolean>): void {
    const hold = written.then(() => {
      if (this.#hold === hold) this.#hold = null;
    });
    this.#hold = hold;
  }
}

function docOf(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  return doc;
}

function mergeMarks(first: UnackedMarker | null, second: UnackedMarker | null): UnackedMarker | null {
  if (!first || !second) return first ?? second;
  const tags = [...new Set([...first.tags, ...second.tags])];
  return { tags, since: Math.min(first.since, second.since) };
}
