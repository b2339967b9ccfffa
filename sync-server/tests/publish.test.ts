import type { CatalogChanges, ClosetPage, ListingPage } from '@komod/domain/catalog-entry';
import { signUp } from '@komod/testkit/account';
import { makePiece, writeDraft, writeWish } from '@komod/testkit/listing-factory';
import { connectStockClient } from '@komod/testkit/stock-client';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { startServer, type TestServer } from './start-server.ts';
import { completePhoto, newPhotoId, openStockSeller, readCatalog, readJson } from './stock-seller.ts';
import { takeLease } from './take-lease.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const entryOf = async (id: string, query = '?availability=all&limit=48') =>
  (await readCatalog(server, query)).entries.find((entry) => entry.id === id);

test('a stock client writes a listing and its wish and sees it published', async () => {
  const seller = await openStockSeller(server, { name: 'Roya' });
  const piece = await seller.makePiece(1, { title: 'Linen blazer', price: 4500 });
  writeDraft(seller.closet.doc, 'first', piece, 1);
  writeWish(seller.closet.doc, 'first', piece, null, 77);
  const mark = await seller.mark('first', ({ state }) => state === 'live');
  expect(mark).toMatchObject({ state: 'live', version: 1, wishAt: 77 });
  expect(await entryOf('first')).toMatchObject({
    id: 'first',
    version: 1,
    state: 'live',
    title: 'Linen blazer',
    price: 4500,
    seller: { handle: seller.account.handle, name: 'Roya' },
  });
  const { body } = await readJson<ListingPage>(server, '/api/listings/first');
  expect(body.photos).toEqual(piece.photos);
  expect(body.description).toBe(piece.description);
  seller.close();
});

test('[X4] a piece that was sold before it came to this server is marked sold and hangs nowhere', async () => {
  const seller = await openStockSeller(server);
  writeDraft(seller.closet.doc, 'sold-elsewhere', makePiece(8), 1);
  const listing = seller.closet.doc.getMap<Y.Map<unknown>>('listings').get('sold-elsewhere');
  listing?.set('wish', { want: 'sold', base: 3, at: 78 });
  const mark = await seller.mark('sold-elsewhere', ({ state }) => state === 'sold');
  expect(mark).toMatchObject({ state: 'sold', version: 0, wishAt: 78 });
  expect(mark.reasons).toBeUndefined();
  expect(await entryOf('sold-elsewhere')).toBeUndefined();
  expect((await fetch(`${server.origin}/api/listings/sold-elsewhere`)).status).toBe(404);
  seller.close();
});

test('typing while it connects, with a backlog from offline days, is all there afterwards', async () => {
  const { cookie, userId } = await signUp(server.origin);
  const document = `closet/${userId}`;
  const { origin } = server;
  const first = connectStockClient({ origin, cookie, document });
  await first.whenSynced();
  first.doc.getMap('listings').set('known', new Y.Map([['title', 'known']]));
  const doc = new Y.Doc();
  const client = connectStockClient({ origin, cookie, document, doc, connect: false });
  const photo = await completePhoto(server, userId, newPhotoId());
  const piece = makePiece(3, { photos: [photo] });
  for (let index = 0; index < 50; index++) writeDraft(doc, `offline-${index}`, piece, index);
  client.provider.connect();
  const text = doc.getMap<Y.Map<unknown>>('listings').get('offline-7')?.get('description') as Y.Text;
  let typed = 0;
  const typing = setInterval(() => {
    text.insert(0, 'x');
    typed += 1;
  }, 1);
  await client.whenSynced();
  clearInterval(typing);
  writeWish(doc, 'offline-7', piece, null, 5);
  await waitUntil('the backlog on the other device', () => {
    const listing = first.doc.getMap<Y.Map<unknown>>('listings').get('offline-7');
    return listing?.has('wish') && String(listing.get('description')).startsWith('x'.repeat(typed));
  });
  expect(typed).toBeGreaterThan(0);
  expect(first.doc.getMap('listings').size).toBe(51);
  await waitUntil('its publishing', () => entryOf('offline-7'));
  expect([...client.closes, ...first.closes]).toEqual([]);
  first.close();
  client.close();
});

