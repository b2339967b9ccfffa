import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
} from 'kysely';
import { DatabaseError, type Pool, type PoolClient, type QueryConfig } from 'pg';
import type { Tables } from '../schema.ts';
import type { Query, SqlEngine, Work } from '../sql-engine.ts';

/**
 * `serialization_failure`, `deadlock_detected`, and `unique_violation`, which meets whoever inserts a row in the same
 * moment as another: nothing was kept, and the same again goes through.
 */
const retriedCodes = new Set(['40001', '40P01', '23505']);
const attemptsMax = 8;

export interface PostgresEngine extends SqlEngine {
  /**
   * `run` sends its own `begin` and `commit`, so that they travel with other queries: what is sent without waiting
   * goes out in one round trip. Rolled back when it throws, and run again when another was in its way.
   */
  transact<T>(run: (client: PoolClient) => Promise<T>): Promise<T>;
}

/** Sends the query at once, whatever was sent before it. */
export async function send<Row extends object>(client: PoolClient, query: QueryConfig): Promise<Row[]> {
  return (await client.query<Row>(query)).rows;
}

async function sendQuery(client: PoolClient, query: Query): Promise<unknown[]> {
  const { sql: text, parameters } = query.compile();
  return send(client, { text, values: [...parameters] });
}

async function runWork<T>(client: PoolClient, work: Work<T>): Promise<T> {
  const begun = client.query('begin');
  let step = work.next();
  while (!step.done) {
    const [, ...answers] = await Promise.all([begun, ...step.value.map((query) => sendQuery(client, query))]);
    step = work.next(answers);
  }
  await Promise.all([begun, client.query('commit')]);
  return step.value;
}

export function createPostgresEngine(pool: Pool): PostgresEngine {
  async function attempt<T>(run: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let isUsable = true;
    // The queries under way fail by themselves; nobody else listens while it is taken.
    const broken = (): void => void (isUsable = false);
    client.on('error', broken);
    try {
      return await run(client);
    } catch (error) {
      // Behind everything that was sent; when even this fails the connection is gone, and its transaction with it.
      await client.query('rollback').catch(() => (isUsable = false));
      throw error;
    } finally {
      client.off('error', broken);
      client.release(!isUsable);
    }
  }

  async function transact<T>(run: (client: PoolClient) => Promise<T>): Promise<T> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await attempt(run);
      } catch (error) {
        const isRetried = error instanceof DatabaseError && retriedCodes.has(error.code ?? '');
        if (!isRetried || attempts === attemptsMax) throw error;
      }
    }
  }

  return {
    build: new Kysely<Tables>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
    }),

    async read(query) {
      const { sql: text, parameters } = query.compile();
      return (await pool.query({ text, values: [...parameters] })).rows as never;
    },

    readTogether: (...queries) =>
      attempt(async (client) => {
        const answers = await Promise.all([
          client.query('begin isolation level repeatable read read only'),
          ...queries.map((query: Query) => sendQuery(client, query)),
          client.query('commit'),
        ]);
        return answers.slice(1, -1) as never;
      }),

    write: (work) => transact((client) => runWork(client, work())),
    transact,
    clock: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
    holdRows: sql`for share`,
  };
}
