import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '@komod/testkit/account';
import { startServerProcess } from '@komod/testkit/server-process';
import { expect, onTestFinished, test } from 'vitest';
import { makeBackup } from '../src/backup.ts';
import { readyPhotos } from '../src/store/sqlite/database-copy.ts';
import { openBusyMarketplace } from './busy-marketplace.ts';
import { startServer } from './start-server.ts';

const root = join(import.meta.dirname, '../..');

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'komod-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** As the host types it, beside the running server. */
async function backUp(dataDir: string, folder: string): Promise<{ code: number; out: string; err: string }> {
  const child = Bun.spawn([process.execPath, 'packages/commands/src/backup.ts', folder], {
    cwd: root,
    env: { ...process.env, DATA_DIR: dataDir },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out: out.trim().split('\n').at(-1) ?? '', err };
}

const signIn = async (origin: string, { email, password }: Account) =>
  (
    await fetch(`${origin}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ email, password }),
    })
  ).status;

test('a backup taken under load starts in an empty folder, with all that was safe before it and every photo it names', async () => {
  const server = await startServerProcess();
  onTestFinished(() => server.close());
  const { origin } = server;
  const busy = await openBusyMarketplace(origin);
  const folder = join(newFolder(), 'monday');
  const { code, out } = await backUp(server.dataDir, folder);
  await busy.stop();
  expect(code).toBe(0);
  expect(out).toContain('is whole: both databases, the secret and');

  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600);
  const before = (await (await fetch(`${origin}/health`)).json()) as { timeline: string };
  const restored = await startServerProcess({ dataDir: folder });
  onTestFinished(() => restored.close());
  const after = (await (await fetch(`${restored.origin}/health`)).json()) as { timeline: string };
  expect(after.timeline).not.toBe(before.timeline);
  await busy.expectSafeAt(restored.origin);
  expect(await signIn(restored.origin, busy.account)).toBe(200);
  const photos = readyPhotos(join(folder, 'komod.sqlite'));
  expect(photos.length).toBeGreaterThan(0);
  for (const id of photos) expect((await fetch(`${restored.origin}/media/${id}/320`)).status, id).toBe(200);
});

test('what cannot be backed up is said in one sentence, and nothing is left behind', async () => {
  const server = await startServer();
  onTestFinished(() => server.close());
  const env = { DATA_DIR: server.dataDir };
  const place = newFolder();
  const say = () => {};
  const full = join(place, 'full');
  await mkdir(full);
  await writeFile(join(full, 'diary'), 'mine');
  await expect(makeBackup(env, full, say)).rejects.toThrow('is not empty');
  expect(await readdir(full)).toEqual(['diary']);
  await expect(makeBackup(env, join(server.dataDir, 'inside'), say)).rejects.toThrow('inside');
  await expect(makeBackup({ DATA_DIR: place }, join(place, 'x'), say)).rejects.toThrow('No Komod has run in');
  await expect(makeBackup(env, join(full, 'diary', 'x'), say)).rejects.toThrow('part of its path is a file');
  await mkdir(join(place, 'torn.unfinished'));
  await expect(makeBackup(env, join(place, 'torn'), say)).rejects.toThrow('did not finish: delete it first');
  await rm(join(place, 'torn.unfinished'), { recursive: true });
  expect((await readdir(place)).toSorted()).toEqual(['full']);
});
