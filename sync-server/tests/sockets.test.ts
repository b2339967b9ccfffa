import { type Account, signUp } from '@komod/testkit/account';
import { openCookieSocket } from '@komod/testkit/cookie-socket';
import { connectStockClient } from '@komod/testkit/stock-client';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { startServer, type TestServer } from './start-server.ts';

let server: TestServer;
let owner: Account;
let stranger: Account;
beforeAll(async () => {
  server = await startServer();
  owner = await signUp(server.origin);
  stranger = await signUp(server.origin);
});
afterAll(() => server.close());

const addressOf = (document: string): string => `${server.origin.replace('http', 'ws')}/sync/${document}`;

function closeOf(
  document: string,
  options: { cookie?: string; from?: string; protocols?: string[]; first?: string | Uint8Array<ArrayBuffer> },
) {
  const { cookie, from, protocols, first } = options;
  const headers = { ...(cookie && { cookie }), ...(from && { origin: from }) };
  const socket = openCookieSocket(addressOf(document), { headers, ...(protocols && { protocols }) });
  return new Promise<{ code: number; wasOpen: boolean }>((resolve) => {
    let wasOpen = false;
    socket.addEventListener('open', () => {
      wasOpen = true;
      if (first !== undefined) socket.send(first);
    });
    socket.addEventListener('close', ({ code }) => resolve({ code, wasOpen }));
  });
}

test.each([
  ['no cookie', () => `closet/${owner.userId}`, () => ({}), 4401],
  [
    'a dead session',
    () => `closet/${owner.userId}`,
    () => ({ cookie: 'komod.session_token=gone.sig' }),
    4401,
  ],
  ["a stranger's cookie", () => `closet/${owner.userId}`, () => ({ cookie: stranger.cookie }), 4403],
  [
    "a stranger's cookie for the account",
    () => `account/${owner.userId}`,
    () => ({ cookie: stranger.cookie }),
    4403,
  ],
  [
    'a foreign Origin',
    () => `closet/${owner.userId}`,
    () => ({ cookie: owner.cookie, from: 'https://evil.example' }),
    4403,
  ],
  ['an Origin of null', () => `closet/${owner.userId}`, () => ({ cookie: owner.cookie, from: 'null' }), 4403],
  ['an unknown kind', () => `diary/${owner.userId}`, () => ({ cookie: owner.cookie }), 4403],
  ['a name with a path in it', () => `closet/${owner.userId}/..%2f`, () => ({ cookie: owner.cookie }), 4403],
  ['a broken escape', () => 'closet/%E0%A4%A', () => ({ cookie: owner.cookie }), 4403],
])('%s is accepted and closed with its code', async (_what, document, options, code) => {
  expect(await closeOf(document(), options())).toEqual({ code, wasOpen: true });
});

test.each(['inbox', 'shelf'])('writing to the own %s is refused with 4403', async (kind) => {
  const document = `${kind}/${owner.userId}`;
  const client = connectStockClient({ origin: server.origin, cookie: owner.cookie, document });
  await client.whenSynced();
  client.doc.getMap('listings').set('forged', { state: 'live' });
  await waitUntil('the close', () => client.closes.includes(4403));
  const reader = connectStockClient({ origin: server.origin, cookie: owner.cookie, document });
  await reader.whenSynced();
  expect(reader.doc.getMap('listings').size).toBe(0);
  reader.close();
  client.close();
});

test('the own page may connect by its Origin', async () => {
  const document = `closet/${owner.userId}`;
  const { origin } = server;
  const client = connectStockClient({ origin, cookie: owner.cookie, document, fromOrigin: origin });
  await client.whenSynced();
  expect(client.closes).toEqual([]);
  client.close();
});

