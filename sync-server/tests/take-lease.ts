import type { Fence } from '@komod/sync/server/fence';
import type { LeaseStore } from '../src/store/lease-store.ts';

/** From whoever has it, as somebody else does who holds the whole database. */
export async function takeLease(store: LeaseStore, lease = 'projector'): Promise<Fence> {
  const answer = await store.acquireLease(lease, { holder: 'a test', ttlMs: 60_000, alone: true });
  if (answer.status !== 'held') throw new Error(`${lease} is held by ${answer.holder}`);
  return answer.fence;
}
