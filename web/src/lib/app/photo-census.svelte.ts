/** Asked again after so long while something is missing; each time the double of it, up to the longest. */
const firstWaitMs = 4_000;
const longestWaitMs = 64_000;

export interface CensusParts {
  /** Which of these photos the server has of this person; `null` when it did not answer. */
  ask(ids: readonly string[]): Promise<readonly string[] | null>;
  /** These are on the server: keep that, it stays true. */
  onKnown(ids: readonly string[]): Promise<void>;
}

/**
 * Photos of the closet whose bytes never were on this device: another device made them. Whether the server has
 * them only the server knows, so it is asked, once for those it has.
 */
export class PhotoCensus {
  #absent = $state.raw<ReadonlySet<string>>(new Set());
  readonly #parts: CensusParts;
  readonly #wanted = new Set<string>();
  #isStarted = false;
  #isAsking = false;
  #waitMs = firstWaitMs;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: CensusParts) {
    this.#parts = parts;
  }

  /** `unknown` until the server answered. */
  placeOf(id: string): 'elsewhere' | 'unknown' {
    if (this.#absent.has(id)) return 'elsewhere';
    if (!this.#wanted.has(id)) {
      this.#wanted.add(id);
      // All that one screen wants goes in one question.
      if (this.#wanted.size === 1) queueMicrotask(() => void this.#ask());
    }
    return 'unknown';
  }

  /** Call once there is a session, and whenever the network comes back. */
  askNow(): void {
    this.#isStarted = true;
    this.#waitMs = firstWaitMs;
    void this.#ask();
  }

  close(): void {
    this.#isStarted = false;
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    const ids = [...new Set([...this.#wanted, ...this.#absent])];
    if (!this.#isStarted || this.#isAsking || ids.length === 0) return;
    clearTimeout(this.#timer);
    this.#isAsking = true;
    const known = await this.#parts.ask(ids).catch(() => null);
    if (known) {
      await this.#parts.onKnown(known);
      const has = new Set(known);
      for (const id of ids) this.#wanted.delete(id);
      this.#absent = new Set(ids.filter((id) => !has.has(id)));
    }
    this.#isAsking = false;
    if (!this.#isStarted || (this.#wanted.size === 0 && this.#absent.size === 0)) return;
    this.#timer = setTimeout(() => void this.#ask(), this.#waitMs);
    this.#waitMs = Math.min(longestWaitMs, this.#waitMs * 2);
  }
}
