// oxlint-disable no-underscore-dangle -- y-websocket names the class it dials with this way

import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import { closeCodes, fencedReason } from '../wire/close-codes.ts';
import { decodeDurableMessage, durableSubprotocol, durableTypes } from '../wire/durable-messages.ts';
import { decodeFrame, messageTypes, questionFrame } from '../wire/frames.ts';
import type { KnownHistory } from '../wire/known-history.ts';
import type { WireLimits } from '../wire/limits.ts';
import { durableSocket, type SentFrame } from './durable-socket.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';
import type { ReplicaStatus } from './replica-status.ts';
import { WholeAnswer } from './whole-answer.ts';

export interface LinkEnvironment {
  WebSocket: typeof WebSocket;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  /** 0 up to 1, exclusive. */
  random(): number;
}

/** Closes after which the link does not come back by itself. */
export type LinkEnd = 'session-ended' | 'forbidden' | 'other-timeline' | 'refused';

/** What a link tells its replica. */
export interface LinkEvents {
  onLink(link: ReplicaStatus['link']): void;
  onEnd(end: LinkEnd): void;
  /** The newest that is known of the server's history. */
  onHistory(known: KnownHistory): void;
  /** Another connection of this device has taken its place. */
  onFenced(): void;
  onSynced(isSynced: boolean): void;
  onOpened(): void;
  onSent(sent: SentFrame): void;
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
  /** Nothing of the document is ever sent. */
  readOnly: boolean;
  /** What to connect over; asked at each attempt. */
  socket(): typeof WebSocket;
  /** Asked at each attempt. */
  params(): Record<string, string>;
}

