import type { CatalogEntry, ClosetPage } from '@komod/domain/catalog-entry';
import { expect, test } from 'vitest';
import { catalogClient } from '#lib/platform/catalog-client.ts';
import { ClosetList } from './closet-list.svelte.ts';

const entry = (id: string, state: CatalogEntry['state'] = 'live'): CatalogEntry => ({
  id,
  version: 1,
  state,
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
});
const page = (
  entries: CatalogEntry[],
  nextCursor: string | null,
  counts = { live: 3, sold: 1 },
): ClosetPage => ({ seller: { handle: 'sara', name: 'Sara' }, counts, entries, nextCursor });

/** A server that answers each address with what stands for it, or not at all. */
const clientOf = (answers: Record<string, ClosetPage>) =>
  catalogClient((async (address: string) => {
    const answer = answers[address];
    if (!answer) throw new TypeError('no network');
    return Response.json(answer);
  }) as typeof fetch);
const shown = (list: ClosetList) => list.cards.map(({ entry: { id }, fate }) => `${id} ${fate}`);
const address = (query: string) => `/api/closets/sara?${query}`;

test('sold pieces stand behind all others, whatever page those came with', async () => {
  const client = clientOf({
    [address('availability=available&cursor=c1&limit=48')]: page([entry('b'), entry('c')], null),
    [address('availability=sold&limit=48')]: page([entry('old', 'sold')], null),
  });
  const list = new ClosetList(page([entry('a'), entry('b')], 'c1'), client);
  expect([shown(list), list.phase]).toEqual([['a live', 'b live'], 'more']);
  await list.loadMore();
  expect([shown(list), list.phase]).toEqual([['a live', 'b live', 'c live'], 'more']);
  await list.loadMore();
  expect([shown(list), list.phase]).toEqual([['a live', 'b live', 'c live', 'old sold'], 'end']);
});

test('a closet in which nothing was sold ends with its last page', () => {
  const counts = { live: 1, sold: 0 };
  expect(new ClosetList(page([entry('a')], null, counts), clientOf({})).phase).toBe('end');
});

test('a page that did not come can be asked for again', async () => {
  const answers: Record<string, ClosetPage> = {};
  const list = new ClosetList(page([entry('a')], null), clientOf(answers));
  await list.loadMore();
  expect([shown(list), list.phase]).toEqual([['a live'], 'failed']);
  answers[address('availability=sold&limit=48')] = page([entry('old', 'sold')], null);
  await list.loadMore();
  expect([shown(list), list.phase]).toEqual([['a live', 'old sold'], 'end']);
});
