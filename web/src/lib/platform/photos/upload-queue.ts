import type { PhotoRecord } from './photo-database.ts';
import type { PhotoProgress } from './photo-progress.ts';
import type { PhotoStore } from './photo-store.ts';
import { PhotoTransfer, type TransferOutcome } from './photo-transfer.ts';
import { browserUploads, type UploadEnvironment } from './upload-environment.ts';
import { UploadTurn } from './upload-turn.ts';

const atOnce = 2;
const firstWaitMs = 1000;
const longestWaitMs = 60_000;
/** Wrong bytes on the way are tried again; wrong bytes on this device would fail for ever. */
const newBeginningsMax = 3;

interface Entry {
  record: PhotoRecord;
  progress: PhotoProgress;
  attempts: number;
  beginnings: number;
  /** Not before this time of the environment's clock. */
  notBefore: number;
}

/** What tabs tell each other: how a photo fares, or that the store holds more than before. */
type News = { kind: 'progress'; id: string; progress: PhotoProgress } | { kind: 'added' };

export interface UploadQueueOptions {
  /** The user id under whose session the photos go up. */
  owner: string;
  store: PhotoStore;
  environment?: UploadEnvironment;
}

/**
 * Brings every photo of one owner to the server, oldest first, over restarts, cuts and several tabs: only one
 * tab sends, the others show what it says. Knows progress before `start` too, so a guest may have one.
 */
export class UploadQueue {
  readonly #owner: string;
  readonly #store: PhotoStore;
  readonly #environment: UploadEnvironment;
  readonly #channel: ReturnType<UploadEnvironment['openChannel']>;
  readonly #entries = new Map<string, Entry>();
  readonly #active = new Map<string, PhotoTransfer>();
  readonly #listeners = new Set<(id: string, progress: PhotoProgress) => void>();
  #turn: UploadTurn | null = null;
  #isSending = false;
  #isClosed = false;
  #needsSession = false;
  #wake: unknown = null;

  private constructor({ owner, store, environment = browserUploads() }: UploadQueueOptions) {
    this.#owner = owner;
    this.#store = store;
    this.#environment = environment;
    this.#channel = environment.openChannel(`komod-photos-${owner}`);
    this.#channel.addEventListener('message', (event) => void this.#hear((event as MessageEvent<News>).data));
  }

  static async open(options: UploadQueueOptions): Promise<UploadQueue> {
    const queue = new UploadQueue(options);
    await queue.#readStore();
    return queue;
  }

  /** `null`: this device knows nothing of the photo. */
  progressOf(id: string): PhotoProgress | null {
    return this.#entries.get(id)?.progress ?? null;
  }

  /** Photos whose bytes are on this device only. */
  get unsentCount(): number {
    const isUnsent = ({ progress }: Entry) => progress.state === 'local' || progress.state === 'sending';
    return [...this.#entries.values()].filter(isUnsent).length;
  }

  /** True after the server asked for a session; `start` or `kick` tries again. */
  get needsSession(): boolean {
    return this.#needsSession;
  }

  /** Called for every photo whose progress changes. Returns the end of it. */
  subscribe(listener: (id: string, progress: PhotoProgress) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Lets photos leave; call once there is a session. */
  start(): void {
    this.#needsSession = false;
    this.#turn ??= new UploadTurn({
      environment: this.#environment,
      name: `komod-uploads-${this.#owner}`,
      isWanted: () => this.unsentCount > 0 && this.#environment.isOnline(),
      onTurn: () => void this.#beginSending(),
      onLost: () => this.#stopSending(),
    });
    this.kick();
  }

  /** Call after photos were put into the store. */
  async refresh(): Promise<void> {
    await this.#readStore();
    this.#tell({ kind: 'added' });
    this.#pump();
  }

  /** Tries everything that waits, now: when the network or the person comes back, or by a button. */
  kick(): void {
    this.#needsSession = false;
    for (const entry of this.#entries.values()) {
      entry.notBefore = 0;
      entry.attempts = 0;
    }
    this.#pump();
  }

  /** Forgets a photo that was removed from the store. */
  forget(id: string): void {
    this.#active.get(id)?.abort();
    this.#entries.delete(id);
  }

  close(): void {
    this.#isClosed = true;
    this.#turn?.close();
    this.#stopSending();
    this.#channel.close();
    this.#listeners.clear();
  }

  async #beginSending(): Promise<void> {
    // The tab that sent before may have got further than this one knows. A store that does not answer now is asked
    // again with each photo.
    await this.#readStore().catch(() => undefined);
    if (this.#isClosed || !this.#turn?.isMine) return;
    this.#isSending = true;
    this.#pump();
  }

  #stopSending(): void {
    this.#isSending = false;
    this.#environment.clearTimeout(this.#wake);
    for (const transfer of this.#active.values()) transfer.abort();
  }

