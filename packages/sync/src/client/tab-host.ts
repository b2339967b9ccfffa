import * as Y from 'yjs';
import { encodeAck, encodeHello, encodeStanding } from '../wire/durable-messages.ts';
import { decodeFrame, encodeStepOne, encodeStepTwo, encodeUpdate, keepAliveFrame } from '../wire/frames.ts';
import { isSameHistory, type KnownHistory } from '../wire/known-history.ts';
import type { TabMessage, TabParts } from './tab-channel.ts';

interface Line {
  /** Messages heard. */
  count: number;
  /** Document frames among them. */
  frames: number;
  /** Its step 2 has come: there is no gap from here on. */
  isWhole: boolean;
}

/**
 * The leader's end of the lines: to the other tabs it is what the server is to it. What they write is its own work
 * from then on, and it acknowledges that only when the server has acknowledged all it has.
 */
export class TabHost {
  readonly #parts: TabParts;
  readonly #say: (message: TabMessage) => void;
  readonly #lines = new Map<number, Line>();
  #doc: Y.Doc;
  /** Frames said so far. */
  #count = 0;
  #wasReady = false;
  #wasSafe = false;

  /** @param say posts a word of the leader. */
  constructor(parts: TabParts, say: (message: TabMessage) => void) {
    this.#parts = parts;
    this.#say = say;
    this.#doc = parts.doc();
    this.#doc.on('update', this.#relay);
    this.tell();
  }

  /** Whose turn it is, and whether it is in step with the server. */
  tell(): void {
    this.#say({ ready: this.#wasReady });
  }

  /** The document is another one from now on. */
  take(doc: Y.Doc): void {
    this.close();
    this.#doc = doc;
    doc.on('update', this.#relay);
  }

  /** The status is another one. */
  look(): void {
    const isReady = this.#parts.isSynced();
    const isSafe = isReady && this.#parts.unacked() === null;
    const wasSafe = this.#wasSafe;
    this.#wasSafe = isSafe;
    if (isReady !== this.#wasReady) {
      this.#wasReady = isReady;
      if (!isReady) this.#endAll();
      this.tell();
    }
    if (isSafe && !wasSafe) for (const [id, line] of this.#lines) this.#acknowledge(id, line);
  }

  /** The server has told how far its document is. */
  stand(): void {
    const history = this.#parts.history();
    if (history) this.#send(encodeStanding(history.seen, history.seal));
  }

  hear({ line: id, count, frame, tags = [], history, generation, end, prod }: TabMessage): void {
    if (prod) this.#parts.retryNow();
    if (id === undefined) return this.tell();
    if (end) return void this.#lines.delete(id);
    if (history !== undefined) return this.#open(id, history, generation === this.#parts.generation());
    const line = this.#lines.get(id);
    if (!line || !frame) return;
    if (++line.count === count) this.#read(id, line, frame, tags);
    else this.#end(id, 'gone');
  }

  close(): void {
    this.#endAll();
    this.#doc.off('update', this.#relay);
  }

  readonly #relay = (update: Uint8Array): void => this.#send(encodeUpdate(update));

  #open(id: number, history: KnownHistory | null, isOfThisDocument: boolean): void {
    const mine = this.#parts.history();
    if (!this.#wasReady || !mine) return this.tell();
    const isSame = history === null || isSameHistory(history, mine);
    const isAhead = this.#parts.readOnly && history !== null && history.seen > mine.seen;
    // Who is right only the server knows.
    if (!isOfThisDocument || !isSame || isAhead) return this.#end(id, 'alone');
    this.#lines.set(id, { count: 0, frames: 0, isWhole: false });
    this.#say({ line: id, count: this.#count });
    this.#send(encodeHello(mine.timeline, mine.epoch, mine.seen), id);
    this.#send(encodeStanding(mine.seen, mine.seal), id);
    if (!this.#parts.readOnly) this.#send(encodeStepOne(Y.encodeStateVector(this.#doc)), id);
  }

  #read(id: number, line: Line, bytes: Uint8Array, tags: readonly string[]): void {
    const frame = decodeFrame(bytes);
    if (frame.kind === 'question') this.#send(keepAliveFrame, id);
    else if (frame.kind === 'step-one') this.#answer(id, frame.payload);
    else if (frame.kind === 'step-two' || frame.kind === 'update') {
      line.frames++;
      // What comes before its step 2 has gaps, and is in it.
      line.isWhole ||= frame.kind === 'step-two';
      if (line.isWhole) this.#parts.take(frame.payload, tags);
      if (this.#wasSafe) this.#acknowledge(id, line);
    }
  }

  #answer(id: number, stateVector: Uint8Array): void {
    const doc = this.#doc;
    const isAhead = [...Y.decodeStateVector(stateVector)].some(
      ([client, clock]) => clock > Y.getState(doc.store, client),
    );
    if (this.#parts.readOnly && isAhead) this.#end(id, 'alone');
    else this.#send(encodeStepTwo(Y.encodeStateAsUpdate(doc, stateVector)), id, true);
  }

  #acknowledge(id: number, { isWhole, frames }: Line): void {
    if (isWhole) this.#send(encodeAck(frames), id);
  }

  /** To one line, or to all. */
  #send(frame: Uint8Array, line?: number, whole = false): void {
    if (this.#lines.size === 0) return;
    this.#say({ line, count: ++this.#count, frame, whole, mark: this.#parts.unacked() });
  }

  #end(line: number, end: 'gone' | 'alone'): void {
    this.#lines.delete(line);
    this.#say({ line, end });
  }

  #endAll(): void {
    for (const id of this.#lines.keys()) this.#end(id, 'gone');
  }
}
