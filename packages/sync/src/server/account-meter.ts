import type { WireLimits } from '../wire/limits.ts';
import { TokenBucket } from './token-bucket.ts';

interface Account {
  connections: number;
  bucket: TokenBucket;
}

/**
 * What one account may take from the others over all its connections. It is remembered until its bucket is full
 * again, so that hanging up and coming back is no way around it.
 */
export class AccountMeter {
  readonly #limits: WireLimits;
  readonly #accounts = new Map<string, Account>();
  /** Accounts left in the map by their last connection; looked through when they have doubled. */
  #lookAt = 1_000;

  constructor(limits: WireLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#accounts.size;
  }

  /** False when the account has as many connections as it may. */
  enter(name: string, now: number): boolean {
    const account = this.#accounts.get(name) ?? { connections: 0, bucket: this.#newBucket(now) };
    if (account.connections >= this.#limits.accountConnections) return false;
    account.connections++;
    this.#accounts.set(name, account);
    return true;
  }

  /** Takes one frame; 0 when it fits, else the whole seconds after which it would. */
  take(name: string, bytes: number, now: number): number {
    return this.#accounts.get(name)?.bucket.take(bytes, now) ?? 0;
  }

  leave(name: string, now: number): void {
    const account = this.#accounts.get(name);
    if (!account) return;
    account.connections--;
    this.#forget(name, account, now);
    if (this.#accounts.size < this.#lookAt) return;
    for (const [other, its] of this.#accounts) this.#forget(other, its, now);
    this.#lookAt = Math.max(1_000, this.#accounts.size * 2);
  }

  #forget(name: string, { connections, bucket }: Account, now: number): void {
    if (connections === 0 && bucket.isFull(now)) this.#accounts.delete(name);
  }

  #newBucket(now: number): TokenBucket {
    const { accountBurstBytes, accountBytesPerSecond, accountBurstFrames, accountFramesPerSecond } =
      this.#limits;
    return new TokenBucket(
      {
        burstBytes: accountBurstBytes,
        bytesPerSecond: accountBytesPerSecond,
        burstFrames: accountBurstFrames,
        framesPerSecond: accountFramesPerSecond,
      },
      now,
    );
  }
}
