import type { CatalogChanges, CatalogEntry, CatalogPage } from '@komod/domain/catalog-entry';
import { expect, test } from 'vitest';
import { catalogClient } from '#lib/platform/catalog-client.ts';
import { everything, readFilter } from './feed-filter.ts';
import { FeedState } from './feed-state.svelte.ts';

const entry = (id: string, over: Partial<CatalogEntry> = {}): CatalogEntry => ({
  id,
  version: 1,
  state: 'live',
  title: id,
  brand: null,
  category: 'women.jackets.blazers',
  size: 'M',
  condition: 'good',
  colours: [],
  price: 4000,
  currency: 'USD',
  cover: { id: 'a'.repeat(64), width: 3, height: 4, thumbhash: '' },
  seller: { handle: 'sara', name: 'Sara' },
  publishedAt: 1,
  ...over,
});

/** A catalog that answers each address with what stands for it, or with nothing at all. */
function catalog(answers: Record<string, CatalogPage | CatalogChanges | { status: number; code: string }>) {
  const asked: string[] = [];
  const fetch = (async (input: string) => {
    asked.push(input);
    const answer = answers[input];
    if (!answer) throw new TypeError('no network');
    if ('status' in answer) {
      return Response.json({ error: { code: answer.code, message: '' } }, { status: answer.status });
    }
    return Response.json(answer);
  }) as typeof globalThis.fetch;
  return { client: catalogClient(fetch), asked };
}

const page = (entries: CatalogEntry[], nextCursor: string | null = null, head = 10) => ({
  head,
  entries,
  nextCursor,
});
const shown = (feed: FeedState) => feed.cards.map(({ entry: { id }, fate }) => `${id} ${fate}`);
const open = (answers: Parameters<typeof catalog>[0], first: CatalogPage, search = '') => {
  const { client, asked } = catalog(answers);
  const filter = search ? readFilter(new URLSearchParams(search)) : everything;
  return { feed: new FeedState(filter, { kind: 'answer', value: first, keptAt: null }, client), asked };
};

test('the next page never repeats a card, and the last one ends the feed', async () => {
  const { feed } = open(
    { '/api/catalog?cursor=c1&limit=24': page([entry('b'), entry('c')]) },
    page([entry('a'), entry('b')], 'c1'),
  );
  await feed.loadMore();
  expect(shown(feed)).toEqual(['a live', 'b live', 'c live']);
  expect(feed.phase).toBe('end');
});

test('a page that did not come can be asked for again', async () => {
  const answers: Parameters<typeof catalog>[0] = {};
  const { feed } = open(answers, page([entry('a')], 'c1'));
  await feed.loadMore();
  expect([feed.phase, shown(feed)]).toEqual(['more-failed', ['a live']]);
  answers['/api/catalog?cursor=c1&limit=24'] = page([entry('b')]);
  await feed.loadMore();
  expect(shown(feed)).toEqual(['a live', 'b live']);
});

test('news moves no card: sold and removed stay in place, new ones are only counted', async () => {
  const { feed } = open(
    {
      '/api/catalog/changes?after=10&limit=200': {
        head: 14,
        more: false,
        changes: [
          { seq: 11, id: 'new', kind: 'published', entry: entry('new') },
          { seq: 12, id: 'a', kind: 'sold', entry: entry('a', { state: 'sold' }) },
          { seq: 13, id: 'b', kind: 'removed', entry: null },
          { seq: 14, id: 'c', kind: 'updated', entry: entry('c', { price: 1500 }) },
        ],
      },
    },
    page([entry('a'), entry('b'), entry('c')]),
  );
  await feed.catchUp();
  expect(shown(feed)).toEqual(['a sold', 'b removed', 'c live']);
  expect(feed.cards[2]?.entry.price).toBe(1500);
  expect([...feed.arrivals]).toEqual(['new']);
  expect(feed.head).toBe(14);
});

test('news longer than one answer is read to its end', async () => {
  const { feed, asked } = open(
    {
      '/api/catalog/changes?after=10&limit=200': {
        head: 30,
        more: true,
        changes: [{ seq: 20, id: 'x', kind: 'published', entry: entry('x') }],
      },
      '/api/catalog/changes?after=20&limit=200': {
        head: 30,
        more: false,
        changes: [{ seq: 30, id: 'x', kind: 'removed', entry: null }],
      },
    },
    page([entry('a')]),
  );
  await feed.catchUp();
  expect(asked).toHaveLength(2);
  expect([feed.arrivals.size, feed.head]).toEqual([0, 30]);
});

