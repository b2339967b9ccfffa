import type { CatalogChanges, CatalogPage } from '@komod/domain/catalog-entry';
import type { Piece } from '@komod/domain/piece';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';
import { openStockSeller, readCatalog, readJson, type StockSeller } from './stock-seller.ts';

let server: TestServer;
let seller: StockSeller;

const pieces: Record<string, Partial<Piece>> = {
  a: { price: 1000, brand: 'Zara', colours: ['black'], category: 'women.jackets.blazers', size: 'M' },
  b: { price: 3000, brand: 'ARKET', colours: ['white', 'black'], category: 'women.jackets.blazers' },
  c: { price: 2000, brand: null, colours: ['red'], category: 'women.jackets.blazers', condition: 'fair' },
  d: { price: 2000, brand: 'zara', colours: ['blue'], category: 'men.tops.shirts' },
  e: { price: 2_000_000, currency: 'IRR', colours: ['black'], category: 'women.jackets.blazers' },
};

async function list(id: string, change: Partial<Piece>): Promise<void> {
  const piece = await seller.makePiece(1, change);
  seller.wish(id, { want: 'listed', base: null, at: 1, piece });
  const mark = await seller.mark(id, () => true);
  if (mark.state !== 'live') throw new Error(`${id}: ${JSON.stringify(mark)}`);
}

beforeAll(async () => {
  server = await startServer();
  seller = await openStockSeller(server);
  for (const [id, change] of Object.entries(pieces)) await list(id, change);
});
afterAll(async () => {
  seller.close();
  await server.close();
});

const readCounts = async (query: string) => {
  const path = `/api/closets/${seller.account.handle}${query}`;
  return (await readJson<{ counts: { live: number; sold: number } }>(server, path)).body.counts;
};

const idsOf = async (query: string): Promise<string> =>
  (await readCatalog(server, query)).entries.map(({ id }) => id).join('');

test.each([
  ['', 'edcba'],
  ['?category=women', 'ecba'],
  ['?category=women.jackets', 'ecba'],
  ['?category=women.jackets.blazers', 'ecba'],
  ['?category=wom', ''],
  ['?category=men', 'd'],
  ['?brand=ZARA', 'da'],
  ['?brand=arket', 'b'],
  ['?colour=black', 'eba'],
  ['?colour=bla', ''],
  ['?colour=red,blue', 'dc'],
  ['?condition=fair', 'c'],
  ['?condition=fair,nwt', 'c'],
  ['?size=one-size', 'edcb'],
  ['?size=M', 'a'],
  ['?size=XXS,M', 'a'],
  ['?size=XXS&size=M', 'a'],
  ['?size=one-size,M&category=women&condition=fair,like-new&maxPrice=2000', 'ca'],
  ['?minPrice=2000', 'dcb'],
  ['?maxPrice=2000', 'dca'],
  ['?minPrice=1500&maxPrice=2500&category=women', 'c'],
  ['?sort=price', 'adcbe'],
  ['?sort=-price', 'ebdca'],
  ['?availability=sold', ''],
  ['?availability=all', 'edcba'],
  ['?brand=%27%20or%201%3D1%20--', ''],
])('GET /api/catalog%s lists %j', async (query, ids) => {
  expect(await idsOf(query)).toBe(ids);
});

test('pages go on where the last one ended, whatever is published meanwhile', async () => {
  for (const [sort, rest] of [
    ['newest', 'dcba'],
    ['price', 'dcbe'],
    ['-price', 'bdca'],
  ] as const) {
    const first = await readCatalog(server, `?sort=${sort}&limit=1`);
    const seen: string[] = [];
    let cursor = first.nextCursor;
    if (sort === 'newest') await list('late', { price: 1 * 100_00 });
    while (cursor !== null) {
      const page: CatalogPage = await readCatalog(server, `?sort=${sort}&limit=1&cursor=${cursor}`);
      seen.push(...page.entries.map(({ id }) => id).filter((id) => id !== 'late'));
      cursor = page.nextCursor;
    }
    expect(seen.join('')).toBe(rest);
  }
  seller.wish('late', { want: 'removed', base: 1, at: 2 });
  await seller.mark('late', ({ state }) => state === 'removed');
});

test.each([
  ['limit=49', 'limit'],
  ['limit=0', 'limit'],
  ['sort=cheapest', 'sort'],
  ['minPrice=abc', 'minPrice'],
  ['minPrice=-1', 'minPrice'],
  ['availability=none', 'availability'],
  ['colour=%25', 'colour'],
  ['size=_____', 'size'],
  ['size=M,', 'size.1'],
  [`size=${'M,'.repeat(40)}L`, 'size'],
  ['condition=good,%25', 'condition.1'],
])('GET /api/catalog?%s is refused by its field and not echoed', async (query, field) => {
  const { status, body } = await readJson<{ error: { code: string; fields: object[] } }>(
    server,
    `/api/catalog?${query}`,
  );
  expect(status).toBe(400);
  expect(body.error.code).toBe('request.malformed');
  expect(body.error.fields).toEqual([{ field, code: 'malformed' }]);
  expect(JSON.stringify(body)).not.toContain(query.split('=')[1]?.slice(0, 8) ?? '');
});

