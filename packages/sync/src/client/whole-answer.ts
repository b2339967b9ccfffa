import * as Y from 'yjs';
import { encodeStepTwo } from '../wire/frames.ts';

/**
 * Answers the server's question without what waits here for something missing, such as what a relay brought before
 * its own base: a server that lost the base would refuse all of the answer. When it has come together it is answered
 * again: the server may lack it.
 */
export class WholeAnswer {
  readonly #doc: Y.Doc;
  readonly #send: (frame: Uint8Array) => void;
  /** What the server said that it has, while something waits. */
  #stateVector: Uint8Array | null = null;
  #waiting: Uint8Array | null = null;

  constructor(doc: Y.Doc, send: (frame: Uint8Array) => void) {
    this.#doc = doc;
    this.#send = send;
    doc.on('update', this.#onUpdate);
  }

  answer(stateVector: Uint8Array): void {
    this.#waiting = this.#whatWaits();
    this.#stateVector = this.#waiting && stateVector.slice();
    this.#send(encodeStepTwo(encodeWhole(this.#doc, stateVector)));
  }

  /** Another line: it will ask. */
  forget(): void {
    this.#stateVector = null;
  }

  close(): void {
    this.#doc.off('update', this.#onUpdate);
  }

  #whatWaits(): Uint8Array | null {
    const { pendingStructs, pendingDs } = this.#doc.store;
    return pendingStructs?.update ?? pendingDs;
  }

  readonly #onUpdate = (): void => {
    if (this.#stateVector !== null && this.#whatWaits() !== this.#waiting) this.answer(this.#stateVector);
  };
}

/** What `doc` has and `stateVector` does not name, without what waits, which Yjs adds. */
export function encodeWhole(doc: Y.Doc, stateVector: Uint8Array): Uint8Array {
  const { store } = doc;
  const { pendingStructs, pendingDs } = store;
  [store.pendingStructs, store.pendingDs] = [null, null];
  try {
    return Y.encodeStateAsUpdate(doc, stateVector);
  } finally {
    [store.pendingStructs, store.pendingDs] = [pendingStructs, pendingDs];
  }
}
