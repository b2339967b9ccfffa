import { type Account, signUp } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { connectStockClient } from '@komod/testkit/stock-client';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ limits: { auth: { sessionCheckMs: 100 } } });
});
afterAll(() => server.close());

interface Listed {
  id: string;
  userAgent: string;
  seenAt: number;
  isThis: boolean;
  isOpen: boolean;
}

/** A second device of the same person. */
async function signIn({ email, password }: Account, userAgent = 'laptop'): Promise<string> {
  const answer = await fetch(`${server.origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.origin, 'user-agent': userAgent },
    body: JSON.stringify({ email, password }),
  });
  expect(answer.status).toBe(200);
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const call = (method: string, path: string, cookie: string, more: Record<string, string> = {}) =>
  fetch(server.origin + path, { method, headers: { cookie, origin: server.origin, ...more } });

async function list(cookie: string): Promise<Listed[]> {
  const answer = await call('GET', '/api/sessions', cookie);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { sessions: Listed[] }).sessions;
}

/** A socket of any client and a socket of ours, both open with this session. */
async function openSockets(account: Account, cookie: string) {
  const { origin } = server;
  const stock = connectStockClient({ origin, cookie, document: `closet/${account.userId}` });
  const durable = connectDurableClient({ origin, cookie, document: `account/${account.userId}` });
  onTestFinished(() => stock.close());
  onTestFinished(() => durable.close());
  await Promise.all([stock.whenSynced(), durable.whenOpen()]);
  return {
    isOpen: () => stock.closes.length === 0 && durable.closeCode() === null,
    // Five seconds are the promise to a seller who lost a phone.
    whenClosed: (timeoutMs = 5000) =>
      waitUntil(
        'the sockets to close',
        () => stock.closes.includes(4401) && durable.closeCode() === 4401,
        timeoutMs,
      ),
  };
}

test('a person sees where they are signed in, and no token', async () => {
  const account = await signUp(server.origin);
  const other = await signIn(account, 'Mozilla/5.0 (Linux; Android 16) Firefox/150.0');
  const sessions = await list(other);
  expect(sessions.map(({ isThis, userAgent }) => [isThis, /Firefox/.test(userAgent)])).toEqual([
    [true, true],
    [false, false],
  ]);
  expect(Object.keys(sessions[0] ?? {}).toSorted()).toEqual([
    'createdAt',
    'id',
    'isOpen',
    'isThis',
    'seenAt',
    'userAgent',
  ]);
  expect((await call('GET', '/api/auth/list-sessions', other)).status).toBe(404);
  expect((await call('GET', '/api/sessions', '')).status).toBe(401);
});

test('a session that another one signs out loses its sockets within five seconds, and nobody else does', async () => {
  const account = await signUp(server.origin);
  const phone = await signIn(account, 'phone');
  const [lost, kept] = [await openSockets(account, phone), await openSockets(account, account.cookie)];
  const sessions = await list(account.cookie);
  expect(sessions.map(({ isOpen }) => isOpen)).toEqual([true, true]);
  const { id } = sessions.find(({ isThis }) => !isThis)!;
  const foreign = await call('DELETE', `/api/sessions/${id}`, account.cookie, {
    origin: 'https://evil.example',
  });
  expect(foreign.status).toBe(403);
  expect((await call('DELETE', `/api/sessions/${id}`, account.cookie)).status).toBe(200);
  await lost.whenClosed();
  expect((await call('GET', '/api/me', phone)).status).toBe(401);
  expect((await call('GET', '/api/me', account.cookie)).status).toBe(200);
  expect(kept.isOpen()).toBe(true);
  expect((await call('DELETE', `/api/sessions/${id}`, account.cookie)).status).toBe(404);
});

test('nobody ends the session of another person', async () => {
  const [sara, mina] = [await signUp(server.origin), await signUp(server.origin)];
  const [session] = await list(sara.cookie);
  const answer = await call('DELETE', `/api/sessions/${session?.id}`, mina.cookie);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ error: { code: 'session.not-found' } });
  expect((await call('GET', '/api/me', sara.cookie)).status).toBe(200);
});

test('signing out everywhere else closes all other sockets and keeps this session', async () => {
  const account = await signUp(server.origin);
  const others = [await signIn(account, 'phone'), await signIn(account, 'tablet')];
  const sockets = await Promise.all(others.map((cookie) => openSockets(account, cookie)));
  const here = await openSockets(account, account.cookie);
  const answer = await call('DELETE', '/api/sessions', account.cookie);
  expect(await answer.json()).toEqual({ ended: 2 });
  for (const each of sockets) await each.whenClosed();
  expect(here.isOpen()).toBe(true);
  expect(await list(account.cookie)).toHaveLength(1);
});

test('a new password asks for the old one, and ends the other sessions when told to', async () => {
  const account = await signUp(server.origin);
  const other = await signIn(account);
  const sockets = await openSockets(account, other);
  const change = (currentPassword: string) =>
    fetch(`${server.origin}/api/auth/change-password`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: account.cookie, origin: server.origin },
      body: JSON.stringify({
        currentPassword,
        newPassword: 'another long password',
        revokeOtherSessions: true,
      }),
    });
  expect((await change('not the password')).status).toBe(400);
  expect(sockets.isOpen()).toBe(true);
  expect((await change(account.password)).status).toBe(200);
  await sockets.whenClosed();
  await signIn({ ...account, password: 'another long password' });
});

test('a cookie that the server did not sign is nobody’s, and so is one whose session is over', async () => {
  const account = await signUp(server.origin);
  const [name, value] = (await signIn(account, 'tablet')).split('=') as [string, string];
  const [token, seal] = decodeURIComponent(value).split('.') as [string, string];
  const [, others] = decodeURIComponent(account.cookie).split('.') as [string, string];
  const statusOf = async (words: string) =>
    (await call('GET', '/api/me', `${name}=${encodeURIComponent(words)}`)).status;
  expect(await statusOf(`${token}.${seal}`)).toBe(200);
  const next = (letter: string) => (letter === 'a' ? 'b' : 'a');
  for (const words of [
    token,
    `${token}.`,
    `${token}.${others}`,
    `${token}.${next(seal[0]!)}${seal.slice(1)}`,
    `${next(token[0]!)}${token.slice(1)}.${seal}`,
    `' or 1=1 --.${seal}`,
  ])
    expect(await statusOf(words), words).toBe(401);
  const over = new Date(Date.now() - 1000).toISOString();
  await server.database.identitySql(`update session set "expiresAt" = '${over}' where token = '${token}'`);
  expect(await statusOf(`${token}.${seal}`)).toBe(401);
});

