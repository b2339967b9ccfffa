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
  // Laid out anew since; what is in them is read as a document below.
  const moved = new Set(['document', 'update_log']);
  const same = before.filter(({ name }) => !moved.has(name));
  const kept = same.filter(({ name, sql }) => named(name) && sql.startsWith('create table'));
  database.run(`insert into document (id, name, epoch, head_seq, snapshot, snapshot_seq, writer_id)
    values (7, 'closet/u2', 1, 5, x'0909', 3, null)`);
  database.run(`insert into update_log (document_id, seq, update_bytes) values (7, 5, x'05'), (7, 4, x'04')`);
  const documents = () =>
    database.query('select id, name, epoch, head_seq, snapshot_seq from document').all();
  const held = documents();
  const rows = kept.map(({ name }) => rowsOf(name));
  const store = await openSqliteStore(folder, { parkedAttempts: 8 });
  expect(tables.all()).toEqual(expect.arrayContaining(same));
  expect(kept.map(({ name }) => rowsOf(name))).toEqual(rows);
  expect(documents()).toEqual(held);
  expect((await store.log.load('closet/u1')).updates).toEqual([{ seq: 1, update: Uint8Array.of(1, 2, 3) }]);
  expect(await store.log.load('closet/u2')).toMatchObject({
    headSeq: 5,
    snapshot: Uint8Array.of(9, 9),
    updates: [
      { seq: 4, update: Uint8Array.of(4) },
      { seq: 5, update: Uint8Array.of(5) },
    ],
  });
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
