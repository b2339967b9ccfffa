import type { WireLimits } from '../wire/limits.ts';
import type { HubClock } from './hub-ports.ts';
import type { Room } from './room.ts';

const lookMs = 1_000;

/**
 * Puts documents to sleep that nobody touches: their connections stay, and what is on disk answers for them. A large
 * one is kept for longer, as it takes longer to open again; all of them for less where they are many.
 */
export class SleepKeeper {
  readonly #awake = new Set<Room>();
  readonly #parts: { clock: HubClock; limits: WireLimits };
  readonly #fallAsleep: (room: Room) => void;
  #timer: unknown = null;

  constructor(parts: { clock: HubClock; limits: WireLimits }, fallAsleep: (room: Room) => void) {
    this.#parts = parts;
    this.#fallAsleep = fallAsleep;
  }

  /** The room's document, or its summary, came into memory. */
  watch(room: Room): void {
    this.#awake.add(room);
    this.#timer ??= this.#parts.clock.setTimeout(this.#look, lookMs);
  }

  forget(room: Room): void {
    this.#awake.delete(room);
  }

  /** Documents and summaries in memory. */
  get awake(): number {
    return this.#awake.size;
  }

  stop(): void {
    this.#parts.clock.clearTimeout(this.#timer);
    this.#timer = null;
  }

  readonly #look = (): void => {
    this.#timer = null;
    const { clock, limits } = this.#parts;
    const now = clock.now();
    const share = Math.min(1, limits.awakeDocuments / this.#awake.size);
    for (const room of this.#awake) {
      if (!room.maySleep || now < room.touchedAt + share * this.#awakeMs(room)) continue;
      this.#awake.delete(room);
      this.#fallAsleep(room);
    }
    if (this.#awake.size > 0) this.#timer = clock.setTimeout(this.#look, lookMs);
  };

  #awakeMs({ opened }: Room): number {
    const { awakeMs, awakeMsPerKib } = this.#parts.limits;
    return awakeMs + ((opened?.bytes ?? 0) / 1024) * awakeMsPerKib;
  }
}
