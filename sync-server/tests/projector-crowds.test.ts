import { waitUntil } from '@komod/testkit/wait-until';
import { makePhotoRef } from '@komod/testkit/listing-factory';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';
import { newPhotoId, openStockSeller, readCatalog, type StockSeller } from './stock-seller.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

const nothingIsDue = () =>
  waitUntil('nothing to be due', async () => (await server.store.nextDueAt()) === null);

async function wishMany(seller: StockSeller, count: number, piece: unknown): Promise<void> {
  seller.closet.doc.transact(() => {
    for (let index = 0; index < count; index++)
      seller.wish(`many-${index}`, { want: 'listed', base: null, at: 1, piece });
  });
}

test('a closet of 500 pieces is published whole after its seller left', async () => {
  const seller = await openStockSeller(server);
  await wishMany(seller, 500, await seller.makePiece(1));
  await waitUntil('the first one', async () => (await server.store.catalogHead()) > 0);
  seller.close();
  await waitUntil('the last one', async () => (await server.store.catalogHead()) === 500);
  await nothingIsDue();
});

test('pieces that wait for photos hold up neither the others of their closet nor the projector', async () => {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(2);
  const waiting = { ...piece, photos: [makePhotoRef(newPhotoId())] };
  await wishMany(seller, 300, waiting);
  seller.wish('ready', { want: 'listed', base: null, at: 2, piece });
  await seller.mark('ready', ({ state }) => state === 'live');
  await seller.mark('many-299', ({ state }) => state === 'waiting-photos');
  await nothingIsDue();
  await server.store.completePhoto({
    ...waiting.photos[0]!,
    owner: seller.account.userId,
    state: 'ready',
    bytes: 1000,
    at: Date.now(),
  });
  await seller.mark('many-299', ({ state }) => state === 'live');
  await nothingIsDue();
  expect((await readCatalog(server)).head).toBe(301);
  seller.close();
});

test('a wish changed while its closet is looked at is looked at again', async () => {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(3);
  await wishMany(seller, 500, piece);
  await waitUntil('the first ones', async () => (await server.store.catalogHead()) > 0);
  seller.wish('many-0', { want: 'sold', base: 1, at: 2 });
  await seller.mark('many-0', ({ state }) => state === 'sold');
  await seller.mark('many-499', ({ state }) => state === 'live');
  await nothingIsDue();
  seller.close();
});
