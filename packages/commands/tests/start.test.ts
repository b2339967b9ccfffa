import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signUp } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { waitUntil } from '@komod/testkit/wait-until';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'komod-start-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The command as `bun run start` runs it, on a checkout that is built. */
function start(env: Record<string, string>, ...args: string[]) {
  const child = Bun.spawn([process.execPath, 'packages/commands/src/start.ts', ...args], {
    cwd: root,
    env: { ...process.env, HOST: '127.0.0.1', ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  onTestFinished(() => child.kill('SIGKILL'));
  return child;
}

async function ready(child: ReturnType<typeof start>): Promise<{ url: string; pid: number }> {
  let heard = '';
  for await (const part of child.stdout) {
    heard += new TextDecoder().decode(part);
    const line = /Komod is ready at (\S+) \(pid (\d+)\)/.exec(heard);
    if (line) return { url: line[1] ?? '', pid: Number(line[2]) };
  }
  throw new Error(`it was never ready: ${heard}${await new Response(child.stderr).text()}`);
}

/** Everything it had to say, in lines, once it has ended. */
async function lastWords(child: ReturnType<typeof start>): Promise<string[]> {
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return `${stdout}\n${stderr}`.split('\n').filter(Boolean);
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  'start serves pages and API, and %s to the printed pid ends it with 0',
  async (signal) => {
    const port = await freePort();
    const child = start({ PORT: String(port), DATA_DIR: temporaryFolder() });
    const { url, pid } = await ready(child);
    expect(new URL(url).port).toBe(String(port));
    const [health, page] = await Promise.all([fetch(`${url}/health`), fetch(url)]);
    expect(health.status).toBe(200);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    process.kill(pid, signal);
    expect(await child.exited).toBe(0);
  },
);

test('with a socket and a reader that never hang up, SIGTERM still ends it with 0', async () => {
  const child = start({ PORT: '0', DATA_DIR: temporaryFolder() });
  const { url, pid } = await ready(child);
  const { cookie, userId } = await signUp(url);
  const client = connectDurableClient({ origin: url, cookie, document: `closet/${userId}` });
  await client.whenOpen();
  const news = await fetch(`${url}/api/catalog/live`);
  const reader = news.body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toContain('retry:');
  process.kill(pid, 'SIGTERM');
  expect(await child.exited).toBe(0);
  expect(await waitUntil('the close', () => client.closeCode())).toBe(4503);
  for (let part = await reader.read(); !part.done; part = await reader.read());
});

test('a taken port is told in one sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const child = start({ PORT: String(port), DATA_DIR: temporaryFolder() });
  const words = await lastWords(child);
  expect(child.exitCode).toBe(1);
  expect(words).toHaveLength(1);
  expect(words[0]).toContain(String(port));
});

test('a data folder that cannot be written is told in one sentence', async () => {
  const file = join(temporaryFolder(), 'a-file');
  writeFileSync(file, '');
  const dataDir = join(file, 'data');
  const child = start({ PORT: '0', DATA_DIR: dataDir });
  const words = await lastWords(child);
  expect(child.exitCode).toBe(1);
  expect(words).toHaveLength(1);
  expect(words[0]).toContain(dataDir);
});

test('a demo is kept out of a data folder that holds something, in one sentence', async () => {
  const dataDir = temporaryFolder();
  writeFileSync(join(dataDir, 'komod.sqlite'), '');
  const child = start({ PORT: '0', DATA_DIR: dataDir }, '--demo');
  const words = await lastWords(child);
  expect(child.exitCode).toBe(1);
  expect(words).toHaveLength(1);
  expect(words[0]).toContain(dataDir);
  expect(readdirSync(dataDir)).toEqual(['komod.sqlite']);
});

test('a demo is served before it is complete, and its login works at once', async () => {
  const dataDir = temporaryFolder();
  const child = start({ PORT: '0', DATA_DIR: dataDir }, '--demo');
  let heard = '';
  let url = '';
  let login: RegExpExecArray | null = null;
  for await (const part of child.stdout) {
    heard += new TextDecoder().decode(part);
    url = /Komod is ready at (\S+)/.exec(heard)?.[1] ?? url;
    login = /sign in as (\S+) with the password (\S+)/.exec(heard);
    if (url && login) break;
  }
  const [, email, password] = login ?? [];
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  });
  expect(answer.status, heard).toBe(200);
  expect(heard).not.toContain('complete');
  expect(statSync(join(dataDir, 'demo.json')).mode & 0o777).toBe(0o600);
  child.kill('SIGTERM');
  expect(await child.exited).toBe(0);
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
