import { encodeHello, encodeStanding } from '../wire/durable-messages.ts';
import { sealedWords } from '../wire/known-history.ts';
import type { Connection } from './connection.ts';

/** Where a document stands in the history that the store tells now. */
export interface Standing {
  epoch: number;
  headSeq: number;
}

export interface HistoryParts {
  log: { timeline(): string };
  /** The server's own mark on some words; the same for the same words. */
  seal(words: string): string;
}

/** Tells connections where their document stands, and hears from them when it once stood further. */
export class History {
  readonly #parts: HistoryParts;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
  }

  /** True when the connection proves that the store has lost what it had: an older copy was put in its place. */
  isBehind({ document, known }: Connection, { epoch, headSeq }: Standing): boolean {
    if (known?.timeline !== this.#parts.log.timeline() || known.epoch !== epoch || known.seen <= headSeq)
      return false;
    return known.seal === this.#parts.seal(sealedWords(document, known));
  }

  /** True when the connection knows another history of the document. */
  isOther({ known }: Connection, { epoch }: Standing): boolean {
    return known !== null && (known.timeline !== this.#parts.log.timeline() || known.epoch !== epoch);
  }

  greet(connection: Connection, standing: Standing): void {
    if (!connection.durable) return;
    connection.send(encodeHello(this.#parts.log.timeline(), standing.epoch, standing.headSeq));
    this.tell([connection], standing);
  }

  /** @param connections all of one document. */
  tell(connections: Iterable<Connection>, { epoch, headSeq }: Standing): void {
    let message: Uint8Array | null = null;
    for (const connection of connections) {
      if (!connection.followsHistory || !connection.isJoined) continue;
      message ??= encodeStanding(headSeq, this.#sealOf(connection.document, epoch, headSeq));
      connection.send(message);
    }
  }

  #sealOf(document: string, epoch: number, seen: number): string {
    return this.#parts.seal(sealedWords(document, { timeline: this.#parts.log.timeline(), epoch, seen }));
  }
}
