import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signUp } from '@komod/testkit/account';
import { startServerProcess } from '@komod/testkit/server-process';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';
import { makeTestDatabase } from './test-database.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(server.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const account = (handle: string, change: object = {}) => ({
  email: `${handle}@example.com`.toLowerCase(),
  name: 'Somebody',
  password: 'a long enough password',
  handle,
  ...change,
});
const me = (cookie: string) => fetch(`${server.origin}/api/me`, { headers: { cookie } });

test('who signed up is signed in, signs out, and in again', async () => {
  const { userId, cookie, email, password } = await signUp(server.origin, { handle: 'roya', name: 'Roya' });
  const known = await (await me(cookie)).json();
  expect(known).toEqual({ userId, handle: 'roya', name: 'Roya', timeline: server.store.timeline() });
  const out = await post('/api/auth/sign-out', {}, { cookie, origin: server.origin });
  expect(out.status).toBe(200);
  const gone = await me(cookie);
  expect(gone.status).toBe(401);
  expect(await gone.json()).toMatchObject({ error: { code: 'session.required' } });
  const again = await post('/api/auth/sign-in/email', { email, password });
  const fresh = again.headers.getSetCookie()[0] ?? '';
  expect(fresh).toMatch(/HttpOnly/i);
  expect(fresh).toMatch(/SameSite=Lax/i);
  expect((await me(fresh.split(';')[0] ?? '')).status).toBe(200);
  const wrong = await post('/api/auth/sign-in/email', { email, password: 'not the password' });
  expect(wrong.status).toBe(401);
});

test('a guest who asks who is signed in is answered with nothing, and it is no error', async () => {
  const nobody = await fetch(`${server.origin}/api/me`);
  expect([nobody.status, await nobody.text()]).toEqual([204, '']);
  expect(nobody.headers.get('cache-control')).toContain('no-store');
  expect((await me('komod.locale=fa')).status).toBe(204);
  expect((await me('komod.locale=fa; komod.session_token=made-up')).status).toBe(401);
});

test('a taken handle is HANDLE_TAKEN in any case, and makes no account', async () => {
  await signUp(server.origin, { handle: 'roya' });
  const taken = await post('/api/auth/sign-up/email', account('RoYa', { email: 'other@example.com' }));
  expect(taken.status).toBe(422);
  expect(await taken.json()).toMatchObject({ code: 'HANDLE_TAKEN' });
  const free = await post('/api/auth/sign-up/email', account('roya_2', { email: 'other@example.com' }));
  expect(free.status).toBe(200);
});

test('of two sign-ups for one handle at once, one wins', async () => {
  const answers = await Promise.all(
    [1, 2, 3].map((n) => post('/api/auth/sign-up/email', account('same', { email: `n${n}@example.com` }))),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422, 422]);
});

test.each(['ab', 'a'.repeat(25), 'has space', 'ünïcode', 'admin', ''])(
  'the handle %j is refused',
  async (handle) => {
    const answer = await post('/api/auth/sign-up/email', account(handle, { email: 'a@example.com' }));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  },
);

test('handles say whether they are free, with three free ones near them', async () => {
  await signUp(server.origin, { handle: 'roya' });
  const ask = async (handle: string) => (await fetch(`${server.origin}/api/handles/${handle}`)).json();
  expect(await ask('sara')).toEqual({ free: true, suggestions: [] });
  const { free, suggestions } = await ask('@ROYA');
  expect(free).toBe(false);
  expect(suggestions).toHaveLength(3);
  for (const near of suggestions) expect(await ask(near)).toMatchObject({ free: true });
});

test('limits count the socket address, whatever the sender claims to be', async () => {
  await server.close();
  server = await startServer({ limits: { auth: { signInMax: 3 }, handles: { max: 3 } } });
  const statuses: number[] = [];
  for (let index = 0; index < 6; index++) {
    const forged = { 'x-forwarded-for': `10.0.0.${index}`, 'x-komod-ip': `10.0.1.${index}` };
    const body = { email: 'nobody@example.com', password: 'a wrong password' };
    statuses.push((await post('/api/auth/sign-in/email', body, forged)).status);
  }
  expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
  const asked: number[] = [];
  for (let index = 0; index < 5; index++) {
    const headers = { 'x-komod-ip': `10.0.2.${index}` };
    asked.push((await fetch(`${server.origin}/api/handles/h_${index}`, { headers })).status);
  }
  expect(asked).toEqual([200, 200, 200, 429, 429]);
});