const endOfClose = new Map<number, LinkEnd>([
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
  readonly #params: () => Record<string, string>;
  readonly #socket: () => typeof WebSocket;
  readonly #answer: WholeAnswer;
  #hello: Pick<KnownHistory, 'timeline' | 'epoch'> | null = null;
  #timer: unknown = null;
  #patience: unknown = null;
  /** How often a line of this link has said something. */
  #words = 0;
  #failures = 0;
  #isClosed = false;

  constructor(
    target: LinkTarget,
    doc: Y.Doc,
    environment: LinkEnvironment,
    limits: WireLimits,
    events: LinkEvents,
  ) {
    this.#environment = environment;
    this.#limits = limits;
    this.#events = events;
    this.#params = target.params;
    this.#socket = () =>
      durableSocket(target.socket(), {
        frameMaxBytes: limits.frameMaxBytes,
        readOnly: target.readOnly,
        hold: events.hold,
        edits: events.edits,
        onSent: events.onSent,
        onTooLarge: () => events.onRefused('document.too-large'),
      });
    // y-websocket wants one; destroyed, it keeps no timer and says nothing.
    const awareness = new Awareness(doc);
    awareness.destroy();
    const provider = new WebsocketProvider(target.url, target.document, doc, {
      connect: false,
      disableBc: true,
      awareness,
      protocols: [durableSubprotocol],
      maxBackoffTime: 0,
      shouldReconnect: () => false,
    });
    this.#provider = provider;
    this.#answer = new WholeAnswer(doc, (frame) => this.#send(frame));
    const readSync = provider.messageHandlers[messageTypes.sync];
    provider.messageHandlers[messageTypes.sync] = (...message) => {
      const frame = decodeFrame(message[1].arr);
      if (frame.kind === 'step-one') this.#answer.answer(frame.payload);
      else readSync?.(...message);
    };
    for (const type of Object.values(durableTypes)) {
      provider.messageHandlers[type] = (_encoder, decoder) => this.#hear(decoder.arr);
    }
    for (const type of [...Object.values(messageTypes), ...Object.values(durableTypes)]) {
      const handle = provider.messageHandlers[type];
      provider.messageHandlers[type] = (...message) => {
        this.#words++;
        handle?.(...message);
      };
    }
    provider.on('status', ({ status }) => {
      if (status !== 'connected') return;
      this.#words++;
      this.#answer.forget();
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

  /**
   * Connects now instead of when the timer says so. A line that seems to be there is asked whether it is, and given
   * up for a new one when it does not answer.
   */
  connect(): void {
    if (this.#isClosed) return;
    const { ws } = this.#provider;
    if (ws === null) return this.#dial();
    const waiting = ws.bufferedAmount;
    this.#send(questionFrame);
    this.#expectWord(this.#limits.answerMs, () => {
      // The question may stand behind a long frame that is still leaving.
      if (ws.bufferedAmount < waiting) return this.#watch();
      this.redial();
    });
  }

  /** Connects anew, over what there is now. */
  redial(): void {
    if (this.#isClosed) return;
    this.#hangUp();
    this.#dial();
  }

  /** True for updates that come from the server over this link. */
  isOrigin(origin: unknown): boolean {
    return origin === this.#provider;
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of [this.#timer, this.#patience]) this.#environment.clearTimeout(timer);
    this.#answer.close();
    this.#hangUp();
    this.#provider.destroy();
  }

  #send(frame: Uint8Array): void {
    const { ws } = this.#provider;
    if (ws?.readyState === ws?.OPEN) ws?.send(frame as Uint8Array<ArrayBuffer>);
  }

  #dial(): void {
    this.#environment.clearTimeout(this.#timer);
    this.#events.onLink('connecting');
    this.#provider.params = this.#params();
    this.#provider._WS = this.#socket();
    this.#provider.connect();
    // A network that swallows everything keeps a browser waiting for minutes.
    this.#expectWord(this.#limits.connectMs, () => this.#hangUp());
  }

  /** y-websocket does so by the clock of the device, which somebody may set back. */
  #watch(): void {
    this.#expectWord(this.#limits.silenceMs, () => this.#hangUp());
  }

  /** Calls `giveUp` unless the line there is now says something in time. */
  #expectWord(withinMs: number, giveUp: () => void): void {
    const { ws } = this.#provider;
    const words = this.#words;
    this.#environment.clearTimeout(this.#patience);
    this.#patience = this.#environment.setTimeout(() => {
      if (ws === null || this.#provider.ws !== ws) return;
      if (this.#words === words) giveUp();
      else this.#watch();
    }, withinMs);
  }

  #hangUp(): void {
    // It takes leave under the document's client id, which may be another one by now.
    const { awareness, doc } = this.#provider;
    awareness.meta.set(doc.clientID, { clock: 0, lastUpdated: 0 });
    this.#provider.disconnect();
  }

  #hear(bytes: Uint8Array): void {
    const message = decodeDurableMessage(bytes);
    if (message?.kind === 'ack') this.#events.onAck(message.frames);
    if (message?.kind === 'refusal') this.#events.onRefused(message.code);
    if (message?.kind === 'hello') this.#hello = message;
    if (message?.kind === 'standing' && this.#hello) {
      const { timeline, epoch } = this.#hello;
      this.#events.onHistory({ timeline, epoch, seen: message.headSeq, seal: message.seal });
    }
  }

  #comeBack(close: { code: number; reason: string }): void {
    if (this.#isClosed) return;
    const delayMs = reconnectDelayMs(close, this.#failures++, this.#environment.random, this.#limits);
    if (delayMs === null) {
      const end = endOfClose.get(close.code) ?? 'refused';
      if (end === 'refused') this.#events.onRefused(close.reason || `close.${close.code}`);
      this.#events.onEnd(end);
      return;
    }
    if (close.reason === fencedReason) this.#events.onFenced();
    this.#events.onLink(
      close.code === closeCodes.tooFast || close.code === closeCodes.goingAway ? 'busy' : 'dropped',
    );
    this.#timer = this.#environment.setTimeout(() => this.connect(), delayMs);
  }
}
