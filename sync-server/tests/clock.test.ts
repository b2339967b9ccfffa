import { signUp } from '@komod/testkit/account';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';
import { openStockSeller } from './stock-seller.ts';

const dayMs = 24 * 3600 * 1000;
const realNow = Date.now;
let offsetMs = 0;
let server: TestServer;

beforeEach(async () => {
  offsetMs = 0;
  Date.now = () => realNow() + offsetMs;
  server = await startServer({ limits: { handles: { max: 3 } } });
});
afterEach(async () => {
  Date.now = realNow;
  await server.close();
});

async function nextHead(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<number> {
  for (let text = ''; ;) {
    const { value } = await reader.read();
    text += new TextDecoder().decode(value);
    const head = /data: \{"head":(\d+)\}/.exec(text)?.[1];
    if (head !== undefined) return Number(head);
  }
}

test.each([
  ['back', -dayMs],
  ['ahead', dayMs],
])('a clock set %s by a day stops neither publishing nor its news', async (_, jumpMs) => {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(1);
  const stream = await fetch(`${server.origin}/api/catalog/live`);
  const reader = stream.body!.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  expect(await nextHead(reader)).toBe(0);
  seller.wish('before', { want: 'listed', base: null, at: 1, piece });
  await seller.mark('before', ({ state }) => state === 'live');
  expect(await nextHead(reader)).toBe(1);
  offsetMs = jumpMs;
  seller.wish('after', { want: 'listed', base: null, at: 2, piece });
  await seller.mark('after', ({ state }) => state === 'live');
  expect(await nextHead(reader)).toBe(2);
  await reader.cancel();
  seller.close();
});

test('what was due when the clock was set back is not put off by a day', async () => {
  const seller = await openStockSeller(server);
  const { userId } = await signUp(server.origin);
  await server.store.markDue(`closet/${userId}`, 'test', Date.now() + 300);
  offsetMs = -dayMs;
  seller.wish('first', { want: 'listed', base: null, at: 1, piece: await seller.makePiece(2) });
  await seller.mark('first', ({ state }) => state === 'live');
  await waitUntil('nothing to be due', async () => (await server.store.nextDueAt()) === null);
  seller.close();
});

test('nobody is locked out for a day because the clock was set back', async () => {
  const ask = async () => (await fetch(`${server.origin}/api/handles/sara`)).status;
  for (let count = 0; count < 3; count++) expect(await ask()).toBe(200);
  expect(await ask()).toBe(429);
  offsetMs = -dayMs;
  expect(await ask()).toBe(200);
});
