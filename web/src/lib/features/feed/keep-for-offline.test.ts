import 'fake-indexeddb/auto';
import type { CatalogEntry, CatalogPage } from '@komod/domain/catalog-entry';
import { afterEach, expect, test, vi } from 'vitest';
import { catalogClient } from '#lib/platform/catalog-client.ts';
import { everything, readFilter } from './feed-filter.ts';
import { FeedState } from './feed-state.svelte.ts';
import { pageSize } from './first-page.ts';
import { keepForOffline } from './follow-feed.ts';
import { readKept } from './kept-feed.ts';

const entry = (number: number): CatalogEntry => ({
  id: `piece-${number}`,
  version: 1,
  state: 'live',
  title: `Piece ${number}`,
  brand: null,
  category: number % 2 ? 'women.jackets.blazers' : 'men.tops.shirts',
  size: number % 3 ? 'M' : 'L',
  condition: 'good',
  colours: [],
  price: 4000,
  currency: 'USD',
  cover: { id: 'a'.repeat(64), width: 3, height: 4, thumbhash: '' },
  seller: { handle: 'sara', name: 'Sara' },
  publishedAt: 1000 - number,
});
const all = Array.from({ length: 300 }, (_, index) => entry(index));

function pageAfter(cursor: string | null, limit: number): CatalogPage {
  const from = Number(cursor ?? 0);
  const entries = all.slice(from, from + limit);
  return { head: 300, entries, nextCursor: from + limit < all.length ? String(from + limit) : null };
}

/** A server with 300 pieces; says how many pages it was asked for. */
function serve(): { asked: string[]; fetch: typeof globalThis.fetch } {
  const asked: string[] = [];
  const fetch = (async (input: string) => {
    const { pathname, searchParams } = new URL(input, 'http://komod.example');
    asked.push(pathname);
    if (pathname.endsWith('/changes')) return Response.json({ head: 300, changes: [], more: false });
    return Response.json(pageAfter(searchParams.get('cursor'), Number(searchParams.get('limit'))));
  }) as typeof globalThis.fetch;
  vi.stubGlobal('fetch', fetch);
  return { asked, fetch };
}
afterEach(() => vi.unstubAllGlobals());

const first = { kind: 'answer' as const, value: pageAfter(null, pageSize), keptAt: null };

test('the first visit leaves 200 cards on the device, a later one asks for no more', async () => {
  const { asked, fetch } = serve();
  await keepForOffline(new FeedState(everything, first, catalogClient(fetch)));
  const kept = await readKept(everything);
  expect(kept?.entries.length).toBeGreaterThanOrEqual(200);
  expect(kept?.entries).toEqual(all.slice(0, kept?.entries.length));
  expect(asked).toHaveLength(4);

  await keepForOffline(new FeedState(everything, first, catalogClient(fetch)));
  expect(asked.slice(4)).toEqual(['/api/catalog/changes']);
  expect((await readKept(everything))?.entries.length).toBe(kept?.entries.length);
});

test('a filter is read from what is kept, and a filtered feed keeps nothing of its own', async () => {
  const { asked, fetch } = serve();
  const filter = readFilter(new URLSearchParams('category=women&size=L'));
  await keepForOffline(new FeedState(everything, first, catalogClient(fetch)));
  asked.length = 0;
  const kept = await readKept(filter);
  expect(kept?.entries.length).toBeGreaterThan(30);
  expect(kept?.entries.every(({ category, size }) => category.startsWith('women.') && size === 'L')).toBe(
    true,
  );
  expect((await readKept(readFilter(new URLSearchParams('size=XXS'))))?.entries).toEqual([]);
  expect(await readKept(readFilter(new URLSearchParams('category=home')))).toBeNull();
  await keepForOffline(new FeedState(filter, first, catalogClient(fetch)));
  expect(asked).toEqual([]);
});
