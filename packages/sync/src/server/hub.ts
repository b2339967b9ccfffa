import type * as Y from 'yjs';
import { closeCodes, type CloseCode, fencedReason, timelineReason } from '../wire/close-codes.ts';
import { decodeFrame, isDocumentFrame, keepAliveFrame } from '../wire/frames.ts';
import type { FrameRefusal } from '../wire/refusal-codes.ts';
import { retryAfterReason } from '../wire/retry-after.ts';
import { AccountMeter } from './account-meter.ts';
import { claimWriterId } from './claim-writer-id.ts';
import { compactRoom } from './compact-room.ts';
import { Connection, type ConnectRequest } from './connection.ts';
import type { HubOptions, HubStats } from './hub-options.ts';
import { type Fence, LeaseLost } from './fence.ts';
import { History } from './history.ts';
import { KeepAlive } from './keep-alive.ts';
import { loadRoom } from './load-room.ts';
import { renewTimeline } from './renew-timeline.ts';
import { Room } from './room.ts';
import type { EditOutcome, RoomEntry } from './room-entry.ts';
import { SleepKeeper } from './sleep-keeper.ts';
import { SummaryKeeper } from './summary-keeper.ts';
import type { CommitResult, PendingUpdate } from './update-log.ts';

const maxEditAttempts = 8;

export const createHub = (options: HubOptions): Hub => new Hub(options);

