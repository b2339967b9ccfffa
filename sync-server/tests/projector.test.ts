import { signUp } from '@komod/testkit/account';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';
import { openStockSeller, readCatalog, readJson } from './stock-seller.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer({ limits: { projector: { attempts: 3, backoffMs: 5 } } });
});
afterEach(() => server.close());

const health = async () => (await readJson<{ status: string; parked: number }>(server, '/health')).body;

test('a document that throws is parked after its attempts, shows in the health, and holds up nobody', async () => {
  const { store } = server;
  const seller = await openStockSeller(server);
  const poisoned = await openStockSeller(server);
  const answersOf = store.answersOf.bind(store);
  let isBroken = true;
  let attempts = 0;
  store.answersOf = async (owner, ids) => {
    if (isBroken && owner === poisoned.account.userId) {
      attempts += 1;
      throw new Error('poison');
    }
    return answersOf(owner, ids);
  };
  poisoned.wish('late', { want: 'listed', base: null, at: 1, piece: await poisoned.makePiece(1) });
  seller.wish('good', { want: 'listed', base: null, at: 1, piece: await seller.makePiece(2) });
  await seller.mark('good', ({ state }) => state === 'live');
  await waitUntil('it to be parked', async () => (await health()).parked === 1);
  expect(await health()).toMatchObject({ status: 'degraded', parked: 1 });
  for (let index = 0; index < 10; index++) {
    seller.wish(`more-${index}`, { want: 'listed', base: null, at: 1, piece: await seller.makePiece(index) });
    await seller.mark(`more-${index}`, ({ state }) => state === 'live');
  }
  expect(attempts).toBe(3);
  isBroken = false;
  seller.close();
  poisoned.close();
  await server.restart();
  await waitUntil('its publishing', async () => (await readCatalog(server)).entries.length === 12);
  expect(await health()).toMatchObject({ status: 'ok', parked: 0 });
});

test('what was due at a crash is projected at the next start', async () => {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(3);
  seller.wish('first', { want: 'listed', base: null, at: 1, piece });
  await seller.mark('first', ({ state }) => state === 'live');
  const { userId } = seller.account;
  await waitUntil('nothing to be due', async () => (await server.store.nextDueAt()) === null);
  seller.close();
  await server.store.markDue(`closet/${userId}`, 'test', Date.now() + 3_600_000);
  expect(await server.store.nextDueAt()).toBeGreaterThan(Date.now());
  await server.restart();
  await waitUntil('nothing to be due', async () => (await server.store.nextDueAt()) === null);
});

test.each([
  ['listing_version', 'insert'],
  ['catalog_log', 'insert'],
  ['shelf_entry', 'insert'],
  ['server_doc_due', 'insert'],
  ['projection_due', 'delete'],
])(
  'a projection that fails at %s leaves nothing behind and stays due, and is made once',
  async (table, step) => {
    const seller = await openStockSeller(server);
    const piece = await seller.makePiece(7);
    await waitUntil('nothing to be due', async () => (await server.store.nextDueAt()) === null);
    const { database } = server;
    const mend = await database.breakTable(table, step);
    seller.wish('one', { want: 'listed', base: null, at: 1, piece });
    await waitUntil('it to be parked', async () => (await health()).parked === 1);
    for (const name of ['listing', 'listing_version', 'catalog_log', 'shelf_entry', 'server_doc_due'])
      expect(await database.sql(`select 1 from ${name}`), name).toEqual([]);
    expect(await server.store.catalogHead()).toBe(0);
    await mend();
    await server.restart();
    await waitUntil('its publishing', async () => (await readCatalog(server)).entries.length === 1);
    await waitUntil('nothing to be due', async () => (await server.store.nextDueAt()) === null);
    expect(await server.store.catalogHead()).toBe(1);
    seller.close();
  },
);

test('two sellers who claim one new id at once: one gets it, the other is told', async () => {
  const one = await openStockSeller(server);
  const two = await openStockSeller(server);
  const [pieceOne, pieceTwo] = [await one.makePiece(4), await two.makePiece(5)];
  one.wish('same', { want: 'listed', base: null, at: 1, piece: pieceOne });
  two.wish('same', { want: 'listed', base: null, at: 1, piece: pieceTwo });
  const marks = await Promise.all([one.mark('same', () => true), two.mark('same', () => true)]);
  expect(marks.map(({ state }) => state).toSorted()).toEqual(['live', 'refused']);
  one.close();
  two.close();
});

test('a closet of 1,000 listed pieces is published whole', async () => {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(6);
  seller.closet.doc.transact(() => {
    for (let index = 0; index < 1000; index++)
      seller.wish(`many-${index}`, { want: 'listed', base: null, at: 1, piece });
  });
  await waitUntil('the last one', async () => (await server.store.catalogHead()) === 1000);
  await waitUntil('its marks', () => seller.shelf.doc.getMap('listings').size === 1000);
  seller.close();
});

test('a person who only signed in is in no catalog', async () => {
  await signUp(server.origin);
  expect(await readCatalog(server)).toEqual({ head: 0, entries: [], nextCursor: null });
});
