import { within, type Surroundings } from './simulated-globals.ts';
import { drainMicrotasks } from 'bun:jsc';
import { seededRandom, type SeededRandom } from '@komod/testkit/seeded-random';
import { EventQueue } from './event-queue.ts';

interface Timer {
  isCleared: boolean;
}

/** Simulated time, and the one queue of everything that happens in it. */
export class World {
  readonly random: SeededRandom;
  readonly events = new EventQueue();
  /** What went wrong that no code may let happen. */
  readonly faults: string[] = [];
  /** Milliseconds UTC. */
  now = 1_700_000_000_000;
  readonly #startedAt = this.now;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  /** Milliseconds since the simulation began. */
  get elapsed(): number {
    return this.now - this.#startedAt;
  }

  /** Runs `run` after `ms`, outside of every process. */
  later(ms: number, run: () => void): void {
    this.events.push({ at: this.now + Math.max(0, ms), tie: this.random.next(), run });
  }

  /** Lets everything happen that is due until `elapsed` ms since the beginning. */
  runUntil(elapsed: number): void {
    const end = this.#startedAt + elapsed;
    for (let event = this.events.next; event && event.at <= end; event = this.events.next) {
      this.events.pop();
      this.now = event.at;
      event.run();
      if (this.faults.length > 0) return;
    }
    this.now = end;
  }
}

/**
 * A program that can die at any moment: a tab, or the server. What it does to the world outside goes through `acts`,
 * so that death can be put before any of it. What it would have done afterwards never happens.
 */
export class Process implements Surroundings {
  readonly name: string;
  readonly world: World;
  isAlive = true;
  indexedDB: Pick<IDBFactory, 'open'> = {
    open: () => {
      throw new Error(`${this.name} has no disk`);
    },
  };
  /** Wrong by so many ms. */
  skewMs = 0;
  readonly #whenDead: (() => void)[] = [];
  /** What waits while the page is frozen. */
  #frozen: (() => void)[] | null = null;
  #isFreezing = false;
  /** Transactions under way: a page that keeps others from its disk is not frozen. */
  transactions = 0;
  #actsLeft = Infinity;

  constructor(world: World, name: string) {
    this.world = world;
    this.name = name;
  }

  now = (): number => Math.floor(this.world.now + this.skewMs);

  random = (): number => this.world.random.next();

  setTimeout = (run: () => void, ms: number): Timer => {
    const timer = { isCleared: false };
    this.later(ms, () => {
      if (!timer.isCleared) run();
    });
    return timer;
  };

  clearTimeout = (timer: unknown): void => {
    if (timer) (timer as Timer).isCleared = true;
  };

  setInterval = (run: () => void, ms: number): Timer => {
    const timer = { isCleared: false };
    const tick = () => {
      if (timer.isCleared) return;
      run();
      this.later(ms, tick);
    };
    this.later(ms, tick);
    return timer;
  };

  /** Runs `run` inside of this process after `ms`, with all that it sets going and that needs no time. */
  later(ms: number, run: () => void): void {
    this.world.later(ms, () => this.run(run));
  }

  run(work: () => void): void {
    if (!this.isAlive) return;
    if (this.#frozen) return void this.#frozen.push(work);
    within(this, () => {
      try {
        work();
      } catch (error) {
        if (this.isAlive) this.world.faults.push(`${this.name} threw ${(error as Error).stack}`);
      }
      drainMicrotasks();
    });
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.later(ms, resolve));
  }

  /** Nothing happens in it any more until it is thawed: then all that would have. */
  freeze(): void {
    this.#isFreezing = true;
    this.#freezeOnceIdle();
  }

  #freezeOnceIdle(): void {
    if (!this.#isFreezing || this.#frozen) return;
    if (this.transactions === 0) this.#frozen = [];
    else this.world.later(1, () => this.#freezeOnceIdle());
  }

  thaw(): void {
    this.#isFreezing = false;
    const waiting = this.#frozen ?? [];
    this.#frozen = null;
    for (const work of waiting) this.run(work);
  }

  /** Called before anything that the world outside can see. False when it must not happen: the process is dead. */
  acts(): boolean {
    if (this.isAlive && --this.#actsLeft < 0) this.kill();
    return this.isAlive;
  }

  /** Dies before it has acted `acts` times more. */
  dieAfter(acts: number): void {
    this.#actsLeft = acts;
  }

  kill(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    for (const run of this.#whenDead) run();
  }

  whenDead(run: () => void): void {
    this.#whenDead.push(run);
  }
}
