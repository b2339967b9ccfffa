import type { WireLimits } from '../wire/limits.ts';

export type BucketSize = Pick<
  WireLimits,
  'burstBytes' | 'bytesPerSecond' | 'burstFrames' | 'framesPerSecond'
>;

/** What one connection or one account may still send: a burst, refilled by the second. */
export class TokenBucket {
  readonly #size: BucketSize;
  #bytes: number;
  #frames: number;
  #refilledAt: number;

  constructor(size: BucketSize, now: number) {
    this.#size = size;
    this.#bytes = size.burstBytes;
    this.#frames = size.burstFrames;
    this.#refilledAt = now;
  }

  /** Takes a frame, or what it cost beside; 0 when it fits, else the whole seconds after which it would. */
  take(bytes: number, now: number, frames = 1): number {
    this.#refill(now);
    this.#bytes -= bytes;
    this.#frames -= frames;
    if (this.#bytes >= 0 && this.#frames >= 0) return 0;
    const { bytesPerSecond, framesPerSecond } = this.#size;
    const wait = Math.max(-this.#bytes / bytesPerSecond, -this.#frames / framesPerSecond);
    return Math.max(1, Math.ceil(wait));
  }

  /** Nothing of what was taken is still owed. */
  isFull(now: number): boolean {
    this.#refill(now);
    return this.#bytes === this.#size.burstBytes && this.#frames === this.#size.burstFrames;
  }

  #refill(now: number): void {
    const { burstBytes, bytesPerSecond, burstFrames, framesPerSecond } = this.#size;
    const seconds = Math.max(0, now - this.#refilledAt) / 1000;
    this.#refilledAt = now;
    this.#bytes = Math.min(burstBytes, this.#bytes + seconds * bytesPerSecond);
    this.#frames = Math.min(burstFrames, this.#frames + seconds * framesPerSecond);
  }
}
