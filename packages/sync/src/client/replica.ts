import type * as Y from 'yjs';
import { historyParams, isSameHistory, type KnownHistory } from '../wire/known-history.ts';
import { wireLimits, type WireLimits } from '../wire/limits.ts';
import { AckLedger } from './ack-ledger.ts';
import { deleteDatabase } from './delete-database.ts';
import type { SentFrame } from './durable-socket.ts';
import { DeviceIdentity } from './device-identity.ts';
import { type DiskVerdict, judgeDisk } from './disk-verdict.ts';
import { fetchState, type ServerState, type StateFetch } from './fetch-state.ts';
import { Link, type LinkEnd } from './link.ts';
import { LocalDocument } from './local-document.ts';
import type { ReplicaOptions } from './replica-options.ts';
import { firstStatus, type ReplicaStatus } from './replica-status.ts';
import type { EditPath } from './reapply.ts';
import type { TabReplacement } from './tab-channel.ts';
import { TabLines } from './tab-lines.ts';

export type { ReplicaEnvironment, ReplicaOptions } from './replica-options.ts';

interface Target {
  url: string;
  params?: Record<string, string>;
}

export const openReplica = (options: ReplicaOptions): Replica => new Replica(options);

/** One document on this device: kept in IndexedDB, edited with no network, and brought to the server when there is one. */
export class Replica {
  readonly document: string;
  /** Settles when what this device holds is in `doc`, or when the disk cannot be read (`status().local` says which). */
  readonly whenLoaded: Promise<void>;
  readonly #options: ReplicaOptions;
  readonly #limits: WireLimits;
  readonly #local: LocalDocument;
  readonly #ledger = new AckLedger();
  readonly #identity: DeviceIdentity;
  readonly #tabs: TabLines;
  readonly #listeners = new Set<() => void>();
  #status: ReplicaStatus = firstStatus;
  #history: KnownHistory | null = null;
  #target: Target | null = null;
  #link: Link | null = null;
  /** What the link must tell the server is known. */
  #isReady = false;
  #fetch: StateFetch | null = null;
  #timer: unknown = null;
  /** Refused work was edited anew, and the server has not taken that yet. */
  #isRebased = false;
  /** What the server has could not be put in the place of what is here. */
  #waitsForDisk = false;
  #isClosed = false;