test('a piece waits for its photos and is live once the last one is here', async () => {
  const seller = await openStockSeller(server);
  const here = await seller.addPhoto();
  const later = { ...here, id: newPhotoId() };
  const piece = makePiece(4, { photos: [here, later] });
  seller.wish('waiting', { want: 'listed', base: null, at: 1, piece });
  const waiting = await seller.mark('waiting', ({ state }) => state === 'waiting-photos');
  expect(waiting.missing).toEqual([later.id]);
  expect(await entryOf('waiting')).toBeUndefined();
  await completePhoto(server, seller.account.userId, later.id);
  await seller.mark('waiting', ({ state }) => state === 'live');
  expect((await entryOf('waiting'))?.cover.id).toBe(here.id);
  seller.close();
});

test('an update that waits for a photo leaves the old version live, says which photo, and follows it', async () => {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(14, { price: 4000 });
  seller.wish('growing', { want: 'listed', base: null, at: 1, piece });
  await seller.mark('growing', ({ version }) => version === 1);
  const later = { ...(await seller.addPhoto()), id: newPhotoId() };
  const next = { ...piece, price: 4500, photos: [...piece.photos, later] };
  seller.wish('growing', { want: 'listed', base: 1, at: 2, piece: next });
  const waiting = await seller.mark('growing', ({ wishAt }) => wishAt === 2);
  expect(waiting).toMatchObject({ state: 'live', version: 1, missing: [later.id] });
  expect((await entryOf('growing'))?.price).toBe(4000);
  await completePhoto(server, seller.account.userId, later.id);
  expect(await seller.mark('growing', ({ version }) => version === 2)).not.toHaveProperty('missing');
  expect((await entryOf('growing'))?.price).toBe(4500);
  seller.close();
});

test('an updated piece is live since it went live, one put back since it came back', async () => {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(14);
  const { doc } = seller.closet;
  const listing = () => doc.getMap<Y.Map<unknown>>('listings').get('since');
  writeDraft(doc, 'since', piece, 1);
  writeWish(doc, 'since', piece, null, 1);
  const first = await seller.mark('since', ({ state }) => state === 'live');
  writeWish(doc, 'since', { ...piece, price: piece.price + 100 }, 1, 2);
  const updated = await seller.mark('since', ({ version }) => version === 2);
  expect(updated.at).toBe(first.at);
  listing()?.set('wish', { want: 'removed', base: 2, at: 3 });
  const removed = await seller.mark('since', ({ state }) => state === 'removed');
  writeWish(doc, 'since', piece, 3, 4);
  const back = await seller.mark('since', ({ state }) => state === 'live');
  expect(removed.at).toBeGreaterThan(first.at);
  expect(back.at).toBeGreaterThanOrEqual(removed.at);
  expect(back.at).toBeGreaterThan(first.at);
  seller.close();
});

test('an update becomes the next version, typing without a wish changes nothing', async () => {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(5, { price: 4000 });
  seller.wish('updated', { want: 'listed', base: null, at: 1, piece });
  await seller.mark('updated', ({ version }) => version === 1);
  const listing = seller.closet.doc.getMap<Y.Map<unknown>>('listings').get('updated');
  for (const price of [4, 45, 450, 4500]) listing?.set('price', price);
  listing?.delete('title');
  seller.wish('updated', { want: 'listed', base: 1, at: 2, piece: { ...piece, price: 4500 } });
  await seller.mark('updated', ({ version }) => version === 2);
  expect(await entryOf('updated')).toMatchObject({ version: 2, price: 4500, title: piece.title });
  const { body } = await readJson<CatalogChanges>(server, '/api/catalog/changes?after=0');
  const kinds = body.changes.filter(({ id }) => id === 'updated').map(({ kind }) => kind);
  expect(kinds).toEqual(['published', 'updated']);
  seller.close();
});

test('a wish from an older base is answered changed-elsewhere and the live version stays', async () => {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(6, { price: 4000 });
  seller.wish('stale', { want: 'listed', base: null, at: 1, piece });
  await seller.mark('stale', ({ version }) => version === 1);
  seller.wish('stale', { want: 'listed', base: 1, at: 2, piece: { ...piece, price: 5000 } });
  await seller.mark('stale', ({ version }) => version === 2);
  seller.wish('stale', { want: 'listed', base: 1, at: 3, piece: { ...piece, price: 3000 } });
  const mark = await seller.mark('stale', ({ wishAt }) => wishAt === 3);
  expect(mark).toMatchObject({
    state: 'live',
    version: 2,
    reasons: [{ field: 'price', code: 'changed-elsewhere' }],
  });
  expect((await entryOf('stale'))?.price).toBe(5000);
  seller.close();
});

