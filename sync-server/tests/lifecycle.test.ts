import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { composeApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { startServer } from './start-server.ts';

const configFor = (env: Record<string, string>) =>
  readConfig({ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', ...env });

test.each([
  [{ PORT: 'abc' }, 'PORT'],
  [{ PORT: '70000' }, 'PORT'],
  [{ PUBLIC_ORIGIN: 'komod.example' }, 'PUBLIC_ORIGIN'],
  [{ PUBLIC_ORIGIN: 'https://komod.example/app' }, 'PUBLIC_ORIGIN'],
  [{ KOMOD_LIMITS: '{' }, 'KOMOD_LIMITS'],
  [{ KOMOD_LIMITS: '{"auth":{"signUpMaximum":1}}' }, 'auth.signUpMaximum'],
  [{ KOMOD_PROXY: 'x-real-ip' }, 'KOMOD_PROXY'],
])('%j is refused in one sentence that names it', (env, name) => {
  expect(() => readConfig(env)).toThrow(name);
  expect(() => readConfig(env)).toThrow(/^[^\n]+\.$/);
});

test('a port taken by another Komod is one sentence, and leaves the data folder free', async () => {
  const holder = await startServer();
  const { port } = new URL(holder.origin);
  const dataDir = await mkdtemp(join(tmpdir(), 'komod-port-'));
  await expect(composeApp(configFor({ PORT: port, DATA_DIR: dataDir }))).rejects.toThrow(
    `Port ${port} is taken: stop the program that uses it, or set PORT.`,
  );
  const komod = await composeApp(configFor({ DATA_DIR: dataDir }));
  await komod.close();
  await holder.close();
  await rm(dataDir, { recursive: true });
});

test('a second server on the same data folder is refused', async () => {
  const server = await startServer();
  await expect(composeApp(configFor({ DATA_DIR: server.dataDir }))).rejects.toThrow(
    'in use by another Komod',
  );
  expect((await fetch(`${server.origin}/health`)).status).toBe(200);
  await server.close();
});

test('a data folder that cannot be made is one sentence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'komod-file-'));
  await Bun.write(join(folder, 'file'), '');
  const dataDir = join(folder, 'file', 'data');
  await expect(composeApp(configFor({ DATA_DIR: dataDir }))).rejects.toThrow(
    `The data folder ${dataDir} cannot be written`,
  );
  await rm(folder, { recursive: true });
});

// A folder in a file's place stands for a file of another user: the tests may run as root, who may open every file.
test.each(['lock.sqlite', 'komod.sqlite', 'identity.sqlite', 'secret'])(
  '%s that cannot be opened is one sentence, and leaves the data folder free',
  async (name) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'komod-owned-'));
    await mkdir(join(dataDir, name));
    await expect(composeApp(configFor({ DATA_DIR: dataDir }))).rejects.toThrow(
      new RegExp(`^Something in the data folder ${dataDir} cannot be written \\([A-Z_]+\\): [^\\n]+\\.$`),
    );
    await rm(join(dataDir, name), { recursive: true });
    const komod = await composeApp(configFor({ DATA_DIR: dataDir }));
    await komod.close();
    await rm(dataDir, { recursive: true });
  },
);

test('the secret is made at the first start, for the owner alone, and stays', async () => {
  const server = await startServer();
  const path = join(server.dataDir, 'secret');
  const secret = await readFile(path, 'utf8');
  expect(secret.length).toBeGreaterThanOrEqual(32);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await server.restart();
  expect(await readFile(path, 'utf8')).toBe(secret);
  await server.close();
});

test('closing twice is closing once', async () => {
  const server = await startServer();
  await Promise.all([server.close(), server.close()]);
  await expect(fetch(`${server.origin}/health`)).rejects.toThrow();
});