test('sockets end with the age of their session, unless it was prolonged', async () => {
  const account = await signUp(server.origin);
  const [old, prolonged] = [await signIn(account, 'old'), await signIn(account, 'prolonged')];
  const setExpiry = (userAgent: string, at: number) =>
    server.database.identitySql(`update session set "expiresAt" = '${new Date(at).toISOString()}'
      where "userId" = '${account.userId}' and "userAgent" = '${userAgent}'`);
  // Read by the sockets while they are let in: soon over.
  for (const userAgent of ['old', 'prolonged']) await setExpiry(userAgent, Date.now() + 5000);
  const [gone, kept] = [await openSockets(account, old), await openSockets(account, prolonged)];
  await setExpiry('prolonged', Date.now() + 3_600_000);
  await gone.whenClosed(15_000);
  expect(kept.isOpen()).toBe(true);
});

test('who comes while accounts cannot be read is told to come again, and not that the session ended', async () => {
  const account = await signUp(server.origin);
  const { cookie, userId } = account;
  await server.database.identitySql('alter table session rename to session_elsewhere');
  let putBack: Promise<unknown> | null = null;
  const mend = () =>
    (putBack ??= server.database.identitySql('alter table session_elsewhere rename to session'));
  onTestFinished(async () => void (await mend()));
  const socket = connectDurableClient({ origin: server.origin, cookie, document: `closet/${userId}` });
  await waitUntil('the close', () => socket.closeCode() !== null);
  expect(socket.closeCode()).toBe(4503);
  expect((await call('GET', '/api/me', cookie)).status).toBe(500);
  await mend();
  expect((await call('GET', '/api/me', cookie)).status).toBe(200);
  expect((await openSockets(account, cookie)).isOpen()).toBe(true);
});

test('a session that ends while its socket is being let in closes it', async () => {
  const { origin, store } = server;
  const account = await signUp(origin);
  const { promise: held, resolve: letIn } = Promise.withResolvers<void>();
  const { promise: lookedUp, resolve: tellLookedUp } = Promise.withResolvers<void>();
  const ensurePeople = store.ensurePeople.bind(store);
  store.ensurePeople = async (people) => {
    tellLookedUp();
    await held;
    return ensurePeople(people);
  };
  onTestFinished(() => void (store.ensurePeople = ensurePeople));
  const socket = connectDurableClient({
    origin,
    cookie: account.cookie,
    document: `closet/${account.userId}`,
  });
  onTestFinished(() => socket.close());
  await lookedUp;
  const out = await call('POST', '/api/auth/sign-out', account.cookie, {
    'content-type': 'application/json',
  });
  expect(out.status).toBe(200);
  letIn();
  await waitUntil('the close', () => socket.closeCode() === 4401, 5000);
});
