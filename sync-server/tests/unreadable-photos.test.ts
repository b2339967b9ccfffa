import { blankPng, cutShort, emptyZip } from '@komod/testkit/bad-pictures';
import { makePhotoRef } from '@komod/testkit/listing-factory';
import { makeJpeg } from '@komod/testkit/photo-factory';
import { photoIdOf, uploadPhoto } from '@komod/testkit/upload-photo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';
import { openStockSeller, type StockSeller } from './stock-seller.ts';

let server: TestServer;
let seller: StockSeller;

beforeAll(async () => {
  server = await startServer();
  seller = await openStockSeller(server);
});
afterAll(async () => {
  seller.close();
  await server.close();
});

const upload = (bytes: Uint8Array, filetype = 'image/jpeg') =>
  uploadPhoto({ origin: server.origin, cookie: seller.account.cookie, bytes, filetype });

const halfJpeg = async (seed: number) => cutShort(await makeJpeg({ seed, width: 600, height: 800 }));

test.each([
  ['a JPEG that ends too early', () => halfJpeg(81), 'image/jpeg', 422],
  ['a zip that calls itself a JPEG', () => emptyZip(1_000_000), 'image/jpeg', 422],
  ['a PNG of 30,000 by 30,000 pixels', () => blankPng(30_000, 30_000), 'image/png', 413],
] as const)('a piece with %s is refused by that photo', async (_, make, filetype, status) => {
  const bytes = await make();
  const id = `bad-${photoIdOf(bytes).slice(0, 8)}`;
  expect((await upload(bytes, filetype)).status).toBe(status);
  const piece = await seller.makePiece(1, { photos: [makePhotoRef(photoIdOf(bytes))] });
  seller.wish(id, { want: 'listed', base: null, at: 1, piece });
  expect(await seller.mark(id, () => true)).toMatchObject({
    state: 'refused',
    version: 0,
    reasons: [{ field: 'photos.0', code: 'unreadable' }],
  });
  expect((await fetch(`${server.origin}/api/listings/${id}`)).status).toBe(404);
});

test('a piece that waits for a photo is refused once its bytes are here and cannot be read', async () => {
  const bytes = await halfJpeg(82);
  const piece = await seller.makePiece(2);
  piece.photos.push(makePhotoRef(photoIdOf(bytes)));
  seller.wish('waiting', { want: 'listed', base: null, at: 1, piece });
  await seller.mark('waiting', ({ state }) => state === 'waiting-photos');
  expect((await upload(bytes)).status).toBe(422);
  expect(await seller.mark('waiting', ({ state }) => state !== 'waiting-photos')).toMatchObject({
    state: 'refused',
    reasons: [{ field: 'photos.1', code: 'unreadable' }],
  });
});