test('a press on top of one whose answer was not heard yet is an update', async () => {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(20, { price: 4000 });
  const press = (at: number, price: number, builtOn?: number[]) =>
    seller.wish('line', {
      want: 'listed',
      base: null,
      at,
      piece: { ...piece, price },
      ...(builtOn && { builtOn }),
    });
  press(1, 4000);
  await seller.mark('line', ({ version }) => version === 1);
  press(3, 4500, [1, 2]);
  expect(await seller.mark('line', ({ wishAt }) => wishAt === 3)).toMatchObject({
    state: 'live',
    version: 2,
  });
  press(4, 4800, [1, 2, 3]);
  const mark = await seller.mark('line', ({ wishAt }) => wishAt === 4);
  expect(mark).toMatchObject({ state: 'live', version: 3 });
  expect(mark.reasons).toBeUndefined();
  expect((await entryOf('line'))?.price).toBe(4800);
  // What another device pressed on the same base knows nothing of these.
  press(5, 3000, [2]);
  const other = await seller.mark('line', ({ wishAt }) => wishAt === 5);
  expect(other).toMatchObject({ version: 3, reasons: [{ field: 'price', code: 'changed-elsewhere' }] });
  seller.close();
});

test('a wish equal to the live piece takes the reasons of a refused update away', async () => {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(21, { price: 4000 });
  seller.wish('mended', { want: 'listed', base: null, at: 1, piece });
  await seller.mark('mended', ({ version }) => version === 1);
  seller.wish('mended', { want: 'listed', base: 1, at: 2, piece: { ...piece, title: '' } });
  await seller.mark('mended', ({ reasons }) => reasons?.[0]?.field === 'title');
  const { body } = await readJson<ListingPage>(server, '/api/listings/mended');
  expect(body.title).toBe(piece.title);
  seller.wish('mended', { want: 'listed', base: 1, at: 3, piece });
  const mark = await seller.mark('mended', ({ wishAt }) => wishAt === 3);
  expect(mark).toMatchObject({ state: 'live', version: 1 });
  expect(mark.reasons).toBeUndefined();
  seller.close();
});

test("another seller's listing id is refused and that listing stays as it is", async () => {
  const seller = await openStockSeller(server);
  const piece = await seller.makePiece(7, { title: 'Mine' });
  seller.wish('owned', { want: 'listed', base: null, at: 1, piece });
  await seller.mark('owned', ({ state }) => state === 'live');
  const thief = await openStockSeller(server);
  for (const [at, wish] of [
    { want: 'listed', base: 1, piece: await thief.makePiece(8) },
    { want: 'removed', base: 1 },
    { want: 'sold', base: 1 },
  ].entries()) {
    thief.wish('owned', { ...wish, at });
    const mark = await thief.mark('owned', ({ wishAt }) => wishAt === at);
    expect(mark).toMatchObject({ state: 'refused', version: 0 });
    expect(mark.reasons).toEqual([{ field: 'listing', code: 'not-yours' }]);
  }
  expect(await entryOf('owned')).toMatchObject({ title: 'Mine', state: 'live', version: 1 });
  seller.close();
  thief.close();
});

test('sold stays to be seen, removed is gone with a pointer to the closet, and both are in the changes', async () => {
  const seller = await openStockSeller(server);
  const { handle } = seller.account;
  seller.wish('gone', { want: 'listed', base: null, at: 1, piece: await seller.makePiece(9) });
  await seller.mark('gone', ({ state }) => state === 'live');
  seller.wish('gone', { want: 'sold', base: 1, at: 2 });
  await seller.mark('gone', ({ state }) => state === 'sold');
  expect(await entryOf('gone')).toMatchObject({ state: 'sold' });
  expect(await entryOf('gone', '?availability=available&limit=48')).toBeUndefined();
  const closet = await readJson<ClosetPage>(server, `/api/closets/${handle.toUpperCase()}`);
  expect(closet.body.entries.map(({ id }) => id)).toEqual(['gone']);
  seller.wish('gone', { want: 'removed', base: 1, at: 3 });
  await seller.mark('gone', ({ state }) => state === 'removed');
  const { status, body } = await readJson(server, '/api/listings/gone');
  expect(status).toBe(410);
  expect(body).toMatchObject({ error: { code: 'listing.removed' }, seller: { handle } });
  const changes = await readJson<CatalogChanges>(server, '/api/catalog/changes?after=0');
  const own = changes.body.changes.filter(({ id }) => id === 'gone');
  expect(own.map(({ kind }) => kind)).toEqual(['published', 'sold', 'removed']);
  expect(own.at(-1)?.entry).toBeNull();
  seller.close();
});