test('a department counts only its own arrivals', async () => {
  const { feed } = open(
    {
      '/api/catalog/changes?after=10&limit=200': {
        head: 12,
        more: false,
        changes: [
          { seq: 11, id: 'm', kind: 'published', entry: entry('m', { category: 'men.tops.shirts' }) },
          { seq: 12, id: 'w', kind: 'published', entry: entry('w') },
        ],
      },
    },
    page([]),
    'category=women',
  );
  await feed.catchUp();
  expect([...feed.arrivals]).toEqual(['w']);
});

test('a refresh without an answer keeps what is on the screen', async () => {
  const { feed } = open({}, page([entry('a')]));
  await feed.refresh();
  expect([shown(feed), feed.phase]).toEqual([['a live'], 'end']);
});

test('away for longer than the server remembers begins anew', async () => {
  const { feed } = open(
    {
      '/api/catalog/changes?after=10&limit=200': { status: 410, code: 'catalog.too-old' },
      '/api/catalog?limit=24': page([entry('z')], null, 900),
    },
    page([entry('a')]),
  );
  await feed.catchUp();
  expect([shown(feed), feed.head]).toEqual([['z live'], 900]);
});

test('a filter counts only the arrivals that fit it, and forgets those that no longer do', async () => {
  const { feed } = open(
    {
      '/api/catalog/changes?after=10&limit=200': {
        head: 13,
        more: false,
        changes: [
          { seq: 11, id: 'fits', kind: 'published', entry: entry('fits', { size: 'S' }) },
          { seq: 12, id: 'large', kind: 'published', entry: entry('large', { size: 'L' }) },
          { seq: 13, id: 'dear', kind: 'published', entry: entry('dear', { size: 'S', price: 2000 }) },
        ],
      },
      '/api/catalog/changes?after=13&limit=200': {
        head: 14,
        more: false,
        changes: [{ seq: 14, id: 'dear', kind: 'updated', entry: entry('dear', { size: 'S', price: 9000 }) }],
      },
    },
    page([]),
    'size=S&maxPrice=5000',
  );
  await feed.catchUp();
  expect([...feed.arrivals]).toEqual(['fits', 'dear']);
  await feed.catchUp();
  expect([...feed.arrivals]).toEqual(['fits']);
});

test('kept cards stay in their place when the server is back, become true, and go on at their end', async () => {
  const answers: Parameters<typeof catalog>[0] = {};
  const { client } = catalog(answers);
  const kept = page([entry('b', { publishedAt: 20 }), entry('a', { publishedAt: 10 })]);
  const feed = new FeedState(everything, { kind: 'answer', value: kept, keptAt: 5 }, client);
  await feed.rejoin();
  expect([feed.asOf, feed.phase]).toEqual([5, 'end']);

  answers['/api/catalog/changes?after=10&limit=200'] = {
    head: 12,
    more: false,
    changes: [
      { seq: 11, id: 'new', kind: 'published', entry: entry('new', { publishedAt: 30 }) },
      { seq: 12, id: 'b', kind: 'sold', entry: entry('b', { state: 'sold', publishedAt: 20 }) },
    ],
  };
  await feed.rejoin();
  expect(shown(feed)).toEqual(['b sold', 'a live']);
  expect([feed.asOf, feed.phase, [...feed.arrivals]]).toEqual([null, 'more', ['new']]);

  answers['/api/catalog?limit=24'] = page(
    [entry('new', { publishedAt: 30 }), entry('a', { publishedAt: 10 })],
    'c1',
  );
  answers['/api/catalog?cursor=c1&limit=24'] = page([entry('old', { publishedAt: 5 })]);
  await feed.loadMore();
  expect(shown(feed)).toEqual(['b sold', 'a live', 'old live']);
  expect(feed.phase).toBe('end');
});

test('a list knows when the server last spoke of it, and a kept one does not', async () => {
  const changes = { head: 12, changes: [], more: false };
  const { feed } = open({ '/api/catalog/changes?after=10&limit=200': changes }, page([entry('a')]));
  const first = feed.heardAt!;
  expect(first).toBeGreaterThan(0);
  feed.heardAt = 1;
  await feed.catchUp();
  expect(feed.heardAt).toBeGreaterThanOrEqual(first);
  feed.heardAt = 1;
  // Nobody answers for what comes after 12.
  expect(await feed.catchUp()).toBe(false);
  expect(feed.heardAt).toBe(1);
  const kept = new FeedState(
    everything,
    { kind: 'answer', value: page([entry('a')]), keptAt: 5 },
    catalog({}).client,
  );
  expect(kept.heardAt).toBeNull();
});
