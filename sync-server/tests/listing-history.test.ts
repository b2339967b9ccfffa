import { setField } from '@komod/documents/closet';
import { signUp } from '@komod/testkit/account';
import { connectStockClient } from '@komod/testkit/stock-client';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { startServer, type TestServer } from './start-server.ts';
import { openStockSeller, type StockSeller } from './stock-seller.ts';

const span = 600_000;

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ limits: { history: { lookEveryMs: 20, forgetEveryMs: 20 } } });
});
afterAll(() => server.close());

interface Revision {
  field: string;
  value: unknown;
  at: number;
}

const ask = (listingId: string, cookie: string) =>
  fetch(`${server.origin}/api/listings/${listingId}/history`, { headers: { cookie } });

async function historyOf(seller: StockSeller, listingId: string): Promise<Revision[]> {
  const answer = await ask(listingId, seller.account.cookie);
  return ((await answer.json()) as { revisions: Revision[] }).revisions;
}

const valuesOf = async (seller: StockSeller, listingId: string, field: string) =>
  (await historyOf(seller, listingId)).filter((row) => row.field === field).map(({ value }) => value);

function draft(seller: StockSeller, listingId: string, keys: Record<string, unknown>): void {
  const { doc } = seller.closet;
  doc.transact(() => {
    const listings = doc.getMap<Y.Map<unknown>>('listings');
    const listing = listings.get(listingId) ?? new Y.Map<unknown>();
    if (!listings.has(listingId)) listings.set(listingId, listing);
    for (const [key, value] of Object.entries(keys)) listing.set(key, value);
    listing.set('updatedAt', Date.now());
  });
}

/** As if everything kept until now had been seen so long ago. */
const age = (ms: number) =>
  server.database.sql(`update listing_revision set span = span - ${Math.ceil(ms / span)}, at = at - ${ms}`);

test('[H3] of a draft that was never pressed each field is remembered, one value for ten minutes', async () => {
  const seller = await openStockSeller(server);
  draft(seller, 'coat', { title: 'Coat', description: new Y.Text('Wool'), brand: null, price: 4000 });
  const kept = await waitUntil('the first look', async () => {
    const rows = await historyOf(seller, 'coat');
    return rows.length === 4 && rows;
  });
  expect(Object.fromEntries(kept.map(({ field, value }) => [field, value]))).toEqual({
    title: 'Coat',
    description: 'Wool',
    brand: null,
    price: 4000,
  });

  draft(seller, 'coat', { title: 'Wool coat' });
  await waitUntil('the value to be replaced', async () => {
    const titles = await valuesOf(seller, 'coat', 'title');
    return titles.length === 1 && titles[0] === 'Wool coat';
  });
  await age(2 * span);
  draft(seller, 'coat', { title: 'Winter coat' });
  await waitUntil('another value', async () => (await valuesOf(seller, 'coat', 'title')).length === 2);
  expect(await valuesOf(seller, 'coat', 'title')).toEqual(['Winter coat', 'Wool coat']);
  expect(await valuesOf(seller, 'coat', 'price')).toEqual([4000]);
  seller.close();
});

test('[H3] nobody but its owner reads it', async () => {
  const seller = await openStockSeller(server);
  draft(seller, 'secret', { title: 'For me alone' });
  await waitUntil('the look', async () => (await historyOf(seller, 'secret')).length > 0);
  expect((await ask('secret', '')).status).toBe(401);
  const other = await signUp(server.origin);
  expect(await (await ask('secret', other.cookie)).json()).toEqual({ revisions: [] });
  seller.close();
});

test('[H4] after thirty days it is forgotten, and at once when the piece is deleted for good', async () => {
  const seller = await openStockSeller(server);
  draft(seller, 'old', { title: 'Old' });
  draft(seller, 'gone', { title: 'Gone' });
  await waitUntil('both', async () => (await historyOf(seller, 'gone')).length > 0);
  seller.closet.doc.getMap('listings').delete('gone');
  await waitUntil('it to be forgotten', async () => (await historyOf(seller, 'gone')).length === 0);
  expect(await valuesOf(seller, 'old', 'title')).toEqual(['Old']);
  await age(31 * 86_400_000);
  await waitUntil('it to be forgotten', async () => (await historyOf(seller, 'old')).length === 0);
  seller.close();
});

test('[H5] what was written while nobody looked is found when its closet is read again', async () => {
  const seller = await openStockSeller(server);
  draft(seller, 'kept', { title: 'Before' });
  await waitUntil('the look', async () => (await historyOf(seller, 'kept')).length > 0);
  await age(2 * span);
  await server.restart();
  const { cookie, userId } = seller.account;
  const again = connectStockClient({ origin: server.origin, cookie, document: `closet/${userId}` });
  await again.whenSynced();
  setField(again.doc, 'kept', 'title', 'After', Date.now());
  await waitUntil('both', async () => (await valuesOf(seller, 'kept', 'title')).length === 2);
  expect(await valuesOf(seller, 'kept', 'title')).toEqual(['After', 'Before']);
  seller.close();
  again.close();
});
