import type { WireLimits } from '../wire/limits.ts';
import type { Connection } from './connection.ts';
import { type BucketSize, TokenBucket } from './token-bucket.ts';

/** The bucket that all its connections share. */
class Account extends TokenBucket {
  connections = 0;
}

/**
 * What one account may take from the others over all its connections. It is remembered until its bucket is full
 * again, so that hanging up and coming back is no way around it.
 */
export class AccountMeter {
  readonly #limits: WireLimits;
  readonly #size: BucketSize;
  readonly #accounts = new Map<string, Account>();
  /** Accounts left in the map by their last connection; looked through when they have doubled. */
  #lookAt = 1_000;

  constructor(limits: WireLimits) {
    this.#limits = limits;
    this.#size = {
      burstBytes: limits.accountBurstBytes,
      bytesPerSecond: limits.accountBytesPerSecond,
      burstFrames: limits.accountBurstFrames,
      framesPerSecond: limits.accountFramesPerSecond,
    };
  }

  get size(): number {
    return this.#accounts.size;
  }

  /** False when the account has as many connections as it may. */
  enter(name: string, now: number): boolean {
    const account = this.#accounts.get(name) ?? new Account(this.#size, now);
    if (account.connections >= this.#limits.accountConnections) return false;
    account.connections++;
    this.#accounts.set(name, account);
    return true;
  }

  /** As `TokenBucket.take`, from a connection and its account. */
  takeFrom(
    { bucket, account }: Pick<Connection, 'bucket' | 'account'>,
    bytes: number,
    now: number,
    frames = 1,
  ): number {
    const own = bucket.take(bytes, now, frames);
    const its = account === undefined ? undefined : this.#accounts.get(account);
    return its === undefined ? own : Math.max(own, its.take(bytes, now, frames));
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

  #forget(name: string, account: Account, now: number): void {
    if (account.connections === 0 && account.isFull(now)) this.#accounts.delete(name);
  }
}
