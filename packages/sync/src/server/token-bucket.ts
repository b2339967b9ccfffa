import type { WireLimits } from '../wire/limits.ts';

/** What one connection may still send: a burst, refilled by the second. */
export class TokenBucket {
  readonly #limits: WireLimits;
  #bytes: number;
  #frames: number;
  #refilledAt: number;

  constructor(limits: WireLimits, now: number) {
    this.#limits = limits;
    this.#bytes = limits.burstBytes;
    this.#frames = limits.burstFrames;
    this.#refilledAt = now;
  }

  /** Takes one frame; 0 when it fits, else the whole seconds after which it would. */
  take(bytes: number, now: number): number {
    const limits = this.#limits;
    const seconds = Math.max(0, now - this.#refilledAt) / 1000;
    this.#refilledAt = now;
    this.#bytes = Math.min(limits.burstBytes, this.#bytes + seconds * limits.bytesPerSecond) - bytes;
    this.#frames = Math.min(limits.burstFrames, this.#frames + seconds * limits.framesPerSecond) - 1;
    if (this.#bytes >= 0 && this.#frames >= 0) return 0;
    const wait = Math.max(-this.#bytes / limits.bytesPerSecond, -this.#frames / limits.framesPerSecond);
    return Math.max(1, Math.ceil(wait));
  }
}
