import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import { closeCodes } from '../wire/close-codes.ts';
import { decodeDurableMessage, durableSubprotocol, durableTypes } from '../wire/durable-messages.ts';
import type { WireLimits } from '../wire/limits.ts';
import { durableSocket } from './durable-socket.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';
import type { ReplicaStatus } from './replica-status.ts';

export interface LinkEnvironment {
  WebSocket: typeof WebSocket;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** 0 up to 1, exclusive. */
  random(): number;
}

/** What a link tells its replica. */
export interface LinkEvents {
  onLink(link: ReplicaStatus['link']): void;
  onSynced(isSynced: boolean): void;
  onOpened(): void;
  onSent(isStepTwo: boolean, edits: number): void;
  onAck(frames: number): void;
  /** Nothing more will be accepted on this connection; the work stays here. */
  onRefused(code: string): void;
  hold(): Promise<void> | null;
  edits(): number;
}

export interface LinkTarget {
  /** Where the sync endpoint is, such as `wss://komod.example/sync`; the document's name is appended. */
  url: string;
  document: string;
  params?: Record<string, string>;
}

const statusOfFinalClose = new Map<number, ReplicaStatus['link']>([
  [closeCodes.sessionGone, 'session-ended'],
  [closeCodes.forbidden, 'forbidden'],
  [closeCodes.otherTimeline, 'other-timeline'],
]);

/**
 * One y-websocket provider with durable acks. Coming back is decided here and not by the provider, whose
 * back-off has no jitter and cannot be cancelled.
 */
export class Link {
  readonly #provider: WebsocketProvider;
  readonly #environment: LinkEnvironment;
  readonly #limits: WireLimits;
  readonly #events: LinkEvents;
  #timer: unknown = null;
  #failures = 0;
  #isClosed = false;

  constructor(
    target: LinkTarget,
    doc: Y.Doc,
    awareness: Awareness,
    environment: LinkEnvironment,
    limits: WireLimits,
    events: LinkEvents,
  ) {
    this.#environment = environment;
    this.#limits = limits;
    this.#events = events;
    const provider = new WebsocketProvider(target.url, target.document, doc, {
      connect: false,
      disableBc: true,
      awareness,
      params: target.params ?? {},
      protocols: [durableSubprotocol],
      maxBackoffTime: 0,
      shouldReconnect: () => false,
      WebSocketPolyfill: durableSocket(environment.WebSocket, {
        frameMaxBytes: limits.frameMaxBytes,
        hold: events.hold,
        edits: events.edits,
        onSent: events.onSent,
        onTooLarge: () => events.onRefused('document.too-large'),
      }),
    });
    this.#provider = provider;
    for (const type of Object.values(durableTypes)) {
      provider.messageHandlers[type] = (_encoder, decoder) => this.#hear(decoder.arr);
    }
    provider.on('status', ({ status }) => {
      if (status !== 'connected') return;
      events.onOpened();
      events.onLink('open');
    });
    provider.on('sync', (isSynced) => {
      if (isSynced) this.#failures = 0;
      events.onSynced(isSynced);
    });
    provider.on('closed', (close) => this.#comeBack(close));
    // Without an event it was the provider's own watchdog: the line is silent.
    provider.on('connection-close', (event) => {
      if (event !== null || this.#isClosed) return;
      provider.shouldConnect = false;
      this.#comeBack({ code: 1006, reason: '' });
    });
  }

  /** Connects now instead of when the timer says so. */
  connect(): void {
    if (this.#isClosed || this.#provider.ws !== null) return;
    this.#environment.clearTimeout(this.#timer);
    this.#events.onLink('connecting');
    this.#provider.connect();
  }

  /** True for updates that come from the server over this link. */
  isOrigin(origin: unknown): boolean {
    return origin === this.#provider;
  }

  close(): void {
    this.#isClosed = true;
    this.#environment.clearTimeout(this.#timer);
    this.#provider.destroy();
  }

  #hear(bytes: Uint8Array): void {
    const message = decodeDurableMessage(bytes);
    if (message?.kind === 'ack') this.#events.onAck(message.frames);
    if (message?.kind === 'refusal') this.#events.onRefused(message.code);
  }

  #comeBack(close: { code: number; reason: string }): void {
    if (this.#isClosed) return;
    const delayMs = reconnectDelayMs(close, this.#failures++, this.#environment.random, this.#limits);
    if (delayMs === null) {
      const link = statusOfFinalClose.get(close.code) ?? 'refused';
      if (link === 'refused') this.#events.onRefused(close.reason || `close.${close.code}`);
      this.#events.onLink(link);
      return;
    }
    this.#events.onLink(
      close.code === closeCodes.tooFast || close.code === closeCodes.goingAway ? 'busy' : 'dropped',
    );
    this.#timer = this.#environment.setTimeout(() => this.connect(), delayMs);
  }
}
