import { sql } from 'kysely';
import type { Query, SqlEngine, Work } from '../sql-engine.ts';
import type { SqliteGate } from './sqlite-gate.ts';

/** The tables' engine over the one writer gate: a whole transaction runs before anything else does. */
export function createSqliteEngine(gate: SqliteGate, now: () => number): SqlEngine {
  function run<T>(work: Work<T>): T {
    let step = work.next();
    while (!step.done) step = work.next(step.value.map((query) => gate.all(query)));
    return step.value;
  }
  return {
    build: gate.build,
    read: async (query) => gate.read(query),
    readTogether: async (...queries) => queries.map((query: Query) => gate.read(query)) as never,
    write: async (work) => gate.write(() => run(work())),
    get clock() {
      return sql<number>`${now()}`;
    },
    holdRows: sql``,
  };
}
