import type { ListingPage } from '@komod/domain/catalog-entry';
import type { Piece } from '@komod/domain/piece';
import { writeDraft, writeWish } from '@komod/testkit/listing-factory';
import { connectStockClient } from '@komod/testkit/stock-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { startServer, type TestServer } from './start-server.ts';
import { openStockSeller, readJson } from './stock-seller.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const liveOf = async (id: string): Promise<ListingPage> =>
  (await readJson<ListingPage>(server, `/api/listings/${id}`)).body;

/** A live piece, version 1, and a press on it. */
async function openPiece(id: string, change: Partial<Piece> = {}) {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(1, { price: 4000, ...change });
  const press = async (at: number, wished: Partial<Piece>, base: number | null = 1, builtOn?: number[]) => {
    seller.wish(id, {
      want: 'listed',
      base,
      at,
      piece: { ...piece, ...wished },
      ...(builtOn && { builtOn }),
    });
    return seller.mark(id, ({ wishAt }) => wishAt === at);
  };
  await press(1, {}, null);
  return { seller, piece, press };
}

test('presses on one version that change different fields are both live', async () => {
  const { seller, piece, press } = await openPiece('both');
  await press(2, { price: 3500 });
  const mark = await press(3, { description: 'Linen.', condition: 'fair' });
  expect(mark).toMatchObject({ state: 'live', version: 3, elsewhere: [{ field: 'price', value: 3500 }] });
  expect(mark.reasons).toBeUndefined();
  expect(await liveOf('both')).toMatchObject({
    title: piece.title,
    price: 3500,
    description: 'Linen.',
    condition: 'fair',
    version: 3,
  });
  seller.close();
});

test('a field that both changed is refused by its name, and what is live there is told', async () => {
  const { seller, piece, press } = await openPiece('contested');
  await press(2, { price: 3500, title: 'Mine' });
  const mark = await press(3, { price: 4500, description: 'Linen.' });
  expect(mark).toMatchObject({
    state: 'live',
    version: 2,
    reasons: [{ field: 'price', code: 'changed-elsewhere' }],
    elsewhere: [
      { field: 'title', value: 'Mine' },
      { field: 'price', value: 3500 },
    ],
  });
  expect(await liveOf('contested')).toMatchObject({
    price: 3500,
    description: piece.description,
    version: 2,
  });
  // On top of what is live now it goes out, with what the other press made of the title.
  await press(4, { price: 4500, title: 'Mine', description: 'Linen.' }, 2);
  expect(await liveOf('contested')).toMatchObject({ price: 4500, title: 'Mine', description: 'Linen.' });
  seller.close();
});

test('both to the same value is no conflict, and a press that changed nothing takes nothing back', async () => {
  const { seller, press } = await openPiece('alike');
  await press(2, { price: 3500 });
  expect(await press(3, { price: 3500 })).toMatchObject({ state: 'live', version: 2 });
  const untouched = await press(4, {});
  expect(untouched).toMatchObject({
    state: 'live',
    version: 2,
    elsewhere: [{ field: 'price', value: 3500 }],
  });
  expect(untouched.reasons).toBeUndefined();
  seller.close();
});

test('a version nobody knows makes every difference a conflict', async () => {
  const { seller, press } = await openPiece('unknown');
  await press(2, { price: 3500 });
  const mark = await press(3, { description: 'Linen.' }, null);
  expect(mark.reasons).toEqual([
    { field: 'description', code: 'changed-elsewhere' },
    { field: 'price', code: 'changed-elsewhere' },
  ]);
  seller.close();
});

test('what a press was built on is what it started from, where that was accepted', async () => {
  const { seller, press } = await openPiece('built');
  // Its own price became version 2 before this device heard of it; then another device changed the description.
  await press(2, { price: 3500 });
  await press(3, { price: 3500, description: 'Linen.' }, 2);
  const mark = await press(4, { price: 3000 }, 1, [2]);
  expect(mark.reasons).toBeUndefined();
  expect(await liveOf('built')).toMatchObject({ price: 3000, description: 'Linen.' });
  seller.close();
});

test('a version in which it was sold holds the piece of the version before', async () => {
  const { seller, piece, press } = await openPiece('sold');
  seller.wish('sold', { want: 'sold', base: 1, at: 2 });
  await seller.mark('sold', ({ state }) => state === 'sold');
  await press(3, {}, 2);
  await press(4, { price: 3500 }, 3);
  const mark = await press(5, { title: 'Mine' }, 2);
  expect(mark.reasons).toBeUndefined();
  expect(await liveOf('sold')).toMatchObject({ title: 'Mine', price: 3500, description: piece.description });
  seller.close();
});