  async #readStore(): Promise<void> {
    const [records, held] = await Promise.all([this.#store.records(this.#owner), this.#store.heldIds()]);
    for (const record of records) {
      if (this.#active.has(record.id)) continue;
      const progress = progressOf(record, held.has(record.id));
      const known = this.#entries.get(record.id);
      const before = known?.progress.state;
      if (known) Object.assign(known, { record, progress });
      else this.#entries.set(record.id, { record, progress, attempts: 0, beginnings: 0, notBefore: 0 });
      if (before !== progress.state) this.#notify(record.id, progress);
    }
  }

  #pump(): void {
    this.#turn?.look();
    if (!this.#isSending || this.#needsSession || !this.#environment.isOnline()) return;
    this.#environment.clearTimeout(this.#wake);
    const now = this.#environment.now();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const entry of this.#entries.values()) {
      if (this.#active.size >= atOnce) return;
      if (entry.record.state !== 'local' || entry.progress.state === 'gone') continue;
      if (this.#active.has(entry.record.id)) continue;
      if (entry.notBefore > now) wakeAt = Math.min(wakeAt, entry.notBefore);
      else void this.#send(entry);
    }
    if (wakeAt < Number.POSITIVE_INFINITY) {
      this.#wake = this.#environment.setTimeout(() => this.#pump(), Math.max(0, wakeAt - now));
    }
  }

  async #send(entry: Entry): Promise<void> {
    const { id } = entry.record;
    const transfer = new PhotoTransfer(this.#environment);
    this.#active.set(id, transfer);
    try {
      const master = await this.#store.getMaster(id);
      if (master === null) return this.#show(entry, { state: 'gone' });
      transfer.start(entry.record, master, {
        onProgress: (sent, total) => this.#show(entry, { state: 'sending', sent, total }),
        onUploadUrl: (uploadUrl) => void this.#keep(entry, { uploadUrl }),
      });
      await this.#conclude(entry, await transfer.outcome);
    } catch {
      // The store would not answer; like a lost link, this is a matter of time.
      this.#postpone(entry, null);
    } finally {
      this.#active.delete(id);
      this.#pump();
    }
  }

  async #conclude(entry: Entry, outcome: TransferOutcome): Promise<void> {
    switch (outcome.kind) {
      case 'uploaded':
        await this.#keep(entry, { state: 'uploaded', uploadUrl: undefined });
        return this.#show(entry, { state: 'uploaded' });
      case 'refused':
        return this.#refuse(entry, outcome.code);
      case 'begin-again':
        entry.beginnings += 1;
        if (entry.beginnings >= newBeginningsMax) return this.#refuse(entry, outcome.code);
        await this.#keep(entry, { uploadUrl: undefined });
        return this.#postpone(entry, null);
      case 'session-needed':
        this.#needsSession = true;
        return this.#show(entry, { state: 'local' });
      case 'later':
        return this.#postpone(entry, outcome.afterMs);
      case 'aborted':
        return undefined;
    }
  }

  async #refuse(entry: Entry, code: string): Promise<void> {
    await this.#keep(entry, { state: 'refused', code, uploadUrl: undefined });
    this.#show(entry, { state: 'refused', code });
  }

  #postpone(entry: Entry, afterMs: number | null): void {
    const longest = Math.min(longestWaitMs, firstWaitMs * 2 ** entry.attempts);
    entry.attempts += 1;
    // Half to whole of the wait, so that many phones behind one mast do not come back in step.
    const wait = afterMs ?? longest * (0.5 + this.#environment.random() / 2);
    entry.notBefore = this.#environment.now() + wait;
    this.#show(entry, { state: 'local' });
  }

  async #keep(entry: Entry, change: Partial<PhotoRecord>): Promise<void> {
    entry.record = { ...entry.record, ...change };
    await this.#store.update(this.#owner, entry.record.id, change);
  }

  #show(entry: Entry, progress: PhotoProgress): void {
    if (this.#entries.get(entry.record.id) !== entry) return;
    if (progress.state === 'sending') entry.attempts = 0;
    entry.progress = progress;
    this.#notify(entry.record.id, progress);
    this.#tell({ kind: 'progress', id: entry.record.id, progress });
  }

  #notify(id: string, progress: PhotoProgress): void {
    for (const listener of this.#listeners) listener(id, progress);
  }

  #tell(news: News): void {
    if (this.#isClosed) return;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of this origin anyway
    this.#channel.postMessage(news);
  }

  async #hear(news: News): Promise<void> {
    if (news.kind === 'added') {
      await this.#readStore();
      return this.#pump();
    }
    const { id, progress } = news;
    const entry = this.#entries.get(id);
    if (this.#isSending || !entry) return;
    entry.progress = progress;
    if (progress.state === 'uploaded' || progress.state === 'refused') {
      entry.record = { ...entry.record, state: progress.state };
    }
    this.#notify(id, progress);
  }
}

function progressOf(record: PhotoRecord, isHeld: boolean): PhotoProgress {
  if (record.state === 'refused') return { state: 'refused', code: record.code ?? 'unknown' };
  if (record.state === 'local' && !isHeld) return { state: 'gone' };
  return { state: record.state };
}