test('listings are found by their ids, in the order asked for; what is off the feed is left out', async () => {
  await list('short-lived', { price: 500 });
  seller.wish('short-lived', { want: 'removed', base: 1, at: 2 });
  await seller.mark('short-lived', ({ state }) => state === 'removed');
  const ask = (ids: string) =>
    readJson<{ entries: { id: string }[] }>(server, `/api/listings?ids=${encodeURIComponent(ids)}`);
  const { body } = await ask('c,nobody,short-lived,a,c');
  expect(body.entries.map(({ id }) => id)).toEqual(['c', 'a']);
  expect((await ask('b')).body.entries.map(({ id }) => id)).toEqual(['b']);
  const tooMany = Array.from({ length: 49 }, (_, index) => `id-${index}`).join(',');
  for (const ids of ['', tooMany, "a'--"]) {
    const { status, body: refusal } = await ask(ids);
    expect(status).toBe(400);
    expect(refusal).toMatchObject({ error: { fields: [{ field: 'ids' }] } });
  }
});

test('a closet says how many pieces hang in it, whatever the page', async () => {
  await list('bought', { price: 700 });
  seller.wish('bought', { want: 'sold', base: 1, at: 2 });
  await seller.mark('bought', ({ state }) => state === 'sold');
  const { live } = await readCounts('?limit=1');
  expect(live).toBe((await readCatalog(server)).entries.length);
  expect(await readCounts('?availability=sold')).toEqual({ live, sold: 1 });
  seller.wish('bought', { want: 'removed', base: 1, at: 3 });
  await seller.mark('bought', ({ state }) => state === 'removed');
  expect(await readCounts('')).toEqual({ live, sold: 0 });
});

test('a cursor of another order, or of nobody, is refused', async () => {
  const { nextCursor } = await readCatalog(server, '?sort=price&limit=1');
  for (const cursor of [nextCursor, 'bm90', '%00', 'x'.repeat(199)]) {
    const { status, body } = await readJson(server, `/api/catalog?sort=newest&cursor=${cursor}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { code: 'request.malformed' } });
  }
});

test('changes come in the order of their commits, page by page, up to the head', async () => {
  const seqs: number[] = [];
  let after = 0;
  let page: CatalogChanges;
  do {
    ({ body: page } = await readJson<CatalogChanges>(server, `/api/catalog/changes?after=${after}&limit=2`));
    expect(page.changes.length).toBeLessThanOrEqual(2);
    seqs.push(...page.changes.map(({ seq }) => seq));
    after = seqs.at(-1) ?? after;
  } while (page.more);
  expect(seqs).toEqual(Array.from({ length: page.head }, (_, index) => index + 1));
  const { body } = await readJson<CatalogChanges>(server, `/api/catalog/changes?after=${page.head}`);
  expect(body).toEqual({ head: page.head, changes: [], more: false });
});

test('a reader ahead of the log is told to begin anew', async () => {
  const { status, body } = await readJson(server, '/api/catalog/changes?after=999999');
  expect(status).toBe(410);
  expect(body).toMatchObject({ error: { code: 'catalog.too-old' } });
});

test('a page that did not change is answered 304', async () => {
  const first = await fetch(`${server.origin}/api/catalog?brand=arket`);
  const etag = first.headers.get('etag') ?? '';
  const headers = { 'if-none-match': etag };
  const again = await fetch(`${server.origin}/api/catalog?brand=arket`, { headers });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
});

test.each([
  ['/api/listings/nowhere', 404, 'listing.not-found'],
  ['/api/closets/nobody', 404, 'closet.not-found'],
  ['/api/nothing', 404, 'not-found'],
  ['/sync/closet/nobody', 404, 'not-found'],
])('GET %s answers %d %s in the one shape', async (path, status, code) => {
  const answer = await readJson<{ error: { message: string } }>(server, path);
  expect(answer.status).toBe(status);
  expect(answer.body).toEqual({ error: { code, message: expect.any(String) } });
});

test('the taxonomy has names in both languages', async () => {
  const { body } = await readJson<{ categories: { names: { en: string; fa: string } }[] }>(
    server,
    '/api/taxonomy',
  );
  expect(body.categories.length).toBeGreaterThanOrEqual(20);
  expect(body.categories.every(({ names }) => names.en && names.fa)).toBe(true);
});

test('the OpenAPI document says what each route answers and who may ask, and loads nothing from elsewhere', async () => {
  const response = await fetch(`${server.origin}/api/openapi`);
  expect(response.headers.get('content-type')).toContain('application/json');
  const text = await response.text();
  const { paths } = JSON.parse(text) as {
    paths: Record<string, Record<string, { responses: object; description?: string }>>;
  };
  const expected = ['/api/catalog', '/api/catalog/changes', '/api/listings/{id}', '/api/closets/{handle}'];
  expect(Object.keys(paths)).toEqual(expect.arrayContaining([...expected, '/api/me', '/health']));
  expect(JSON.stringify(paths['/api/catalog']?.get?.responses)).toContain('nextCursor');
  expect(text).not.toContain('cdn');
  for (const [path, methods] of Object.entries(paths))
    for (const { description } of Object.values(methods)) expect(description, path).toMatch(/ may[;.]/);
});
