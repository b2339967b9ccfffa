import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';
import { openStockSeller, type StockSeller } from './stock-seller.ts';

let server: TestServer;
let seller: StockSeller;
beforeAll(async () => {
  server = await startServer({ limits: { catalog: { liveCommentMs: 50 } } });
  seller = await openStockSeller(server);
});
afterAll(async () => {
  seller.close();
  await server.close();
});

interface LiveReader {
  text(): string;
  heads(): { head: number; at: number }[];
  readonly ended: Promise<void>;
  close(): void;
}

async function readLive(query = '', headers: Record<string, string> = {}): Promise<LiveReader> {
  const abort = new AbortController();
  const response = await fetch(`${server.origin}/api/catalog/live${query}`, {
    headers,
    signal: abort.signal,
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  const heads: { head: number; at: number }[] = [];
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const part = decoder.decode(chunk, { stream: true });
      text += part;
      for (const [, head] of part.matchAll(/"head":(\d+)/g))
        heads.push({ head: Number(head), at: performance.now() });
    }
  };
  const ended = read().catch(() => {});
  return { text: () => text, heads: () => heads, ended, close: () => abort.abort() };
}

async function publish(count: number): Promise<void> {
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  for (const [index, id] of ids.entries())
    seller.wish(id, { want: 'listed', base: null, at: 1, piece: await seller.makePiece(index) });
  await Promise.all(ids.map((id) => seller.mark(id, ({ state }) => state === 'live')));
}

test('a reader hears of news within two seconds, at most one head in 250 ms', async () => {
  const reader = await readLive();
  await waitUntil('the first head', () => reader.heads().length === 1);
  for (let round = 0; round < 8; round++) await publish(2);
  const head = await server.store.catalogHead();
  await waitUntil('the newest head', () => reader.heads().at(-1)?.head === head, 2000);
  const times = reader.heads().map(({ at }) => at);
  const gaps = times.slice(2).map((at, index) => at - (times[index + 1] ?? 0));
  expect(Math.min(...gaps, Infinity)).toBeGreaterThan(200);
  expect(reader.heads().length).toBeLessThan(16);
  expect(reader.text()).toMatch(/^retry: \d+\n/);
  expect(reader.text()).toContain(`id: ${server.store.timeline()}:${head}\n`);
  reader.close();
});

test('a comment keeps the connection when there is no news', async () => {
  const reader = await readLive();
  await waitUntil('two comments', () => reader.text().split('\n: ').length > 2);
  reader.close();
});

test('who comes back hears only what is new to it', async () => {
  await publish(1);
  const head = await server.store.catalogHead();
  const timeline = server.store.timeline();
  const upToDate = await readLive(`?after=${head}`);
  const byEvent = await readLive('', { 'last-event-id': `${timeline}:${head}` });
  const behind = await readLive(`?after=${head - 1}`);
  const elsewhere = await readLive(`?after=${head}`, { 'last-event-id': `another:${head}` });
  await waitUntil('their heads', () => behind.heads().length === 1 && elsewhere.heads().length === 1);
  await waitUntil('comments', () => upToDate.text().includes('\n: ') && byEvent.text().includes('\n: '));
  expect(upToDate.heads()).toEqual([]);
  expect(byEvent.heads()).toEqual([]);
  for (const reader of [upToDate, byEvent, behind, elsewhere]) reader.close();
});

test('readers that left are forgotten, and the others end with the server', async () => {
  const readersOf = async () => {
    const health = (await (await fetch(`${server.origin}/health`)).json()) as { readers: number };
    return health.readers;
  };
  await waitUntil('the earlier readers to be forgotten', async () => (await readersOf()) === 0);
  const reader = await readLive();
  await waitUntil('it to be counted', async () => (await readersOf()) === 1);
  await server.restart();
  await reader.ended;
  expect(reader.heads().length).toBe(1);
});

test('one address may hold so many streams and no more, until one ends', async () => {
  const small = await startServer({ limits: { catalog: { liveClientsPerAddress: 2 } } });
  const open = () => {
    const abort = new AbortController();
    const response = fetch(`${small.origin}/api/catalog/live`, { signal: abort.signal });
    return response.then(({ status, headers }) => ({ status, headers, close: () => abort.abort() }));
  };
  const [first, second, third] = [await open(), await open(), await open()];
  expect([first.status, second.status, third.status]).toEqual([200, 200, 429]);
  expect(third.headers.get('retry-after')).toBe('10');
  first.close();
  await waitUntil('a place to be free', async () => {
    const next = await open();
    next.close();
    return next.status === 200;
  });
  second.close();
  await small.close();
});