  constructor(options: ReplicaOptions) {
    const { document, databaseName, readOnly = false, environment } = options;
    this.document = document;
    this.#options = options;
    this.#limits = options.limits ?? wireLimits;
    this.#local = new LocalDocument(
      { document, databaseName, readOnly, environment },
      {
        isLinked: () => this.#link !== null,
        isOpen: () => this.#status.link === 'open',
        isRemote: (origin) => this.#link?.isOrigin(origin) ?? false,
        onEdited: () => this.#onEdited(),
        onStatus: (change) => this.#onLocal(change),
        onReadAnew: (found) => this.#onReadAnew(found),
        isOfHistory: (found) => !readOnly || found === null || isSameHistory(this.#history, found),
      },
    );
    this.#identity = new DeviceIdentity(databaseName, environment, this.#local.store);
    this.#tabs = new TabLines(databaseName, environment, {
      readOnly,
      doc: () => this.doc,
      isSynced: () => this.#status.synced,
      unacked: () => this.#status.unacked,
      history: () => this.#history,
      generation: () => this.#local.store.generation,
      succeed: (replaced) => this.#succeed(replaced),
      take: (update, tags) => this.#local.take(update, tags),
      found: (mark) => this.#local.found(mark),
      redial: () => {
        if (this.#isReady) this.#link?.redial();
      },
      retryNow: () => this.retryNow(),
    });
    this.whenLoaded = this.#local.whenLoaded.then((marks) => {
      this.#history = marks?.history ?? null;
    });
  }

  /**
   * What is edited and shown. When a refusal or another history of the server makes it, another document takes its
   * place: read it anew for every edit, and listen to it through `follow`.
   */
  get doc(): Y.Doc {
    return this.#local.doc;
  }

  /**
   * Calls `attach` with the document now and with each that takes its place, after what the call before returned.
   * Ends with the returned function.
   */
  follow(attach: (doc: Y.Doc) => () => void): () => void {
    return this.#local.follow(attach);
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
    this.#local.tag(names);
  }

  /** Keeps the document in step with `{url}/{document}` from now on. */
  connect(target: Target): void {
    this.disconnect();
    this.#target = target;
    this.#isRebased = false;
    this.#openLink();
  }

  disconnect(): void {
    if (!this.#target) return;
    this.#target = null;
    this.#letGo();
    this.#tabs.stop();
    this.#set({ link: 'off', synced: false });
  }

  /** Tries the network, and a disk that failed, at once. */
  retryNow(): void {
    this.#local.store.retry();
    if (!this.#target) return;
    this.#tabs.prod();
    if (this.#fetch) return this.#fetch.retryNow();
    if (this.#status.link === 'refused') this.#isRebased = false;
    if (!this.#link) this.#openLink();
    else if (this.#isReady) this.#link.connect();
  }

  /** Resolves when every local edit so far is on disk; rejects when it is not. */
  flushed(): Promise<void> {
    return this.#local.store.flushed();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.disconnect();
    await this.#local.close();
    await this.#identity.close();
    this.#listeners.clear();
  }

  /** Closes and removes the document from this device. */
  async destroy(): Promise<void> {
    await this.close();
    const { environment, databaseName } = this.#options;
    await deleteDatabase(environment.indexedDB, databaseName);
  }

  #openLink(): void {
    const { environment, document, readOnly = false } = this.#options;
    const target = this.#target;
    if (!target) return;
    this.#letGo();
    const { doc } = this.#local;
    const params = () => ({ ...target.params, ...historyParams(this.#history), ...this.#identity.param });
    const link: Link = new Link(
      { url: target.url, document, readOnly, params, socket: () => this.#tabs.Socket },
      doc,
      environment,
      this.#limits,
      {
        onLink: (status) => this.#set(status === 'open' ? { link: status } : { link: status, synced: false }),
        onEnd: (end) => this.#onEnd(end),
        onSynced: (synced) => this.#onSynced(synced, link),
        onHistory: (known) => this.#onHistory(known),
        onFenced: () => void this.#identity.drop(doc),
        onOpened: () => this.#ledger.opened(),
        onSent: (sent) => this.#onSent(sent),
        onAck: (frames) => this.#onAck(frames),
        onRefused: (code) => this.#onRefused(code),
        hold: () => this.#local.hold,
        edits: () => this.#ledger.edits,
      },
    );
    this.#link = link;
    this.#set({ link: 'connecting', synced: false });
    // The state vector of a document that is still being read would ask for everything again.
    void this.whenLoaded.then(async () => {
      if (this.#link !== link) return;
      this.#tabs.start();
      if (!readOnly) await this.#identity.claim();
      await this.#tabs.whenKnown;
      if (this.#link !== link) return;
      this.#isReady = true;
      link.connect();
    });
  }

  #letGo(): void {
    this.#options.environment.clearTimeout(this.#timer);
    this.#timer = null;
    this.#link?.close();
    this.#link = null;
    this.#isReady = false;
    this.#fetch?.stop();
    this.#fetch = null;
  }

  #later(run: () => void, ms: number): void {
    const { environment } = this.#options;
    environment.clearTimeout(this.#timer);
    this.#timer = environment.setTimeout(() => {
      this.#timer = null;
      run();
    }, ms);
  }

  #onLocal(change: Partial<ReplicaStatus>): void {
    this.#set(change);
    if (change.local !== 'kept' || !this.#waitsForDisk) return;
    this.#waitsForDisk = false;
    this.#later(() => this.retryNow(), this.#limits.refusedRetryMs);
  }

  #onEdited(): void {
    this.#ledger.edited();
    // It may be what mends a refused value. Not at every key: each attempt asks for the whole document.
    if (this.#status.link === 'refused' && this.#timer === null)
      this.#later(() => this.retryNow(), this.#limits.refusedRetryMs);
  }

  #onEnd(end: LinkEnd): void {
    if (end === 'other-timeline') {
      this.#set({ link: 'dropped', synced: false });
      // Everybody was told so at once.
      const { random } = this.#options.environment;
      return this.#later(() => void this.#beginAnew(), random() * this.#limits.reconnectJitterMs);
    }
    if (end === 'refused' && !this.#options.readOnly && !this.#isRebased) return void this.#rebase();
    this.#set({ link: end, synced: false });
  }

  /** The server tells another history: what it once acknowledged is offered to it again, and what it wrote is asked for again. */
  async #beginAnew(): Promise<void> {
    if (this.#options.readOnly) {
      // Until then it goes on saying what it knows: the two must never be merged.
      const server = await this.#fetchState();
      if (server && (await this.#takeOver(server))) this.#openLink();
      return;
    }
    this.#history = null;
    this.#ledger.edited();
    const isForgotten = Promise.all([
      this.#local.doubt({ history: null }),
      // Of its clocks the server may have lost some that another device holds.
      this.#identity.drop(this.#local.doc),
    ]);
    const { doc } = this.#local;
    await isForgotten;
    if (doc === this.#local.doc) this.#openLink();
  }

  /** What the server refused can never be sent as it is: it is edited again, by a new client, on top of what the server has. */
  async #rebase(): Promise<void> {
    this.#isRebased = true;
    const server = await this.#fetchState();
    if (server && (await this.#takeOver(server))) this.#openLink();
  }

  /** `null` when it was given up, or the server will not tell. */
  async #fetchState(): Promise<ServerState | null> {
    const { environment, document } = this.#options;
    if (!this.#target) return null;
    this.#letGo();
    this.#set({ link: 'connecting', synced: false });
    const fetch = fetchState({ ...this.#target, document }, environment, this.#limits);
    this.#fetch = fetch;
    const result = await fetch.result;
    if (this.#fetch !== fetch) return null;
    if (typeof result === 'string') {
      this.#fetch = null;
      if (result === 'other-timeline') {
        this.#isRebased = false;
        this.#onEnd(result);
      } else this.#set({ link: result });
      return null;
    }
    return result;
  }

  /** False when the disk does not take it: then everything stays as it is. */
  async #takeOver({ doc, history }: ServerState): Promise<boolean> {
    const fetch = this.#fetch;
    const code = this.#status.refused?.code ?? '';
    const keepsOwn = !this.#options.readOnly;
    const before = this.#local.store.generation;
    const generation = keepsOwn ? this.#identity.newId() : before;
    const marks = { history, device: null, generation };
    const replaced = await this.#local.replace(doc, keepsOwn, marks).catch(() => null);
    if (replaced) {
      this.#history = history;
      if (generation !== null && generation !== before)
        this.#tabs.tell({ from: replaced.from, to: replaced.to, before, generation });
      this.#onReplaced(code, replaced.paths);
    }
    if (this.#fetch !== fetch) return false;
    this.#fetch = null;
    if (replaced) return true;
    this.#waitsForDisk = true;
    this.#set({ link: keepsOwn ? 'refused' : 'dropped' });
    return false;
  }

  #onReplaced(code: string, paths: readonly EditPath[]): void {
    this.#identity.forget();
    this.#tabs.take(this.doc);
    // From here on it is work like any other that has not arrived.
    this.#set({ refused: null });
    if (paths.length > 0) this.#set({ rebased: { code, at: this.#options.environment.now(), paths } });
  }

  /** What was refused has been edited again by another tab. */
  #succeed({ before, generation, ...replaced }: TabReplacement): void {
    if (before !== this.#local.store.generation) return;
    this.#letGo();
    const paths = this.#local.succeed(replaced, generation);
    this.#onReplaced(this.#status.refused?.code ?? '', paths);
    this.#openLink();
  }

  #onSynced(synced: boolean, link: Link): void {
    if (!synced) return this.#set({ synced });
    const lastReachedAt = this.#options.environment.now();
    this.#set({ synced, lastReachedAt });
    void this.#local.store.put({ lastReachedAt });
    const { doc } = this.#local;
    void this.#identity.adopt(
      doc,
      (id) => this.#link === link && this.#status.synced && this.#local.wroteOnlyAs(id),
    );
  }

  #onReadAnew(found: KnownHistory | null): DiskVerdict {
    if (!this.#options.readOnly) return 'merge';
    const isEmpty = this.doc.store.clients.size === 0;
    return judgeDisk(this.#history, found, { isEmpty, isTold: this.#status.link === 'open' });
  }

  #onHistory(known: KnownHistory): void {
    // Of what the disk gave without its history nothing is known. A line names its history before any content.
    const { size } = this.#local.doc.store.clients;
    if (this.#options.readOnly && this.#history === null && size > 0) {
      this.#letGo();
      return this.#onEnd('other-timeline');
    }
    this.#history = known;
    this.#tabs.stand();
    void this.#local.store.put({ history: known });
  }

  #onSent({ isStepTwo, edits, bringsContent }: SentFrame): void {
    this.#ledger.sent(isStepTwo, edits);
    // Whatever was acknowledged once: the server says that it lacks this.
    if (isStepTwo && bringsContent && !this.#local.hasUnacked) void this.#local.doubt({});
  }

  #onAck(frames: number): void {
    const lastReachedAt = this.#options.environment.now();
    this.#set({ lastReachedAt });
    if (!this.#local.hasUnacked || !this.#ledger.acked(frames)) return;
    this.#isRebased = false;
    this.#set({ refused: null });
    this.#local.settle(lastReachedAt);
  }

  #onRefused(code: string): void {
    this.#ledger.cut();
    if (this.#status.refused?.code !== code)
      this.#set({ refused: { code, at: this.#options.environment.now() } });
  }

  #set(change: Partial<ReplicaStatus>): void {
    if (this.#isClosed && change.link === undefined) return;
    this.#status = { ...this.#status, ...change };
    if (this.#status.link !== 'open') this.#identity.leave(this.#local.doc);
    this.#tabs.look();
    for (const listener of this.#listeners) listener();
  }
}
