import { Database } from 'bun:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile, readdir, symlink, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, signUp } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { makeJpeg } from '@komod/testkit/photo-factory';
import { type ServerProcess, startServerProcess } from '@komod/testkit/server-process';
import { photoIdOf, uploadPhoto } from '@komod/testkit/upload-photo';
import { waitUntil } from '@komod/testkit/wait-until';
import { expect, onTestFinished, test } from 'vitest';
import { dropDataFolder, newDataFolder, startMediaServer } from './media-server.ts';

/** The real server, whose system calls on one file of its data fail as told. */
async function startOnBadDisk(options: { file: string; inject: string }) {
  const dataDir = mkdtempSync(join(tmpdir(), 'komod-bad-disk-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const [calls] = options.inject.split(':');
  const server = await startServerProcess({
    dataDir,
    prefix: [
      'strace',
      '--follow-forks',
      '--quiet=all',
      '--output=/dev/null',
      `--trace-path=${join(dataDir, options.file)}`,
      `--trace=${calls}`,
      `--inject=${options.inject}`,
    ],
  });
  onTestFinished(() => server.close());
  return { server, dataDir };
}

const closetOf = (server: ServerProcess, { cookie, userId }: Account) =>
  connectDurableClient({ origin: server.origin, cookie, document: `closet/${userId}` });

/** Sets one key after the other, each when the one before is safe, until the server goes. Gives what it called safe. */
async function writeUntilClosed(client: ReturnType<typeof closetOf>): Promise<string[]> {
  await client.whenOpen();
  const safe: string[] = [];
  for (let count = 0; client.closeCode() === null; count += 1) {
    const key = `k${count}`;
    client.doc.getMap('listings').set(key, count);
    const goal = client.sent();
    await waitUntil(`${key} to be safe`, () => client.acked() >= goal || client.closeCode() !== null);
    if (client.acked() >= goal) safe.push(key);
  }
  return safe;
}

const rowsOf = (path: string): number => {
  using database = new Database(path, { readonly: true });
  return database.query<{ rows: number }, []>('select count(*) as rows from update_log').get()!.rows;
};

test('[B1] [B2] a failed fsync ends the process before anything of that turn is acknowledged', async () => {
  const { server, dataDir } = await startOnBadDisk({
    file: 'komod.sqlite-wal',
    inject: 'fsync:error=EIO:when=60+',
  });
  const account = await signUp(server.origin);
  const client = closetOf(server, account);
  const safe = await writeUntilClosed(client);
  expect(await server.whenEnded()).toBe(1);
  expect(safe.length).toBeGreaterThan(5);
  const lines = server
    .output()
    .split('\n')
    .filter((line) => line.includes('the disk did not keep a commit'));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 60, err: { code: 'SQLITE_IOERR_FSYNC' } },
  ]);

  const again = await startServerProcess({ dataDir });
  onTestFinished(() => again.close());
  const back = closetOf(again, account);
  onTestFinished(() => back.close());
  await back.whenOpen();
  expect([...back.doc.getMap('listings').keys()]).toEqual(expect.arrayContaining(safe));
  // What it answers from stands in the main file: the log beside it may hold what never reached the disk.
  const copy = join(dataDir, 'main-file-alone.sqlite');
  await copyFile(join(dataDir, 'komod.sqlite'), copy);
  expect(rowsOf(copy)).toBeGreaterThanOrEqual(safe.length);
  expect(rowsOf(copy)).toBe(rowsOf(join(dataDir, 'komod.sqlite')));
});

test('[B1] a disk that is full refuses a commit, and the server goes on', async () => {
  const { server } = await startOnBadDisk({
    file: 'komod.sqlite-wal',
    inject: 'pwrite64:error=ENOSPC:when=300..310',
  });
  const account = await signUp(server.origin);
  const client = closetOf(server, account);
  const safe = await writeUntilClosed(client);
  expect(client.closeCode()).toBe(4503);
  expect(safe.length).toBeGreaterThan(5);
  // Room is made: some commits later the same server keeps what it is given, and everything from before.
  const after = await waitUntil('the server to keep a frame again', async () => {
    const back = closetOf(server, account);
    onTestFinished(() => back.close());
    await waitUntil('an answer', () => back.doc.getMap('listings').size > 0 || back.closeCode() !== null);
    back.doc.getMap('listings').set('after', 1);
    await waitUntil('a verdict', () => back.acked() >= back.sent() || back.closeCode() !== null);
    return back.closeCode() === null ? back : null;
  });
  expect([...after.doc.getMap('listings').keys()].toSorted()).toEqual(['after', ...safe].toSorted());
});

test('a sign-up whose fsync fails ends the process too', async () => {
  const { server } = await startOnBadDisk({
    file: 'identity.sqlite-wal',
    inject: 'fsync:error=EIO:when=20+',
  });
  const accounts: Account[] = [];
  const signUps = async () => {
    for (;;) accounts.push(await signUp(server.origin));
  };
  await expect(signUps()).rejects.toThrow();
  expect(await server.whenEnded()).toBe(1);
  expect(accounts.length).toBeGreaterThan(1);
});

test('an upload whose fsync fails is forgotten, and sent anew it is a photo', async () => {
  const dataFolder = await newDataFolder();
  onTestFinished(() => dropDataFolder(dataFolder));
  const server = await startMediaServer({ dataFolder });
  onTestFinished(() => server.stop());
  const { origin } = server;
  const bytes = await makeJpeg({ seed: 7, width: 240, height: 320 });
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const headers = { cookie: 'user=sara', origin, 'tus-resumable': '1.0.0' };
  const created = await fetch(`${origin}/media/uploads`, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': String(bytes.length),
      'upload-metadata': `photoId ${base64(photoIdOf(bytes))},filetype ${base64('image/jpeg')}`,
    },
  });
  const location = created.headers.get('location') ?? '';
  // A file that takes every byte and cannot be fsynced.
  const path = join(dataFolder, 'uploads', location.split('/').at(-1) ?? '');
  await unlink(path);
  await symlink('/dev/null', path);
  const answer = await fetch(new URL(location, origin), {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: bytes.slice(),
  });
  expect(answer.status).toBe(500);
  expect(await readdir(join(dataFolder, 'uploads'))).toEqual([]);
  expect((await uploadPhoto({ origin, cookie: 'user=sara', bytes })).status).toBe(204);
});