/** All open documents of one process, and the one commit they share per turn of the event loop. */
export class Hub {
  readonly #options: HubOptions;
  readonly #rooms = new Map<string, Room>();
  readonly #connections = new Map<string, Connection>();
  #dirty = new Set<Room>();
  #isScheduled = false;
  #isFlushing = false;
  #isDraining = false;
  #whenQuiet: (() => void)[] = [];
  readonly #history: History;
  readonly #keepAlive: KeepAlive;
  readonly #accounts: AccountMeter;
  #commits = 0;
  #committedUpdates = 0;
  #opened = 0;
  #frames = 0;
  readonly #summaries: SummaryKeeper;
  readonly #sleep: SleepKeeper;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#summaries = new SummaryKeeper(options, () => this.#tellQuiet());
    this.#history = new History(options);
    this.#keepAlive = new KeepAlive(this.#connections, options);
    this.#accounts = new AccountMeter(options.limits);
    this.#sleep = new SleepKeeper(options, (room) => this.#leaveMemory(room));
  }

  /**
   * Lets a connection in. Frames may be handed to `receive` at once; they wait until the document is open.
   * Resolves when it joined the room or was closed.
   */
  connect(request: ConnectRequest): Promise<void> {
    if (this.#isDraining) {
      request.close(closeCodes.goingAway, 'going-away');
      return Promise.resolve();
    }
    if (this.#connections.has(request.id)) throw new Error('a connection id is used twice');
    const { clock, limits, observer } = this.#options;
    const now = clock.now();
    if (request.account !== undefined && !this.#accounts.enter(request.account, now)) {
      request.close(closeCodes.tooFast, retryAfterReason(limits.tooManyRetrySeconds));
      return Promise.resolve();
    }
    const connection = new Connection(request, limits, now, this.#detach, this.#charge, observer);
    this.#connections.set(connection.id, connection);
    this.#keepAlive.begin(connection);
    this.#fenceOut(connection);
    return new Promise((done) => {
      const room = this.#enqueue(request.document, { type: 'join', connection, done });
      connection.isReadOnly = room.isServerWritten;
      room.connections.add(connection);
    });
  }

  /** A message of the socket. The bytes are copied. */
  receive(id: string, message: Uint8Array): void {
    const connection = this.#connections.get(id);
    if (!connection || connection.isEnding) return;
    const { limits, clock } = this.#options;
    const number = isDocumentFrame(message) ? ++connection.received : 0;
    if (number > 0) this.#frames++;
    const waitSeconds = this.#accounts.takeFrom(connection, message.length, clock.now());
    if (waitSeconds > 0) return this.#end(connection, closeCodes.tooFast, retryAfterReason(waitSeconds));
    if (message.length > limits.frameMaxBytes) {
      if (number > 0) return this.#refuse(connection, number, 'document.too-large');
      return this.#end(connection, closeCodes.tooLarge, 'document.too-large');
    }
    const bytes = new Uint8Array(message);
    const frame = decodeFrame(bytes);
    switch (frame.kind) {
      case 'ignored':
        return;
      case 'question':
        if (connection.isJoined) connection.send(keepAliveFrame);
        return;
      case 'malformed':
        if (number > 0) return this.#refuse(connection, number, 'document.malformed');
        return this.#end(connection, closeCodes.malformed, 'document.malformed');
      case 'step-one':
        this.#enqueue(connection.document, { type: 'answer', connection, stateVector: frame.payload });
        return;
      default:
        if (connection.isReadOnly) return this.#refuse(connection, number, 'document.read-only');
        this.#enqueue(connection.document, {
          type: 'update',
          connection,
          number,
          isStepTwo: frame.kind === 'step-two',
          frame: bytes,
          update: frame.payload,
        });
    }
  }

  /** The socket is gone. What it sent before is still committed. */
  disconnect(id: string): void {
    const connection = this.#connections.get(id);
    if (!connection) return;
    connection.isClosed = true;
    connection.isEnding = true;
    this.#detach(connection);
  }

  /** Ends a connection behind the frames it sent before. */
  end(id: string, code: CloseCode, reason: string): void {
    const connection = this.#connections.get(id);
    if (connection) this.#end(connection, code, reason);
  }

  /** Reads the document as committed, opening it for the moment if nobody has it open. The document must not leave `read`. */
  read<T>(document: string, read: (doc: Y.Doc) => T): Promise<T> {
    return new Promise((resolve, fail) => {
      this.#enqueue(document, { type: 'read', read: (doc) => resolve(read(doc)), fail });
    });
  }

  /**
   * Writes a server document. `change` runs again on a freshly loaded document when another writer was
   * faster, so it must not have effects of its own. Resolves once the edit is committed, or changed nothing.
   * @param fence of whoever may write only under a lease.
   * @throws {LeaseLost} when that fence is an old one.
   */
  async edit(document: string, change: (doc: Y.Doc) => void, fence?: Fence): Promise<void> {
    if (this.#options.access(document) !== 'server') throw new Error(`${document} is written by its owner`);
    for (let attempt = 0; attempt < maxEditAttempts; attempt++) {
      const outcome = await new Promise<EditOutcome>((done, fail) => {
        this.#enqueue(document, { type: 'edit', change, fence, done, fail });
      });
      if (outcome === 'lease-lost' && fence) throw new LeaseLost(fence);
      if (outcome !== 'conflict') return;
    }
    throw new Error(`${document} was written by somebody else ${maxEditAttempts} times in a row`);
  }

  /** True while somebody is connected to the document. */
  isOpen(document: string): boolean {
    return (this.#rooms.get(document)?.connections.size ?? 0) > 0;
  }

  /** Documents that somebody is connected to. */
  openDocuments(): string[] {
    return [...this.#rooms.keys()].filter((document) => this.isOpen(document));
  }

  /** Ends the connections a host picks: a session that ended, an owner who lost access. */
  closeOwner(
    isMeant: (connection: Pick<ConnectRequest, 'document' | 'params'>) => boolean,
    code: CloseCode,
    reason = '',
  ): void {
    for (const connection of this.#connections.values()) {
      if (isMeant(connection)) this.#end(connection, code, reason);
    }
  }

  /** Lets nobody in any more, commits what came in, and closes every connection with 4503. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    for (const connection of this.#connections.values()) {
      this.#end(connection, closeCodes.goingAway, 'going-away');
    }
    if (!this.#isQuiet()) await new Promise<void>((resolve) => this.#whenQuiet.push(resolve));
    this.#keepAlive.stop();
    this.#sleep.stop();
  }

  stats(): HubStats {
    let queued = 0;
    for (const room of this.#rooms.values()) queued += room.queue.length;
    return {
      connections: this.#connections.size,
      accounts: this.#accounts.size,
      documents: this.#rooms.size,
      awake: this.#sleep.awake,
      frames: this.#frames,
      queued,
      commits: this.#commits,
      committedUpdates: this.#committedUpdates,
      opened: this.#opened,
    };
  }

  readonly #charge = (connection: Connection, bytes: number): void => {
    this.#accounts.takeFrom(connection, bytes, this.#options.clock.now(), 0);
  };

  /** A device writes one document over one connection: what an older one still sends must not come behind the answer to the new one. */
  #fenceOut(newest: Connection): void {
    const { device } = newest.params;
    if (device === undefined) return;
    for (const connection of this.#rooms.get(newest.document)?.connections ?? [])
      if (connection.params.device === device) this.#end(connection, closeCodes.goingAway, fencedReason);
  }

  #refuse(connection: Connection, number: number, refusal: FrameRefusal): void {
    connection.isEnding = true;
    this.#enqueue(connection.document, { type: 'refuse', connection, number, refusal });
  }

  #end(connection: Connection, code: CloseCode, reason: string): void {
    if (connection.isEnding) return;
    connection.isEnding = true;
    this.#enqueue(connection.document, { type: 'close', connection, code, reason });
  }

  #enqueue(document: string, entry: RoomEntry): Room {
    let room = this.#rooms.get(document);
    if (!room) {
      room = new Room(document, this.#options, this.#history);
      this.#rooms.set(document, room);
    }
    room.queue.push(entry);
    this.#wake(room);
    return room;
  }

  #wake(room: Room): void {
    this.#dirty.add(room);
    if (this.#isScheduled || this.#isFlushing) return;
    this.#isScheduled = true;
    this.#options.schedule(this.#flush);
  }

  readonly #flush = (): void => {
    this.#isScheduled = false;
    this.#isFlushing = true;
    const rooms: Room[] = [];
    const batch: PendingUpdate[] = [];
    const dirty = this.#dirty;
    for (const room of dirty) if (!room.isLoading && room.isBehind) return void this.#renewTimeline();
    this.#dirty = new Set();
    for (const room of dirty) {
      if (room.isLoading) continue;
      if (!room.isReady) void this.#load(room);
      else if (room.waitsForWriterId) void this.#claimWriterId(room);
      else {
        rooms.push(room);
        this.#guard(room, () => room.take(batch));
      }
    }
    if (batch.length === 0) this.#settle(rooms, []);
    else void this.#commit(rooms, batch);
  };

  /** Nobody is answered until the new timeline is on disk; then everybody must say anew what they have. */
  async #renewTimeline(): Promise<void> {
    const isRenewed = await renewTimeline(this.#rooms, this.#options, (connection) =>
      this.#end(connection, closeCodes.otherTimeline, timelineReason),
    );
    this.#settle([], []);
    if (isRenewed) this.#options.onTimelineRenewed?.();
  }

  async #commit(rooms: readonly Room[], batch: readonly PendingUpdate[]): Promise<void> {
    const { clock, log, logger, observer } = this.#options;
    const startedAt = clock.now();
    let results: readonly CommitResult[];
    try {
      results = await log.commit(batch);
    } catch (error) {
      logger.error({ err: error, updates: batch.length }, 'a commit failed, its rooms are closed');
      for (const room of rooms) room.fail(error, 'not-kept');
      this.#settle(rooms, []);
      return;
    }
    this.#commits++;
    this.#committedUpdates += batch.length;
    observer?.committed(batch.length, clock.now() - startedAt);
    this.#settle(rooms, results);
  }

  #settle(rooms: readonly Room[], results: readonly CommitResult[]): void {
    const grown: string[] = [];
    const now = this.#options.clock.now();
    for (const room of rooms) {
      room.touchedAt = now;
      this.#guard(room, () => {
        if (room.settle(results)) grown.push(room.document);
      });
      if (room.queue.length > 0) this.#dirty.add(room);
      else this.#rest(room);
    }
    this.#isFlushing = false;
    if (grown.length > 0) this.#options.onCommitted?.(grown);
    const [next] = this.#dirty;
    if (next) this.#wake(next);
    else this.#tellQuiet();
  }

  /** Nothing waits in the room: fold its log, or let it go. */
  #rest(room: Room): void {
    const { log, limits, logger } = this.#options;
    if (room.isIdle) this.#forget(room);
    else if (room.mustOpen) this.#dirty.add(room);
    else if (room.opened && room.opened.updateCount >= limits.compactAfterUpdates && !room.isCompacting) {
      this.#summaries.keep(room.document, room.opened);
      void compactRoom(room, log, logger);
    }
  }

  /** A bug in one room ends that room; the others and the common commit go on. */
  #guard(room: Room, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.logger.error({ err: error, document: room.document }, 'a room failed');
      room.fail(error, 'failed');
    }
  }

  #forget(room: Room): void {
    if (this.#rooms.get(room.document) === room) this.#rooms.delete(room.document);
    this.#dirty.delete(room);
    this.#sleep.forget(room);
    this.#leaveMemory(room);
  }

  #leaveMemory(room: Room): void {
    if (room.opened) this.#summaries.keep(room.document, room.opened);
    room.sleep();
  }

  async #load(room: Room): Promise<void> {
    room.isLoading = true;
    try {
      await loadRoom(room, this.#options, () => this.#opened++);
      room.isLoading = false;
      this.#sleep.watch(room);
      this.#wake(room);
    } catch (error) {
      this.#abandon(room, error);
    }
  }

  async #claimWriterId(room: Room): Promise<void> {
    try {
      await claimWriterId(room, this.#options.log);
      this.#wake(room);
    } catch (error) {
      this.#abandon(room, error);
    }
  }

  /** The document could not be read: never answer as if it were empty. */
  #abandon(room: Room, error: unknown): void {
    this.#options.logger.error({ err: error, document: room.document }, 'a document could not be opened');
    room.isLoading = false;
    room.fail(error, 'unavailable');
    this.#forget(room);
    if (this.#isQuiet()) this.#tellQuiet();
  }

  readonly #detach = (connection: Connection): void => {
    const { account } = connection;
    if (this.#connections.delete(connection.id) && account !== undefined)
      this.#accounts.leave(account, this.#options.clock.now());
    const room = this.#rooms.get(connection.document);
    room?.connections.delete(connection);
    if (room?.isIdle) this.#forget(room);
  };

  #isQuiet(): boolean {
    return (
      this.#connections.size === 0 && this.#rooms.size === 0 && !this.#isFlushing && this.#summaries.isQuiet
    );
  }

  #tellQuiet(): void {
    if (!this.#isQuiet()) return;
    for (const resolve of this.#whenQuiet.splice(0)) resolve();
  }
}
