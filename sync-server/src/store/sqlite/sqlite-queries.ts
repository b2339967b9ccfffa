import type { Database, SQLQueryBindings } from 'bun:sqlite';
import {
  type Compilable,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Tables } from '../schema.ts';

export type Rows<Row> = Compilable<Row> | CompiledQuery<Row>;

/** Builds queries, runs none. */
export const createSqliteBuilder = (): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });

/** At once, on this connection. */
export function runQuery<Row>(database: Database, query: Rows<Row>): Row[] {
  const compiled = 'compile' in query ? query.compile() : query;
  return database
    .query<Row, SQLQueryBindings[]>(compiled.sql)
    .all(...(compiled.parameters as SQLQueryBindings[]));
}