test('photos taken out elsewhere stay out of a merged piece, and it waits for its own only', async () => {
  const seller = await openStockSeller(server);
  const photos = [await seller.addPhoto(), await seller.addPhoto(), await seller.addPhoto()];
  const piece = await seller.makePiece(1, { photos, price: 4000 });
  const press = async (at: number, wished: Partial<Piece>, base: number | null) => {
    seller.wish('photos', { want: 'listed', base, at, piece: { ...piece, ...wished } });
    return seller.mark('photos', ({ wishAt }) => wishAt === at);
  };
  await press(1, {}, null);
  await press(2, { photos: [photos[2]!, photos[0]!] }, 1);
  await press(3, { price: 3500 }, 1);
  const live = await liveOf('photos');
  expect([live.photos.map(({ id }) => id), live.price]).toEqual([[photos[2]!.id, photos[0]!.id], 3500]);
  seller.close();
});

test.each([
  ['the press that comes last', 2],
  ['the press that came first', 1],
])('of two presses made offline %s stands in the closet, and both are live', async (_what, standing) => {
  const seller = await openStockSeller(server);
  const { closet, account } = seller;
  const id = `offline-${standing}`;
  const piece = await seller.makePiece(1, { price: 4000 });
  writeDraft(closet.doc, id, piece, 1);
  writeWish(closet.doc, id, piece, null, 1);
  await seller.mark(id, ({ version }) => version === 1);
  // Of two values under one key Yjs keeps the one of the greater client id.
  const [phone, laptop] = [standing === 1 ? 20 : 10, 15].map((clientID) => {
    const doc = new Y.Doc();
    doc.clientID = clientID;
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(closet.doc));
    return doc;
  }) as [Y.Doc, Y.Doc];
  writeWish(phone, id, { ...piece, price: 3500 }, 1, 2);
  writeWish(laptop, id, { ...piece, description: 'Linen.' }, 1, 3);
  Y.applyUpdate(closet.doc, Y.encodeStateAsUpdate(phone));
  await seller.mark(id, ({ wishAt }) => wishAt === 2);
  const { cookie, userId } = account;
  const document = `closet/${userId}`;
  const device = connectStockClient({ origin: server.origin, cookie, document, doc: laptop });
  await device.whenSynced();
  const stands = laptop.getMap<Y.Map<unknown>>('listings').get(id)?.get('wish');
  expect(stands).toMatchObject({ at: standing === 1 ? 2 : 3 });
  // A device whose press does not stand there puts it on top again, as it was.
  if (standing === 1)
    laptop
      .getMap<Y.Map<unknown>>('listings')
      .get(id)
      ?.set('wish', { want: 'listed', base: 1, at: 4, again: 3, piece: { ...piece, description: 'Linen.' } });
  await seller.mark(id, ({ version }) => version === 3);
  expect(await liveOf(id)).toMatchObject({ price: 3500, description: 'Linen.' });
  device.close();
  seller.close();
});

test('a press that is put back after it was carried out takes nothing back', async () => {
  const { seller, piece, press } = await openPiece('again');
  await press(2, { price: 3500 });
  await press(3, { price: 3000 }, 2);
  const wish = { want: 'listed', base: 1, piece: { ...piece, price: 3500 } };
  seller.wish('again', { ...wish, at: 4, again: 2 });
  const mark = await seller.mark('again', ({ wishAt }) => wishAt === 4);
  expect(mark).toMatchObject({ state: 'live', version: 3, elsewhere: [{ field: 'price', value: 3000 }] });
  expect(mark.reasons).toBeUndefined();
  // One that never was carried out is judged like any other.
  seller.wish('again', { ...wish, at: 6, again: 5 });
  expect((await seller.mark('again', ({ wishAt }) => wishAt === 6)).reasons).toEqual([
    { field: 'price', code: 'changed-elsewhere' },
  ]);
  seller.close();
});

test('versions and times that never were are no start', async () => {
  const { seller, press } = await openPiece('far');
  await press(2, { price: 3500 });
  const far = Number.MAX_SAFE_INTEGER;
  const mark = await press(3, { price: 3600 }, far, [far, -far]);
  expect(mark.reasons).toEqual([{ field: 'price', code: 'changed-elsewhere' }]);
  seller.close();
});
