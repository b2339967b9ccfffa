import { type Kysely, sql } from 'kysely';
import type { Tables } from './schema.ts';
import { ask, type Work } from './sql-engine.ts';

/**
 * Takes the next `count` numbers of a counter and gives the first. The counter's row is held until the transaction
 * ends, so the order of the numbers is the order of the commits, whoever else writes.
 */
export function* takeSeqs(build: Kysely<Tables>, name: 'catalog' | 'shelf', count: number): Work<number> {
  const [counter] = yield* ask(
    build
      .updateTable('counter')
      .set({ value: sql`value + ${count}` })
      .where('name', '=', name)
      .returning('value'),
  );
  return counter!.value - count + 1;
}
