import { Database } from 'bun:sqlite';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';
import { openPostgresStore } from '../src/store/postgres/postgres-store.ts';
import { postgresValues } from '../src/store/postgres/postgres-columns.ts';
import { identityFile } from '../src/store/sqlite/identity-sqlite.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import type { Store } from '../src/store/store.ts';

/** A database of the engine these tests run on. */
export interface TestDatabase {
  readonly engine: 'SQLite' | 'PostgreSQL';
  /** What a server is told of it, beside its data folder. */
  readonly env: Record<string, string>;
  open(options?: { now?: () => number }): Promise<Store>;
  /** Looks into it, past the store. */
  sql<Row extends object>(text: string): Promise<Row[]>;
  /** The same in Better Auth's tables. */
  identitySql<Row extends object>(text: string): Promise<Row[]>;
  /** From now on this step fails on this table (`account` is Better Auth's). Gives what mends it. */
  breakTable(table: string, step: string): Promise<() => Promise<void>>;
}

const parkedAttempts = 8;

function askSqlite<Row extends object>(path: string, text: string): Row[] {
  using database = new Database(path);
  return database.query<Row, []>(text).all();
}

function sqliteIn(dataDir: string): TestDatabase {
  const main = join(dataDir, 'komod.sqlite');
  const identity = identityFile(dataDir);
  return {
    engine: 'SQLite',
    env: {},
    open: (options = {}) => openSqliteStore(dataDir, { parkedAttempts, ...options }),
    sql: async (text) => askSqlite(main, text),
    identitySql: async (text) => askSqlite(identity, text),
    async breakTable(table, step) {
      const path = table === 'account' ? identity : main;
      const fails = `select raise(${table === 'account' ? 'rollback' : 'abort'}, 'full')`;
      askSqlite(path, `create trigger broken before ${step} on ${table} begin ${fails}; end`);
      return async () => void askSqlite(path, 'drop trigger broken');
    },
  };
}

async function askPostgres<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url, types: postgresValues });
  await client.connect();
  try {
    // Of several statements the last one's.
    return [await client.query<Row>(text)].flat().at(-1)!.rows;
  } finally {
    await client.end();
  }
}

/** The database at this address. */
export function postgresAt(url: string): TestDatabase {
  return {
    engine: 'PostgreSQL',
    env: { DATABASE_URL: url },
    open: (options = {}) => openPostgresStore(url, { parkedAttempts, onError: () => {}, ...options }),
    sql: (text) => askPostgres(url, text),
    identitySql: async (text) => askPostgres(url, `set search_path to identity; ${text}`),
    async breakTable(table, step) {
      const path = `set search_path to identity, public`;
      await askPostgres(
        url,
        `${path}; create function fail() returns trigger language plpgsql as $$ begin raise 'full'; end $$;
         create trigger broken before ${step} on ${table} for each row execute function fail()`,
      );
      return async () => void (await askPostgres(url, `${path}; drop function fail cascade`));
    },
  };
}

/** On PostgreSQL where the project of the tests provides one, else on SQLite in `dataDir`. */
export async function makeTestDatabase(dataDir: string): Promise<TestDatabase> {
  const cluster = inject('postgresUrl');
  if (cluster === undefined) return sqliteIn(dataDir);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  // They go with their cluster: to drop each would take longer than most tests.
  await askPostgres(cluster, `create database ${name}`);
  return postgresAt(cluster.replace('/postgres?', `/${name}?`));
}

const tableLists = {
  SQLite: `select name from sqlite_master where type = 'table' order by name`,
  PostgreSQL: `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
};

/** Every row of every table but these, byte for byte. */
export async function dumpTables(
  { sql, engine }: Pick<TestDatabase, 'sql' | 'engine'>,
  leftOut: readonly string[] = [],
): Promise<unknown> {
  const tables = await sql<{ name: string }>(tableLists[engine]);
  const dumps = await Promise.all(
    tables
      .filter(({ name }) => !leftOut.includes(name))
      .map(async ({ name }) => {
        const rows = await sql(`select * from "${name}"`);
        return [name, rows.map((row) => Bun.inspect(row)).toSorted()];
      }),
  );
  return Object.fromEntries(dumps);
}

export interface TestStore extends Pick<TestDatabase, 'sql' | 'engine'> {
  readonly store: Store;
  /** As after a restart. */
  reopen(): Promise<Store>;
  close(): Promise<void>;
}

/** A store of its own, open. */
export async function openTestStore(options: { now?: () => number } = {}): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'komod-store-'));
  const database = await makeTestDatabase(folder);
  let store = await database.open(options);
  return {
    sql: database.sql,
    engine: database.engine,
    get store() {
      return store;
    },
    async reopen() {
      await store.close();
      return (store = await database.open(options));
    },
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}
