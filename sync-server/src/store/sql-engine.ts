import type { Compilable, Kysely, RawBuilder } from 'kysely';
import type { Tables } from './schema.ts';

/** A question kysely built; an engine compiles and asks it. */
export type Query<Row = unknown> = Compilable<Row>;
type RowsOf<Queries extends readonly Query[]> = {
  [Index in keyof Queries]: Queries[Index] extends Query<infer Row> ? Row[] : never;
};

/**
 * What happens inside a transaction, written once for both engines: each step asks queries and is handed their rows.
 * SQLite answers at once, so that nothing comes between two steps; PostgreSQL sends the queries of a step together.
 * May run more than once (a deadlock is solved by running one side again), so it has no effects of its own.
 */
export type Work<T> = Generator<readonly Query[], T, readonly (readonly unknown[])[]>;

export function* ask<Row>(query: Query<Row>): Work<Row[]> {
  const [rows] = yield [query];
  return rows as Row[];
}

/** In one step, and one round trip. */
export function* askAll<Row>(queries: readonly Query<Row>[]): Work<Row[][]> {
  return queries.length === 0 ? [] : ((yield queries) as Row[][]);
}

/** A database the tables can stand on. */
export interface SqlEngine {
  /** Builds queries, runs none. */
  readonly build: Kysely<Tables>;
  /** Rows as of the last commit. */
  read<Row>(query: Query<Row>): Promise<Row[]>;
  /** Several answers as of the same commit. */
  readTogether<Queries extends readonly Query[]>(...queries: Queries): Promise<RowsOf<Queries>>;
  /** One transaction, committed and fsynced when this resolves; nothing of it is kept when it throws. */
  write<T>(work: () => Work<T>): Promise<T>;
  /** Server ms UTC by the one clock that everybody who writes into this database shares. */
  readonly clock: RawBuilder<number>;
  /** Behind a query inside `write`: its rows stay as they are until the transaction ends. */
  readonly holdRows: RawBuilder<unknown>;
}
