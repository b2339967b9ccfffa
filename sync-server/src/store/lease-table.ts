import { type Fence, LeaseLost } from '@komod/sync/server/fence';
import { sql } from 'kysely';
import type { LeaseStore } from './lease-store.ts';
import { ask, askAll, type SqlEngine, type Work } from './sql-engine.ts';

/**
 * Inside the transaction of a write that needs the lease: nobody else gets it until that has ended.
 * @throws {LeaseLost} when somebody else has it, or had it since.
 */
export function* holdFence({ build, holdRows }: SqlEngine, fence: Fence): Work<void> {
  const held = build
    .selectFrom('lease')
    .select('fence')
    .where('name', '=', fence.lease)
    .where('fence', '=', fence.number)
    .modifyEnd(holdRows);
  if ((yield* ask(held)).length === 0) throw new LeaseLost(fence);
}

export function createLeaseTable(engine: SqlEngine): LeaseStore {
  const { build } = engine;
  const held = ({ lease, number }: Fence) =>
    build.updateTable('lease').where('name', '=', lease).where('fence', '=', number);
  return {
    acquireLease(lease, { holder, ttlMs, alone }) {
      return engine.write(function* () {
        const taken = build
          .insertInto('lease')
          .values({ name: lease, holder, fence: 1, expires_at: sql`${engine.clock} + ${ttlMs}` })
          .onConflict((conflict) => {
            const takeover = conflict.column('name').doUpdateSet(({ ref }) => ({
              holder,
              fence: sql`lease.fence + 1`,
              expires_at: ref('excluded.expires_at'),
            }));
            if (alone) return takeover;
            return takeover.where(({ eb, or }) =>
              or([eb('lease.expires_at', '<=', engine.clock), eb('lease.holder', '=', holder)]),
            );
          })
          .returning('fence as number');
        const [fence] = yield* ask(taken);
        if (fence) return { status: 'held', fence: { lease, ...fence } };
        const standing = build.selectFrom('lease').select(['holder', 'expires_at as until']);
        const [other] = yield* ask(standing.where('name', '=', lease));
        return { status: 'taken', ...other! };
      });
    },

    async renewLease(fence, ttlMs) {
      const renewed = held(fence)
        .set({ expires_at: sql`${engine.clock} + ${ttlMs}` })
        .where('expires_at', '>', engine.clock)
        .returning('name');
      return (await engine.write(() => ask(renewed))).length > 0;
    },

    async releaseLease(fence) {
      await engine.write(() => askAll([held(fence).set({ expires_at: 0 })]));
    },
  };
}