test('the header of the one named proxy is believed, from its address alone', async () => {
  await server.close();
  const limits = { handles: { max: 1 } };
  server = await startServer({ limits, env: { KOMOD_PROXY: '127.0.0.1=x-real-ip' } });
  const ask = (headers: Record<string, string>) => fetch(`${server.origin}/api/handles/sara`, { headers });
  expect((await ask({ 'x-real-ip': '10.0.0.1' })).status).toBe(200);
  expect((await ask({ 'x-real-ip': '10.0.0.2' })).status).toBe(200);
  expect((await ask({ 'x-real-ip': '10.0.0.1' })).status).toBe(429);
  await server.close();
  server = await startServer({ limits, env: { KOMOD_PROXY: '192.0.2.1=x-real-ip' } });
  expect((await ask({ 'x-real-ip': '10.0.0.1' })).status).toBe(200);
  expect((await ask({ 'x-real-ip': '10.0.0.2' })).status).toBe(429);
});

test('of a proxy that appends to what the visitor claims, only its own word counts', async () => {
  await server.close();
  const limits = { handles: { max: 1 }, auth: { signInMax: 1 } };
  server = await startServer({ limits, env: { KOMOD_PROXY: '127.0.0.1=x-forwarded-for' } });
  const ask = async (address: string) => {
    const headers = { 'x-forwarded-for': address };
    const body = { email: 'nobody@example.com', password: 'a wrong password' };
    const signIn = await post('/api/auth/sign-in/email', body, headers);
    const handle = await fetch(`${server.origin}/api/handles/sara`, { headers });
    return [signIn.status, handle.status];
  };
  expect(await ask('1.1.1.1, 10.0.0.1')).toEqual([401, 200]);
  expect(await ask('2.2.2.2, 10.0.0.1')).toEqual([429, 429]);
  expect(await ask('1.1.1.1, 10.0.0.2')).toEqual([401, 200]);
  // What is no address is nobody: it counts for the proxy.
  expect(await ask('10.0.0.3, one')).toEqual([401, 200]);
  expect(await ask('10.0.0.3, two')).toEqual([429, 429]);
});

test('a sign-up that fails on the server says so', async () => {
  // A process of its own: what identity answers to a fault depends on whether it takes itself to be under test.
  const dataDir = await mkdtemp(join(tmpdir(), 'komod-identity-'));
  const database = await makeTestDatabase(dataDir);
  const real = await startServerProcess({ dataDir, env: database.env });
  onTestFinished(async () => {
    await real.close();
    await rm(dataDir, { recursive: true });
  });
  const mend = await database.breakTable('account', 'insert');
  await expect(signUp(real.origin)).rejects.toThrow('500: {"error":{"code":"internal"');
  await mend();
  expect((await signUp(real.origin)).cookie).not.toBe('');
});

test('a page of another site may neither sign in nor write', async () => {
  const { cookie } = await signUp(server.origin, { handle: 'roya' });
  const foreign = { cookie, origin: 'https://evil.example' };
  expect((await post('/api/auth/sign-out', {}, foreign)).status).toBe(403);
  const own = await post('/api/intents', {}, foreign);
  expect(own.status).toBe(403);
  expect(await own.json()).toMatchObject({ error: { code: 'origin.foreign' } });
  expect((await me(cookie)).status).toBe(200);
});

test('an account whose person row is missing gets it at boot', async () => {
  await signUp(server.origin, { handle: 'roya', name: 'Roya' });
  expect(await server.store.findPersonByHandle('roya')).toBeNull();
  await server.restart();
  expect(await server.store.findPersonByHandle('roya')).toMatchObject({ name: 'Roya' });
});

test('the handle cannot be changed from outside', async () => {
  const { cookie } = await signUp(server.origin, { handle: 'roya' });
  const headers = { cookie, origin: server.origin };
  expect((await post('/api/auth/update-user', { handle: 'admin' }, headers)).status).toBe(404);
  expect(await (await me(cookie)).json()).toMatchObject({ handle: 'roya' });
});
