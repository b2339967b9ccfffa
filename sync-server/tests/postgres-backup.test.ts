import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgresCluster } from '@komod/testkit/postgres-cluster';
import { startServerProcess } from '@komod/testkit/server-process';
import { expect, onTestFinished, test } from 'vitest';
import { makeBackup } from '../src/backup.ts';
import { openBusyMarketplace } from './busy-marketplace.ts';
import { startServer } from './start-server.ts';
import { makeTestDatabase, postgresAt } from './test-database.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'komod-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const timelineOf = async (origin: string) =>
  ((await (await fetch(`${origin}/health`)).json()) as { timeline: string }).timeline;

const bytesOf = async (origin: string, photo: string) => {
  const answer = await fetch(`${origin}/media/${photo}/320`);
  expect(answer.status, photo).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
};

test('a backup taken under load starts in an empty cluster and folder, with all that was safe before it and every photo it names', async () => {
  const database = await makeTestDatabase('');
  const server = await startServerProcess({ env: database.env });
  onTestFinished(() => server.close());
  const { origin } = server;
  const busy = await openBusyMarketplace(origin);
  const folder = join(newFolder(), 'monday');
  const env = { ...process.env, ...database.env, DATA_DIR: server.dataDir };
  const said = await makeBackup(env, folder, () => {});
  await busy.stop();
  expect(said).toContain('is whole: the database, the secret and');
  expect((await stat(folder)).mode & 0o777).toBe(0o700);

  const cluster = await startPostgresCluster();
  onTestFinished(() => cluster.close());
  const DATABASE_URL = cluster.urlOf('postgres');
  const restore = ['--no-owner', '--exit-on-error', `--dbname=${DATABASE_URL}`];
  execFileSync('pg_restore', [...restore, join(folder, 'komod.dump')], { stdio: 'pipe' });
  const dataDir = newFolder();
  for (const name of ['secret', 'media'])
    await cp(join(folder, name), join(dataDir, name), { recursive: true });
  const restored = await startServerProcess({ dataDir, env: { DATABASE_URL } });
  onTestFinished(() => restored.close());
  expect(await timelineOf(restored.origin)).not.toBe(await timelineOf(origin));
  await busy.expectSafeAt(restored.origin);
  const photos = await postgresAt(DATABASE_URL).sql<{ id: string }>(
    `select distinct photo_id as id from photo where state = 'ready'`,
  );
  expect(photos.length).toBeGreaterThan(0);
  for (const { id } of photos)
    expect((await bytesOf(restored.origin, id)).equals(await bytesOf(origin, id)), id).toBe(true);
});

test('what is committed after the photos were listed is not in the file', async () => {
  const server = await startServer();
  onTestFinished(() => server.close());
  const place = newFolder();
  const late = join(place, 'pg_dump');
  const PATH = process.env.PATH!;
  await writeFile(
    late,
    `#!/bin/sh
PATH='${PATH}'
psql --quiet --command="insert into photo values ('late', 'somebody', 'ready', 3, 4, '', 1, 0)"
exec pg_dump "$@"
`,
  );
  await chmod(late, 0o755);
  const env = { ...server.database.env, DATA_DIR: server.dataDir, PATH: `${place}:${PATH}` };
  const folder = join(place, 'monday');
  await makeBackup(env, folder, () => {});
  expect(await server.database.sql(`select 1 from photo where photo_id = 'late'`)).toHaveLength(1);
  const rows = ['--data-only', '--table=photo', '--file=-', join(folder, 'komod.dump')];
  const told = execFileSync('pg_restore', rows, { encoding: 'utf8' });
  expect(told).toContain('COPY public.photo');
  expect(told).not.toContain('late');
});

test('a pg_dump that is missing or too old is one sentence, told nothing on its command line, and leaves nothing', async () => {
  const server = await startServer();
  onTestFinished(() => server.close());
  const place = newFolder();
  const env = { ...server.database.env, DATA_DIR: server.dataDir };
  const backUp = (PATH: string) => makeBackup({ ...env, PATH }, join(place, 'monday'), () => {});
  const programs = join(place, 'programs');
  await mkdir(programs);
  await expect(backUp(programs)).rejects.toThrow(/^pg_dump is missing: [^\n]+\.$/);
  const fake = join(programs, 'pg_dump');
  await writeFile(
    fake,
    `#!/bin/sh
echo "$@" >"${place}/told"
echo "pg_dump: error: aborting because of server version mismatch" >&2
echo "pg_dump: detail: server version: 18.1 (Debian 18.1-1); pg_dump version: 15.18 (Debian 15.18-0)" >&2
exit 1
`,
  );
  await chmod(fake, 0o755);
  await expect(backUp(programs)).rejects.toThrow('pg_dump 15.18 is too old for PostgreSQL 18.1');
  expect(await readFile(join(place, 'told'), 'utf8')).not.toMatch(/postgresql:|dbname|host/);
  expect((await readdir(place)).toSorted()).toEqual(['programs', 'told']);
});
