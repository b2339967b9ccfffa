import { closeCodes, type CloseCode } from '../wire/close-codes.ts';
import { encodeAck, encodeRefusal } from '../wire/durable-messages.ts';
import { type KnownHistory, parseHistory } from '../wire/known-history.ts';
import type { WireLimits } from '../wire/limits.ts';
import { closeOfRefusal, type FrameRefusal } from '../wire/refusal-codes.ts';
import type { HubObserver } from './hub-ports.ts';
import { TokenBucket } from './token-bucket.ts';

/** One socket as the host of the hub sees it. */
export interface ConnectRequest {
  /** Our own id: the host's socket wrapper differs from event to event. */
  id: string;
  document: string;
  /** The client speaks `komod.durable.1`. */
  durable: boolean;
  /** Whose limits it counts for beside its own; none for nobody's. */
  account?: string;
  /**
   * Anything the host wants to find its connections by, such as the session; of the client's own params `device`
   * and those of `historyParams`.
   */
  params?: Readonly<Record<string, string>>;
  /** Bytes sent, -1 when queued, 0 when dropped (Bun's ServerWebSocket.send). */
  send(bytes: Uint8Array): number;
  close(code: CloseCode, reason: string): void;
}

/** Counters and limits of one socket. Everything it hears leaves through `send`. */
export class Connection {
  readonly id: string;
  readonly document: string;
  readonly durable: boolean;
  readonly account: string | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly bucket: TokenBucket;
  /** The history this client knows of the document. */
  readonly known: KnownHistory | null;
  /** Document frames received. */
  received = 0;
  /** Document frames settled without a gap before them: what an ack may name. */
  settled = 0;
  /** What it would write is refused. */
  isReadOnly = false;
  /** It gets relays. */
  isJoined = false;
  /** No further frame is read: the end already stands in the room's queue. */
  isEnding = false;
  /** No further entry of the queue is taken: the end was reached. */
  isCut = false;
  isClosed = false;
  /** Something it sent could not be taken together with the rest: each of its frames is judged alone. */
  isDoubted = false;
  awaitsStepTwo = false;
  hasGap = false;
  keepAliveAt = 0;
  readonly #request: ConnectRequest;
  readonly #onClosed: (connection: Connection) => void;
  readonly #onOwing: (connection: Connection, bytes: number) => void;
  readonly #observer: HubObserver | undefined;
  #acked = 0;

  constructor(
    request: ConnectRequest,
    limits: WireLimits,
    now: number,
    onClosed: (connection: Connection) => void,
    onOwing: (connection: Connection, bytes: number) => void,
    observer?: HubObserver,
  ) {
    this.id = request.id;
    this.document = request.document;
    this.durable = request.durable;
    this.account = request.account;
    this.params = request.params ?? {};
    this.known = parseHistory(this.params);
    this.bucket = new TokenBucket(limits, now);
    this.#request = request;
    this.#onClosed = onClosed;
    this.#onOwing = onOwing;
    this.#observer = observer;
  }

  /** It hears where the document stands. */
  get followsHistory(): boolean {
    return this.durable && this.params.timeline !== undefined;
  }

  send(bytes: Uint8Array): void {
    if (this.isClosed) return;
    // A dropped frame leaves the peer behind without its knowing: end the connection, it resyncs.
    if (this.#request.send(bytes) === 0) this.close(closeCodes.goingAway, 'too-slow');
  }

  /** What it sent, or asked for, cost so much beside the bytes of its frames. */
  owe(bytes: number): void {
    if (bytes > 0) this.#onOwing(this, bytes);
  }

  acknowledge(): void {
    if (!this.durable || this.settled <= this.#acked) return;
    this.#acked = this.settled;
    this.send(encodeAck(this.settled));
  }

  /** Names the refused frame to a durable client, then ends with the close a stock client understands. */
  refuse(frame: number, refusal: FrameRefusal): void {
    this.#observer?.refused(refusal);
    if (this.durable) this.send(encodeRefusal(frame, refusal));
    this.close(closeOfRefusal[refusal], refusal);
  }

  close(code: CloseCode, reason: string): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.isEnding = true;
    this.#request.close(code, reason);
    this.#onClosed(this);
  }
}
