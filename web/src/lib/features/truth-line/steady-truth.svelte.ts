import type { TruthLine, TruthRow } from '@komod/domain/truth-line';

/** A state shows at least this long, and a state that says "sending" only if it lasts this long. */
const shownAtLeastMs = 1000;
const passing: ReadonlySet<TruthRow> = new Set(['9c']);

/** Shows truth lines so that they can be read: not flickering, the newest always wins in the end. */
export class SteadyTruth {
  shown = $state.raw<TruthLine>() as TruthLine;
  #since = Date.now();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(first: TruthLine) {
    this.shown = first;
  }

  next(line: TruthLine): void {
    clearTimeout(this.#timer);
    if (line.row === this.shown.row) {
      this.shown = line;
      return;
    }
    const shownForMs = Date.now() - this.#since;
    const waitMs = passing.has(line.row) ? shownAtLeastMs : Math.max(0, shownAtLeastMs - shownForMs);
    if (waitMs === 0) this.#show(line);
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