test.each([
  [['komod.durable.1'], 'komod.durable.1'],
  [['other.1', 'komod.durable.1'], 'komod.durable.1'],
  [['other.1'], 'other.1'],
])('an offer of %j is answered with %s', async (protocols, chosen) => {
  const socket = openCookieSocket(addressOf(`closet/${owner.userId}`), {
    headers: { cookie: owner.cookie },
    protocols,
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  expect(socket.protocol).toBe(chosen);
  socket.close();
});

test('text and nonsense are closed 4400 and the server goes on', async () => {
  const document = `closet/${owner.userId}`;
  for (const first of ['hello', '{"a":1}', '7', new Uint8Array([0, 2, 5, 1]), new Uint8Array([0, 9])])
    expect(await closeOf(document, { cookie: owner.cookie, first })).toEqual({ code: 4400, wasOpen: true });
  expect((await fetch(`${server.origin}/health`)).status).toBe(200);
});

test('frames that come while the session is looked up are kept and acknowledged', async () => {
  const { origin, store, hub } = server;
  const account = await signUp(origin);
  const document = `closet/${account.userId}`;
  const ensurePeople = store.ensurePeople.bind(store);
  let letIn = (): void => {};
  const isLetIn = new Promise<void>((resolve) => (letIn = resolve));
  store.ensurePeople = (people) => isLetIn.then(() => ensurePeople(people));
  const headers = { cookie: account.cookie };
  const socket = openCookieSocket(addressOf(document), { headers, protocols: ['komod.durable.1'] });
  socket.binaryType = 'arraybuffer';
  const acks: number[] = [];
  socket.addEventListener('message', ({ data }) => {
    const bytes = new Uint8Array(data as ArrayBuffer);
    if (bytes[0] === 100) acks.push(bytes[1] ?? 0);
  });
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const doc = new Y.Doc();
  doc.getMap('listings').set('early', 1);
  const update = Y.encodeStateAsUpdate(doc);
  const frame = new Uint8Array([0, 1, update.length, ...update]);
  expect(update.length).toBeLessThan(128);
  socket.send(frame);
  // By the time another request is answered, the frame was read.
  await fetch(`${origin}/health`);
  expect(hub.isOpen(document)).toBe(false);
  letIn();
  await waitUntil('the ack', () => acks.includes(1));
  store.ensurePeople = ensurePeople;
  expect(await hub.read(document, (stored) => stored.getMap('listings').get('early'))).toBe(1);
  socket.close();
});

test('signing out closes the sockets of that session with 4401, and of no other', async () => {
  const { origin } = server;
  const account = await signUp(origin);
  const signedIn = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: account.email, password: account.password }),
  });
  const otherCookie = signedIn.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
  const document = `closet/${account.userId}`;
  const here = connectStockClient({ origin, cookie: account.cookie, document });
  const there = connectStockClient({ origin, cookie: otherCookie, document });
  await Promise.all([here.whenSynced(), there.whenSynced()]);
  await fetch(`${origin}/api/auth/sign-out`, { method: 'POST', headers: { cookie: account.cookie, origin } });
  await waitUntil('the close', () => here.closes.includes(4401));
  there.doc.getMap('listings').set('still', new Y.Map());
  await waitUntil('the other session to go on', () =>
    server.hub.read(document, (doc) => doc.getMap('listings').has('still')),
  );
  expect(there.closes).toEqual([]);
  here.close();
  there.close();
});

test('a frame above the limit is closed 4413', async () => {
  const small = await startServer({ limits: { wire: { frameMaxBytes: 1000, payloadMaxBytes: 10_000 } } });
  const account = await signUp(small.origin);
  const document = `closet/${account.userId}`;
  const client = connectStockClient({ origin: small.origin, cookie: account.cookie, document });
  await client.whenSynced();
  client.doc.getMap('listings').set('big', 'x'.repeat(2000));
  await waitUntil('the close', () => client.closes.includes(4413));
  client.close();
  await small.close();
});

test('frames that come too fast are closed 4529', async () => {
  const slow = await startServer({ limits: { wire: { burstFrames: 5, framesPerSecond: 1 } } });
  const account = await signUp(slow.origin);
  const document = `closet/${account.userId}`;
  const client = connectStockClient({ origin: slow.origin, cookie: account.cookie, document });
  await client.whenSynced();
  for (let index = 0; index < 20; index++) client.doc.getMap('listings').set(`${index}`, index);
  await waitUntil('the close', () => client.closes.includes(4529));
  client.close();
  await slow.close();
});

test('closing the server ends its sockets with 4503', async () => {
  const ending = await startServer();
  const account = await signUp(ending.origin);
  const document = `closet/${account.userId}`;
  const client = connectStockClient({ origin: ending.origin, cookie: account.cookie, document });
  await client.whenSynced();
  client.doc.getMap('listings').set('last', 1);
  client.provider.shouldConnect = false;
  await ending.close();
  await waitUntil('the close', () => client.closes.includes(4503));
  client.close();
});
