import { Database } from 'bun:sqlite';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readOrCreateSecret } from '../src/secret-file.ts';
import { migrate } from '../src/store/migrations.ts';

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
  await expect(migrate(database)).rejects.toThrow('person');
  expect(tables()).toEqual([{ name: 'person' }]);
  database.run('drop table person');
  await migrate(database);
  expect(tables().length).toBeGreaterThan(10);
  await migrate(database);
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
