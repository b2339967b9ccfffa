import type { Fence } from '@komod/sync/server/fence';

export type LeaseAnswer =
  | { status: 'held'; fence: Fence }
  /** @param until ms UTC by the clock of the database. */
  | { status: 'taken'; holder: string; until: number };

/**
 * What only one server may do at a time. Times are the database's own: the clocks of two servers never agree. A lease
 * that is over goes on being held until somebody takes it, so each write that needs one brings its fence along and is
 * judged in its own transaction.
 */
export interface LeaseStore {
  /**
   * Takes the lease, under a greater fence than any before, when nobody has it; or from whoever has it, when `alone`:
   * who holds the whole database knows that its predecessor is dead. The holder itself may take it again.
   */
  acquireLease(lease: string, claim: { holder: string; ttlMs: number; alone: boolean }): Promise<LeaseAnswer>;
  /** From now on for `ttlMs`. False when it is over, or another's. */
  renewLease(fence: Fence, ttlMs: number): Promise<boolean>;
  /** It is over at once. Nothing happens when it is another's. */
  releaseLease(fence: Fence): Promise<void>;
}
