import { sql } from 'kysely';
import { ask, askAll, type SqlEngine } from './sql-engine.ts';

/** Seqs that a new timeline leaves out: more than an old one can have told that this store does not know of. */
const seqsLeftOut = 1_000_000_000;

export interface Timeline {
  current(): string;
  /** Begins a new one, in one transaction with all that must not be taken for what the old one told. */
  renew(): Promise<void>;
}

export async function openTimeline({ build, read, write }: SqlEngine): Promise<Timeline> {
  const made = build
    .insertInto('meta')
    .values({ key: 'timeline', value: crypto.randomUUID() })
    .onConflict((conflict) => conflict.doNothing());
  await write(() => askAll([made]));
  const [row] = await read(build.selectFrom('meta').select('value').where('key', '=', 'timeline'));
  let current = row!.value;
  return {
    current: () => current,
    async renew() {
      const next = crypto.randomUUID();
      await write(function* () {
        yield* ask(build.updateTable('meta').set({ value: next }).where('key', '=', 'timeline'));
        // Only what the server writes has a writer id.
        yield* ask(
          build
            .updateTable('document')
            .set({ epoch: sql`epoch + 1`, writer_id: null })
            .where('writer_id', 'is not', null),
        );
        const [catalog] = yield* ask(
          build
            .updateTable('counter')
            .set({ value: sql`value + ${seqsLeftOut}` })
            .where('name', '=', 'catalog')
            .returning('value'),
        );
        // Readers of the catalog that know an older seq begin anew.
        const { value } = catalog!;
        yield* ask(
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
