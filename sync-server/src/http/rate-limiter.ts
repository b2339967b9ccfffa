export interface RateRule {
  /** Seconds. */
  window: number;
  max: number;
}

const sweepAbove = 100_000;

/** Counts per key in fixed windows, in this process. */
export class RateLimiter {
  readonly #now: () => number;
  readonly #windows = new Map<string, { count: number; endsAt: number }>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @returns seconds to wait, or `null` when the request may pass. */
  take(key: string, rule: RateRule, amount = 1): number | null {
    const now = this.#now();
    let window = this.#windows.get(key);
    // A window that ends later than it could was begun before the clock was set back.
    if (!window || window.endsAt <= now || window.endsAt > now + rule.window * 1000) {
      if (this.#windows.size >= sweepAbove) this.#sweep(now);
      window = { count: 0, endsAt: now + rule.window * 1000 };
      this.#windows.set(key, window);
    }
    if (window.count + amount > rule.max) return Math.max(1, Math.ceil((window.endsAt - now) / 1000));
    window.count += amount;
    return null;
  }

  /** Forgets what ran out; a flood of addresses pushes out the oldest. */
  #sweep(now: number): void {
    for (const [key, { endsAt }] of this.#windows) if (endsAt <= now) this.#windows.delete(key);
    for (const key of this.#windows.keys()) {
      if (this.#windows.size < sweepAbove) break;
      this.#windows.delete(key);
    }
  }
}
