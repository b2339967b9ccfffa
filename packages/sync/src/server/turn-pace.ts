import type { HubClock } from './hub-ports.ts';

export interface TurnPaceParts {
  clock: Pick<HubClock, 'now' | 'setTimeout'>;
  /** Runs at the end of the current turn of the event loop: `setImmediate`. */
  soon(run: () => void): unknown;
  /** Between the beginnings of two turns. */
  turnMs: number;
}

/**
 * When the next turn begins: at once for a frame that comes alone, for one close behind another a little later. An
 * fsync costs as much for one frame as for fifty, so under load a few milliseconds spare most of the processor.
 */
export class TurnPace {
  readonly #parts: TurnPaceParts;
  #lastAt = -Infinity;

  constructor(parts: TurnPaceParts) {
    this.#parts = parts;
  }

  readonly schedule = (turn: () => void): void => {
    const { clock, soon, turnMs } = this.#parts;
    const run = (): void => {
      this.#lastAt = clock.now();
      turn();
    };
    const waitMs = this.#lastAt + turnMs - clock.now();
    if (waitMs > 0) clock.setTimeout(run, waitMs);
    else soon(run);
  };
}
