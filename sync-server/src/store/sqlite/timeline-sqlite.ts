import { sql } from 'kysely';
import type { SqliteGate } from './sqlite-gate.ts';

/** Seqs that a new timeline leaves out: more than an old one can have told that this store does not know of. */
const seqsLeftOut = 1_000_000_000;

export interface Timeline {
  current(): string;
  /** Begins a new one, in one transaction with all that must not be taken for what the old one told. */
  renew(): void;
}

export function openTimeline(gate: SqliteGate): Timeline {
  const { build } = gate;
  gate.write(() =>
    gate.all(
      build
        .insertInto('meta')
        .values({ key: 'timeline', value: crypto.randomUUID() })
        .onConflict((conflict) => conflict.doNothing()),
    ),
  );
  let current = gate.read(build.selectFrom('meta').select('value').where('key', '=', 'timeline'))[0]!.value;
  return {
    current: () => current,
    renew() {
      const next = crypto.randomUUID();
      gate.write(() => {
        gate.all(build.updateTable('meta').set({ value: next }).where('key', '=', 'timeline'));
        // Only what the server writes has a writer id.
        gate.all(
          build
            .updateTable('document')
            .set({ epoch: sql`epoch + 1`, writer_id: null })
            .where('writer_id', 'is not', null),
        );
        const [catalog] = gate.all(
          build
            .updateTable('counter')
            .set({ value: sql`value + ${seqsLeftOut}` })
            .where('name', '=', 'catalog')
            .returning('value'),
        );
        // Readers of the catalog that know an older seq begin anew.
        const value = catalog!.value;
        gate.all(
          build
            .insertInto('counter')
            .values({ name: 'catalog-floor', value })
            .onConflict((conflict) => conflict.column('name').doUpdateSet({ value })),
        );
      });
      current = next;
    },
  };
}
