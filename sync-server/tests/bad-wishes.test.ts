import type { CatalogPage } from '@komod/domain/catalog-entry';
import type { Piece } from '@komod/domain/piece';
import { wishAtOf } from '@komod/domain/check-wish';
import { signUp } from '@komod/testkit/account';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';
import { completePhoto, newPhotoId, openStockSeller, readCatalog, type StockSeller } from './stock-seller.ts';

let server: TestServer;
let seller: StockSeller;
let good: Piece;
let strangersPhoto: { id: string };

beforeAll(async () => {
  server = await startServer();
  seller = await openStockSeller(server);
  good = await seller.makePiece(1, { price: 4000 });
  const stranger = await signUp(server.origin);
  strangersPhoto = await completePhoto(server, stranger.userId, newPhotoId());
});
afterAll(async () => {
  seller.close();
  await server.close();
});

type Change = (piece: Record<string, unknown>) => unknown;
const withField =
  (field: string, value: unknown): Change =>
  (piece) => ({ ...piece, [field]: value });
const photoOf = (id: unknown) => ({ id, width: 1, height: 1, thumbhash: '' });

/** What is wrong, the piece that has it, and the field the shelf must name. */
const table: readonly [string, Change, string][] = [
  ['a title of 5,000 characters', withField('title', 'a'.repeat(5000)), 'title'],
  ['an empty title', withField('title', ''), 'title'],
  ['a title of blanks', withField('title', ' \u200b\u00a0'), 'title'],
  ['price -1', withField('price', -1), 'price'],
  ['price 1e309', withField('price', Number('1e309')), 'price'],
  ['price "abc"', withField('price', 'abc'), 'price'],
  ['price 45.5', withField('price', 45.5), 'price'],
  ['price NaN', withField('price', NaN), 'price'],
  [
    '17 photos',
    withField(
      'photos',
      Array.from({ length: 17 }, () => photoOf(newPhotoId())),
    ),
    'photos',
  ],
  ['no photos', withField('photos', []), 'photos'],
  ['photos that are no list', withField('photos', 'all of them'), 'photos'],
  ['a photo id that is not a hash', withField('photos', [photoOf('../../etc/passwd')]), 'photos.0'],
  ["a stranger's photo", (piece) => ({ ...piece, photos: [photoOf(strangersPhoto.id)] }), 'photos.0'],
  ['an unknown category', withField('category', 'women.spaceships'), 'category'],
  ['a size of another system', withField('size', 'shoe-44'), 'size'],
  ['a currency without a row', withField('currency', 'XAU'), 'currency'],
  ['an unknown condition', withField('condition', 'mint'), 'condition'],
  ['three colours', withField('colours', ['black', 'white', 'red']), 'colours'],
  ['a number where a string belongs', withField('title', 7), 'title'],
  ['a map where a string belongs', withField('description', { a: 1 }), 'description'],
  ['a brand of 5,000 characters', withField('brand', 'b'.repeat(5000)), 'brand'],
  ['no piece', () => undefined, 'piece'],
  ['a piece that is a number', () => 7, 'piece'],
  ['a piece that is null', () => null, 'piece'],
];

test.each(table)('%s is refused by its field and never published', async (what, change, field) => {
  const id = `bad-${table.findIndex(([name]) => name === what)}`;
  const piece = change({ ...good });
  seller.wish(id, { want: 'listed', base: null, at: 1, ...(piece !== undefined && { piece }) });
  const mark = await seller.mark(id, () => true);
  expect(mark).toMatchObject({ state: 'refused', version: 0 });
  expect(mark.reasons?.map((reason) => reason.field)).toContain(field);
  expect(JSON.stringify(mark).length).toBeLessThan(1000);
});

test.each(table)(
  'an update with %s is refused and the old version stays live',
  async (what, change, field) => {
    const id = `update-${table.findIndex(([name]) => name === what)}`;
    seller.wish(id, { want: 'listed', base: null, at: 1, piece: good });
    await seller.mark(id, ({ state }) => state === 'live');
    const piece = change({ ...good });
    seller.wish(id, { want: 'listed', base: 1, at: 2, ...(piece !== undefined && { piece }) });
    const mark = await seller.mark(id, ({ wishAt, reasons }) => wishAt === 2 || reasons !== undefined);
    expect(mark).toMatchObject({ state: 'live', version: 1 });
    expect(mark.reasons?.map((reason) => reason.field)).toContain(field);
    const response = await fetch(`${server.origin}/api/listings/${id}`);
    expect(await response.json()).toMatchObject({ version: 1, title: good.title, price: good.price });
  },
);

test.each([
  ['a number', 5],
  ['a list', [1, 2]],
  ['a text', 'listed'],
  ['an unknown want', { want: 'stolen', base: null, at: 1 }],
  ['a base that is no number', { want: 'listed', base: 'one', at: 1 }],
  ['nested as deep as a value may be', JSON.parse(`${'{"piece":'.repeat(64)}1${'}'.repeat(64)}`)],
])('a wish that is %s is refused', async (what, wish) => {
  const id = `odd-${what.replaceAll(/[^a-z]/g, '')}`;
  seller.wish(id, wish);
  const mark = await seller.mark(id, () => true);
  expect(mark.state).toBe('refused');
  expect(mark.reasons?.length).toBeGreaterThan(0);
});

test.each([1.5, -3, 1e300, 'soon', null])('a refused wish of %j is answered by its own time', async (at) => {
  const id = `at-${table.length}-${String(at).replaceAll(/[^a-z0-9]/g, '')}`;
  const wish = { want: 'listed', base: null, at };
  seller.wish(id, wish);
  expect(await seller.mark(id, () => true)).toMatchObject({ state: 'refused', wishAt: wishAtOf(wish) });
});

test('nothing of all that is in the catalog', async () => {
  const pages: CatalogPage[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: CatalogPage = await readCatalog(
      server,
      `?limit=48&availability=all${cursor && `&cursor=${cursor}`}`,
    );
    pages.push(page);
    cursor = page.nextCursor;
  }
  const entries = pages.flatMap((page) => page.entries);
  expect(entries.map(({ id }) => id).filter((id) => !id.startsWith('update-'))).toEqual([]);
  expect(entries.length).toBe(table.length);
  expect(seller.closet.closes).toEqual([]);
});
