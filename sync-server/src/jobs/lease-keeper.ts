import type { Fence } from '@komod/sync/server/fence';
import type { HubClock } from '@komod/sync/server/hub-ports';
import type { Logger } from 'pino';
import type { LeaseStore } from '../store/lease-store.ts';

/** The lease as those know it who write under it. */
export interface Lease {
  /** What to write under; `null` while another server has it. Take it before reading what is written for. */
  current(): Fence | null;
  /** Call with the fence of a write that ended with `LeaseLost`; `current` is another one afterwards. */
  lost(fence: Fence): void;
}

export interface LeaseKeeperParts {
  store: LeaseStore;
  lease: string;
  /** Nobody else's name. */
  holder: string;
  ttlMs: number;
  /** This process holds the whole database: whoever had the lease is dead. Counts for the start alone. */
  alone: boolean;
  clock: HubClock;
  logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** The lease is held, for the first time or again. */
  onHeld(): void;
}

/** Asked again, and renewed, so many times before the lease would be over. */
const looksPerTtl = 3;

/** Keeps a lease for this process: takes it, renews it, and tries to get it back when it was lost. */
export class LeaseKeeper implements Lease {
  readonly #parts: LeaseKeeperParts;
  #fence: Fence | null = null;
  #newest = 0;
  #losses = 0;
  #timer: unknown = null;
  /** At most one question is under way: two answers could overtake each other. */
  #look: Promise<void> | null = null;
  #isTold = false;
  #isStopped = false;

  constructor(parts: LeaseKeeperParts) {
    this.#parts = parts;
  }

  /** Resolves when it is held, or another's. @throws when the store cannot say. */
  async start(): Promise<void> {
    await this.#acquire(this.#parts.alone);
    this.#plan(this.#parts.ttlMs / looksPerTtl);
  }

  current(): Fence | null {
    return this.#fence;
  }

  lost(fence: Fence): void {
    if (this.#fence?.number !== fence.number) return;
    this.#fence = null;
    this.#losses += 1;
    this.#parts.logger.warn(fence, 'the lease is lost: what was decided under it is dropped');
    // A look under way asks for it anyway.
    if (!this.#look) this.#plan(0);
  }

  /** For figures; `fence` is the newest this process held, 0 when it never did. */
  standing(): { isHeld: boolean; fence: number; losses: number } {
    return { isHeld: this.#fence !== null, fence: this.#newest, losses: this.#losses };
  }

  /** Hands the lease back, so that nobody need wait until it is over. Call when nothing is written under it any more. */
  async stop(): Promise<void> {
    const { store, clock, logger } = this.#parts;
    this.#isStopped = true;
    clock.clearTimeout(this.#timer);
    await this.#look;
    const fence = this.#fence;
    this.#fence = null;
    if (fence)
      await store
        .releaseLease(fence)
        .catch((err: unknown) => logger.error({ err }, 'the lease could not be handed back'));
  }

  #plan(delayMs: number): void {
    const { clock, ttlMs, logger } = this.#parts;
    if (this.#isStopped) return;
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => {
      this.#look = this.#renew()
        // What it guards is judged where it is written: until it is known to be lost it counts as held.
        .catch((err: unknown) => logger.error({ err }, 'the lease could not be asked for'))
        .then(() => {
          this.#look = null;
          this.#plan(ttlMs / looksPerTtl);
        });
    }, delayMs);
  }

  async #renew(): Promise<void> {
    const { store, ttlMs } = this.#parts;
    const fence = this.#fence;
    const isRenewed = fence !== null && (await store.renewLease(fence, ttlMs));
    if (isRenewed && this.#fence === fence) return;
    if (fence) this.lost(fence);
    await this.#acquire(false);
  }

  async #acquire(alone: boolean): Promise<void> {
    const { store, lease, holder, ttlMs, logger, onHeld } = this.#parts;
    const answer = await store.acquireLease(lease, { holder, ttlMs, alone });
    if (answer.status === 'taken') {
      if (!this.#isTold)
        logger.info({ holder: answer.holder, until: answer.until }, 'another server has the lease');
      this.#isTold = true;
      return;
    }
    this.#isTold = false;
    this.#fence = answer.fence;
    this.#newest = answer.fence.number;
    if (!this.#isStopped) onHeld();
  }
}
