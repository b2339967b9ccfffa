import type { Process, World } from './world.ts';

export type Direction = 'up' | 'down';
/** `stalled`: what is sent waits until the line goes on. `lost`: it never arrives, and nobody is told. */
type Passage = 'open' | 'stalled' | 'lost';

/** One connection of a tab with the server. In order, and each frame once or never, as TCP carries them. */
export class Line {
  readonly client: Process;
  readonly world: World;
  server: Process | null = null;
  latencyMs: number;
  readonly #passage: Record<Direction, Passage> = { up: 'open', down: 'open' };
  readonly #waiting: Record<Direction, (() => void)[]> = { up: [], down: [] };
  /** Both ends have forgotten it. */
  isOver = false;
  /** The server's end tells the client's that it is gone. */
  reset: () => void = () => {};
  /** The client's end tells the server's. */
  hangUp: () => void = () => {};

  constructor(client: Process, latencyMs: number) {
    this.client = client;
    this.world = client.world;
    this.latencyMs = latencyMs;
  }

  get isWhole(): boolean {
    return this.#passage.up === 'open' && this.#passage.down === 'open';
  }

  carry(direction: Direction, arrive: () => void): void {
    if (this.#passage[direction] === 'lost') return;
    this.#waiting[direction].push(arrive);
    this.#deliverLater(direction);
  }

  stall(direction: Direction): void {
    if (this.#passage[direction] === 'open') this.#passage[direction] = 'stalled';
  }

  lose(direction: Direction): void {
    this.#passage[direction] = 'lost';
    this.#waiting[direction] = [];
  }

  /** Both ends are told that it is gone. */
  cut(): void {
    this.reset();
    this.hangUp();
  }

  /** Where one direction was lost the other is by now as well. */
  heal(): void {
    this.latencyMs = Math.min(this.latencyMs, 30);
    this.resume();
    if (!this.isWhole) for (const direction of ['up', 'down'] as const) this.lose(direction);
  }

  /** What waited arrives now, late; what was lost stays lost. */
  resume(): void {
    for (const direction of ['up', 'down'] as const) {
      if (this.#passage[direction] !== 'stalled') continue;
      this.#passage[direction] = 'open';
      this.#waiting[direction].forEach(() => this.#deliverLater(direction));
    }
  }

  /** One frame more arrives after a while: the oldest that waits then. */
  #deliverLater(direction: Direction): void {
    const { world, latencyMs } = this;
    world.later(latencyMs * (0.5 + world.random.next()), () => {
      if (this.#passage[direction] === 'open') this.#waiting[direction].shift()?.();
    });
  }
}
