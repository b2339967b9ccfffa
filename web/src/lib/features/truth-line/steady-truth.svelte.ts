import type { TruthLine, TruthRow } from '@komod/domain/truth-line';

/** A state shows at least this long, and a state that says "sending" only if the sending lasts this long. */
const shownAtLeastMs = 1000;
const sending: ReadonlySet<TruthRow> = new Set(['6', '6b', '7c', '7e', '7g', '9c']);

/** Shows truth lines so that they can be read: not flickering, the newest always wins in the end. */
export class SteadyTruth {
  shown = $state.raw<TruthLine>() as TruthLine;
  #since = Date.now();
  #sendingSince: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(first: TruthLine) {
    this.shown = first;
  }

  next(line: TruthLine): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    // One photo after another is one sending.
    this.#sendingSince = sending.has(line.row) ? (this.#sendingSince ?? now) : null;
    if (line.row === this.shown.row) {
      this.shown = line;
      return;
    }
    const readableAt = this.#since + shownAtLeastMs;
    const isSendingOn = this.#sendingSince !== null && !sending.has(this.shown.row);
    const sendingAt = isSendingOn ? this.#sendingSince! + shownAtLeastMs : 0;
    const waitMs = Math.max(readableAt, sendingAt) - now;
    if (waitMs <= 0) this.#show(line);
    else this.#timer = setTimeout(() => this.#show(line), waitMs);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #show(line: TruthLine): void {
    this.shown = line;
    this.#since = Date.now();
  }
}