test('deleting for good takes the listing off the feed and its mark off the shelf', async () => {
  const seller = await openStockSeller(server);
  seller.wish('purged', { want: 'listed', base: null, at: 1, piece: await seller.makePiece(10) });
  seller.wish('kept', { want: 'listed', base: null, at: 1, piece: await seller.makePiece(11) });
  await Promise.all(['purged', 'kept'].map((id) => seller.mark(id, ({ state }) => state === 'live')));
  seller.closet.doc.getMap('listings').delete('purged');
  const marks = seller.shelf.doc.getMap('listings');
  await waitUntil('the mark to leave', () => !marks.has('purged'));
  expect(await entryOf('purged')).toBeUndefined();
  expect(await entryOf('kept')).toBeDefined();
  seller.close();
});

test('a closet whose rows are in quarantine looks emptied, and nothing of it comes off the feed', async () => {
  const seller = await openStockSeller(server);
  seller.wish('damaged', { want: 'listed', base: null, at: 1, piece: await seller.makePiece(15) });
  await seller.mark('damaged', ({ state }) => state === 'live');
  seller.close();
  const document = `closet/${seller.account.userId}`;
  await server.restart();
  const { log } = server.store;
  for (const { seq } of (await log.load(document)).updates) await log.quarantine(document, seq, 'test');
  await server.store.markDue(document, 'test', Date.now());
  await server.restart();
  await waitUntil('nothing to be due', async () => (await server.store.nextDueAt()) === null);
  expect(await entryOf('damaged')).toMatchObject({ state: 'live' });
});

test('a wish that was answered is not decided again, whatever became of the listing since', async () => {
  const seller = await openStockSeller(server);
  seller.wish('settled', { want: 'listed', base: null, at: 1, piece: await seller.makePiece(12) });
  await seller.mark('settled', ({ state }) => state === 'live');
  seller.close();
  const owner = seller.account.userId;
  const document = `closet/${owner}`;
  await server.store.project(await takeLease(server.store), [
    {
      due: { document, attempts: 0, stamp: -1 },
      isDone: false,
      owner,
      at: Date.now(),
      changes: [{ listingId: 'settled', kind: 'sold', version: 2, wishAt: 2 }],
      answers: [],
    },
  ]);
  const head = await server.store.catalogHead();
  await server.store.markDue(document, 'test', Date.now());
  await server.restart();
  await waitUntil('nothing to be due', async () => (await server.store.nextDueAt()) === null);
  expect(await server.store.catalogHead()).toBe(head);
  expect(await entryOf('settled')).toMatchObject({ state: 'sold' });
});

test('marks made while nobody listens are on the shelf at the next connect', async () => {
  const seller = await openStockSeller(server);
  seller.shelf.close();
  seller.wish('unheard', { want: 'listed', base: null, at: 1, piece: await seller.makePiece(13) });
  await waitUntil('its publishing', () => entryOf('unheard'));
  const { cookie, userId } = seller.account;
  const again = connectStockClient({ origin: server.origin, cookie, document: `shelf/${userId}` });
  await again.whenSynced();
  expect(again.doc.getMap('listings').get('unheard')).toMatchObject({ state: 'live', version: 1 });
  again.close();
  seller.close();
});

test('the profile of the account document is what shoppers see', async () => {
  const seller = await openStockSeller(server, { name: 'Signed up' });
  const { cookie, userId, handle } = seller.account;
  const account = connectStockClient({ origin: server.origin, cookie, document: `account/${userId}` });
  await account.whenSynced();
  account.doc.transact(() => {
    const profile = account.doc.getMap('profile');
    profile.set('name', 'Roya K.');
    profile.set('bio', 'x'.repeat(5000));
    profile.set('city', 'Tehran');
    profile.set('contact', 'javascript:alert(1)');
  });
  const seen = await waitUntil('the name', async () => {
    const { body } = await readJson<ClosetPage>(server, `/api/closets/${handle}`);
    return body.seller.name === 'Roya K.' ? body.seller : null;
  });
  expect(seen).toEqual({ handle, name: 'Roya K.', city: 'Tehran' });
  account.close();
  seller.close();
});
