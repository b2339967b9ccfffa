import { Database } from 'bun:sqlite';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readOrCreateSecret } from '../src/secret-file.ts';
import { migrateSqlite } from '../src/store/sqlite/sqlite-migrations.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'komod-first-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a migration that ended in its middle left nothing, and is done again', async () => {
  const database = new Database(join(folder, 'komod.sqlite'), { create: true });
  const tables = () =>
    database.query<{ name: string }, []>(`select name from sqlite_master where type = 'table'`).all();
  database.run('create table person (in_the_way text)');
  await expect(migrateSqlite(database)).rejects.toThrow('person');
  expect(tables()).toEqual([{ name: 'person' }]);
  database.run('drop table person');
  await migrateSqlite(database);
  expect(tables().length).toBeGreaterThan(10);
  await migrateSqlite(database);
  database.close();
});

test('a database of an earlier version opens, and what stood in it stays as it was', async () => {
  const file = join(folder, 'komod.sqlite');
  const database = new Database(file, { create: true });
  database.run(await readFile(join(import.meta.dirname, 'files/database-0004.sql'), 'utf8'));
  const tables = database.query<{ name: string; sql: string }, []>(
    `select name, sql from sqlite_master where sql is not null order by rowid`,
  );
  const rowsOf = (name: string) => database.query(`select * from "${name}" order by 1, 2`).all();
  const named = (name: string) => !name.startsWith('kysely_migration');
  const before = tables.all().map(({ name, sql }) => ({ name, sql }));
  const kept = before.filter(({ name, sql }) => named(name) && sql.startsWith('create table'));
  const rows = kept.map(({ name }) => rowsOf(name));
  const store = await openSqliteStore(folder, { parkedAttempts: 8 });
  expect(tables.all()).toEqual(expect.arrayContaining(before));
  expect(kept.map(({ name }) => rowsOf(name))).toEqual(rows);
  expect((await store.log.load('closet/u1')).updates).toHaveLength(1);
  expect(await store.findListing('l1')).toMatchObject({ version: 1, seller: { handle: 'sara' } });
  await store.close();
  database.close();
});

test('a secret file that a killed first start left empty is made anew', async () => {
  await writeFile(join(folder, 'secret'), '');
  const secret = await readOrCreateSecret(folder);
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect(await readOrCreateSecret(folder)).toBe(secret);
  expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
});

test('a damaged secret is said, not replaced', async () => {
  await writeFile(join(folder, 'secret'), 'half of it');
  await expect(readOrCreateSecret(folder)).rejects.toThrow('damaged');
});
