import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { encodeUpdate } from '../src/wire/frames.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { serveHub, type SocketServer } from './socket-server.ts';
import { startHub, type TestHub } from './test-hub.ts';
import { waitUntil } from './wait-until.ts';

let host: TestHub;
let server: SocketServer;
const providers: WebsocketProvider[] = [];

beforeEach(() => {
  host = startHub();
  server = serveHub(() => host.hub);
});
afterEach(async () => {
  for (const provider of providers.splice(0)) {
    provider.destroy();
    provider.doc.destroy();
  }
  await server.stop();
});

/** y-websocket as anybody would use it, awareness and all. */
function stock(document = 'closet/a', doc = new Y.Doc()) {
  const provider = new WebsocketProvider(server.url, document, doc, { disableBc: true });
  providers.push(provider);
  const closed: { code: number; reason: string }[] = [];
  let drops = 0;
  provider.on('closed', (event) => closed.push(event));
  provider.on('connection-close', () => drops++);
  return { doc, provider, closed, drops: () => drops };
}

const stored = (document = 'closet/a') => host.hub.read(document, (doc) => doc.getMap('m').toJSON());

test('[T1] stock clients share a document', async () => {
  const [first, second] = [stock(), stock()];
  await waitUntil('both are synced', () => first.provider.synced && second.provider.synced);
  first.doc.getMap('m').set('k', 1);
  await waitUntil('the other sees it', () => second.doc.getMap('m').get('k') === 1);
  second.doc.getMap('m').set('k', 2);
  await waitUntil('and back', () => first.doc.getMap('m').get('k') === 2);
});

test('[T1] typing during connect with an offline backlog arrives whole, without a reconnect', async () => {
  const doc = new Y.Doc();
  for (let index = 0; index < 300; index++) doc.getMap('m').set(`offline${index}`, index);
  const load = host.log.load.bind(host.log);
  const gate = Promise.withResolvers<void>();
  host.log.load = async (document) => {
    await gate.promise;
    return load(document);
  };
  const client = stock('closet/a', doc);
  await waitUntil('the socket is open', () => client.provider.wsconnected);
  for (let index = 0; index < 40; index++) {
    doc.getMap('m').set(`typed${index}`, index);
    if (index === 20) gate.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await waitUntil('all of it is stored', async () => Object.keys(await stored()).length === 340);
  const reader = stock();
  await waitUntil('a reader has all of it', () => reader.doc.getMap('m').size === 340);
  expect([client.drops(), server.accepted()]).toEqual([0, 2]);
});

test('[T1] ninety idle seconds pass without one reconnect', async () => {
  const clients = [stock(), stock('inbox/a')];
  await waitUntil('synced', () => clients.every(({ provider }) => provider.synced));
  // The client's watchdog looks at its own clock: let its past grow old instead of waiting.
  for (let passed = 0; passed < 90_000; passed += 1_000) {
    const silent = clients.map(({ provider }) => provider.wsLastMessageReceived);
    host.clock.advance(1_000);
    for (const [index, { provider }] of clients.entries()) {
      provider.wsLastMessageReceived = (silent[index] ?? 0) - 1_000;
    }
    if (passed % 20_000 === 19_000) {
      const last = clients.map(({ provider }) => provider.wsLastMessageReceived);
      await waitUntil('a keep-alive arrives', () =>
        clients.every(({ provider }, index) => provider.wsLastMessageReceived > (last[index] ?? 0)),
      );
    }
  }
  expect(clients.map(({ drops }) => drops())).toEqual([0, 0]);
  expect(server.accepted()).toBe(2);
});

test('[T2] a write to a server document is closed 4403, for good', async () => {
  const client = stock('inbox/a');
  await waitUntil('synced', () => client.provider.synced);
  client.doc.getMap('m').set('forged', true);
  await waitUntil('closed', () => client.closed.length === 1);
  expect(client.closed[0]).toEqual({ code: 4403, reason: 'document.read-only' });
  expect(client.provider.shouldConnect).toBe(false);
  expect(await stored('inbox/a')).toEqual({});
});

test('[T2] malformed bytes are closed 4400, for good', async () => {
  const client = stock();
  await waitUntil('synced', () => client.provider.synced);
  client.provider.ws?.send(encodeUpdate(Uint8Array.of(3, 1, 4, 1, 5)) as Uint8Array<ArrayBuffer>);
  await waitUntil('closed', () => client.closed.length === 1);
  expect(client.closed[0]?.code).toBe(4400);
});

test('[T2] an oversized frame is closed 4413, for good', async () => {
  const client = stock();
  await waitUntil('synced', () => client.provider.synced);
  client.doc.getMap('m').set('k', new Uint8Array(wireLimits.frameMaxBytes));
  await waitUntil('closed', () => client.closed.length === 1);
  expect(client.closed[0]?.code).toBe(4413);
});

test('[T2] a client that sends too fast is closed 4529, comes back and loses nothing', async () => {
  host = startHub({ limits: { ...wireLimits, burstFrames: 40 } });
  const client = stock();
  await waitUntil('synced', () => client.provider.synced);
  for (let index = 0; index < 100; index++) client.doc.getMap('m').set(`k${index}`, index);
  await waitUntil('dropped once', () => client.drops() === 1);
  expect(client.closed).toEqual([]);
  await waitUntil('all is stored', async () => Object.keys(await stored()).length === 100);
});

test('[T3] a peer learns nothing before the server has it on disk, and is not made synced by a relay', async () => {
  const doc = new Y.Doc();
  doc.getMap('m').set('backlog', 1);
  const reader = stock();
  await waitUntil('synced', () => reader.provider.synced);
  const commit = host.log.commit.bind(host.log);
  const gate = Promise.withResolvers<void>();
  host.log.commit = async (batch) => {
    await gate.promise;
    return commit(batch);
  };
  stock('closet/a', doc);
  const late = stock();
  await waitUntil(
    'the backlog waits for its commit',
    () => host.hub.stats().queued > 0 || host.hub.stats().connections === 3,
  );
  expect([reader.doc.getMap('m').size, late.provider.synced]).toEqual([0, false]);
  gate.resolve();
  await waitUntil('both have it', () => reader.doc.getMap('m').size === 1 && late.doc.getMap('m').size === 1);
  await waitUntil('late is synced by its own step 2', () => late.provider.synced);
});
