import { Database } from 'bun:sqlite';
import { type Account, signUp } from '@komod/testkit/account';
import { connectStockClient } from '@komod/testkit/stock-client';
import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { waitUntil } from '@komod/testkit/wait-until';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startServer } from './start-server.ts';
import { makeResetLink } from '../src/reset-link.ts';

const root = join(import.meta.dirname, '../..');
const newPassword = 'a wholly new password';

// A process of its own: the host's command runs beside it, on the same folder.
let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
});
afterAll(() => server.close());

/** As the host types it. */
async function command(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = Bun.spawn([process.execPath, 'packages/commands/src/reset-link.ts', ...args], {
    cwd: root,
    env: { ...process.env, DATA_DIR: server.dataDir, PUBLIC_ORIGIN: 'https://komod.example' },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  // The first run on a fresh checkout installs before it answers.
  return { code, out: out.trim().split('\n').at(-1) ?? '', err: err.trim() };
}

const post = (origin: string, path: string, body: object) =>
  fetch(`${origin}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(body),
  });
const reset = (link: string, origin = server.origin) =>
  post(origin, 'reset-password', { token: new URL(link).hash.slice(1), newPassword });
const signIn = async ({ email }: Account, password: string) =>
  (await post(server.origin, 'sign-in/email', { email, password })).status;

test('the command prints a link that changes the password once and signs out everywhere', async () => {
  const account = await signUp(server.origin, { handle: 'forgetful' });
  const client = connectStockClient({
    origin: server.origin,
    cookie: account.cookie,
    document: `closet/${account.userId}`,
  });
  onTestFinished(() => client.close());
  await client.whenSynced();
  const { code, out } = await command('@Forgetful');
  expect(code).toBe(0);
  expect(out).toMatch(/^https:\/\/komod\.example\/reset-password#[A-Za-z0-9]{24}$/);
  // Printing it changes nothing yet.
  expect(await signIn(account, account.password)).toBe(200);

  expect((await post(server.origin, 'reset-password', { token: 'guess', newPassword })).status).toBe(400);
  expect((await reset(out)).status).toBe(200);
  await waitUntil('its sockets to close', () => client.closes.includes(4401), 5000);
  expect(await signIn(account, account.password)).toBe(401);
  expect(await signIn(account, newPassword)).toBe(200);
  const again = await reset(out);
  expect(again.status).toBe(400);
  expect(await again.json()).toMatchObject({ code: 'INVALID_TOKEN' });
});

test('an e-mail names a person too, also while no server runs', async () => {
  const account = await signUp(server.origin, { handle: 'elsewhere', email: 'Else@example.com' });
  await server.stop();
  const { code, out } = await command('ELSE@example.com');
  await server.start();
  expect(code).toBe(0);
  expect((await reset(out)).status).toBe(200);
  expect(await signIn(account, newPassword)).toBe(200);
});

test('who is not here is said in one sentence, and so is a folder without a Komod', async () => {
  expect(await command('nobody_at_all')).toEqual({
    code: 1,
    out: '',
    err: 'Nobody here has the handle or e-mail nobody_at_all.',
  });
  expect((await command()).err).toContain('bun run reset-link <handle or e-mail>');
  const DATA_DIR = join(server.dataDir, 'not-here');
  await expect(makeResetLink({ DATA_DIR }, 'sara')).rejects.toThrow('No Komod has run in');
});

test('a link older than its hour is refused', async () => {
  const here = await startServer();
  onTestFinished(() => here.close());
  await signUp(here.origin, { handle: 'too_late' });
  const link = await makeResetLink({ DATA_DIR: here.dataDir }, 'too_late');
  const file = new Database(join(here.dataDir, 'identity.sqlite'));
  const row = file.query<{ expiresAt: string }, []>('select "expiresAt" from verification').get();
  const minutes = (new Date(row!.expiresAt).getTime() - Date.now()) / 60_000;
  expect(Math.round(minutes)).toBe(60);
  file.run('update verification set "expiresAt" = ?', [new Date(Date.now() - 1000).toISOString()]);
  file.close();
  const answer = await reset(link, here.origin);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 'INVALID_TOKEN' });
});
