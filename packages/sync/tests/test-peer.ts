import * as Y from 'yjs';
import type { Hub } from '../src/server/hub.ts';
import { decodeDurableMessage, type DurableMessage } from '../src/wire/durable-messages.ts';
import { decodeFrame, encodeStepOne, encodeStepTwo, encodeUpdate, type Frame } from '../src/wire/frames.ts';

let count = 0;

/** One client of a hub without a socket: hears frames as values, answers only when told to. */
export class TestPeer {
  readonly id = `peer-${++count}`;
  readonly doc: Y.Doc;
  readonly raw: Uint8Array[] = [];
  readonly frames: Frame[] = [];
  readonly durable: DurableMessage[] = [];
  /** Everything heard, in order, by its name. */
  readonly heard: string[] = [];
  closed: { code: number; reason: string } | null = null;
  sendResult: number | null = null;
  answersStepOne = true;
  readonly #hub: Hub;

  /** A peer that comes back brings its document. */
  constructor(hub: Hub, doc = new Y.Doc()) {
    this.#hub = hub;
    this.doc = doc;
  }

  connect(
    document: string,
    durable = true,
    params: Record<string, string> = {},
    account?: string,
  ): Promise<void> {
    return this.#hub.connect({
      id: this.id,
      document,
      durable,
      params,
      ...(account === undefined ? {} : { account }),
      send: (bytes) => {
        if (this.sendResult !== null) return this.sendResult;
        this.hear(bytes);
        return bytes.length;
      },
      close: (code, reason) => {
        this.closed = { code, reason };
        this.heard.push(`close ${code}`);
      },
    });
  }

  /** Sends every edit of `doc` from now on as an update frame, as y-websocket does. */
  follow(): void {
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.send(encodeUpdate(update));
    });
  }

  send(bytes: Uint8Array): void {
    this.#hub.receive(this.id, bytes);
  }

  sendStepOne(): void {
    this.send(encodeStepOne(Y.encodeStateVector(this.doc)));
  }

  disconnect(): void {
    this.#hub.disconnect(this.id);
  }

  /** The newest cumulative ack. */
  get acked(): number {
    return this.durable.reduce((most, message) => (message.kind === 'ack' ? message.frames : most), 0);
  }

  private hear(bytes: Uint8Array): void {
    this.raw.push(bytes);
    const message = decodeDurableMessage(bytes);
    if (message) {
      this.durable.push(message);
      this.heard.push(message.kind);
      return;
    }
    const frame = decodeFrame(bytes);
    this.frames.push(frame);
    this.heard.push(frame.kind);
    if (frame.kind === 'step-two' || frame.kind === 'update') Y.applyUpdate(this.doc, frame.payload, this);
    if (frame.kind === 'step-one' && this.answersStepOne) {
      this.send(encodeStepTwo(Y.encodeStateAsUpdate(this.doc, frame.payload)));
    }
  }
}
