import type { CatalogEntry } from '@komod/domain/catalog-entry';
import { expect, test } from 'vitest';
import { lengthenKept } from './lengthen-kept.ts';

const entry = (id: string, publishedAt: number, price = 4000): CatalogEntry => ({
  id,
  version: 1,
  state: 'live',
  title: id,
  brand: null,
  category: 'women.jackets.blazers',
  size: 'M',
  condition: 'good',
  colours: [],
  price,
  currency: 'USD',
  cover: { id: 'a'.repeat(64), width: 3, height: 4, thumbhash: '' },
  seller: { handle: 'sara', name: 'Sara' },
  publishedAt,
});
const shown = [entry('d', 40), entry('c', 30)];
const kept = [entry('c', 30), entry('b', 20), entry('a', 10), entry('z', 5)];

test('older cards stay behind the new ones, as they are now', () => {
  const since = {
    head: 9,
    more: false,
    changes: [
      { seq: 7, id: 'b', kind: 'updated' as const, entry: entry('b', 20, 1500) },
      { seq: 8, id: 'a', kind: 'removed' as const, entry: null },
      { seq: 9, id: 'z', kind: 'sold' as const, entry: { ...entry('z', 5), state: 'sold' as const } },
    ],
  };
  const entries = lengthenKept(shown, kept, since);
  expect(entries.map(({ id, price }) => [id, price])).toEqual([
    ['d', 4000],
    ['c', 4000],
    ['b', 1500],
  ]);
});

test('nothing older is kept that the changes do not vouch for', () => {
  expect(lengthenKept(shown, kept, { head: 9, more: true, changes: [] })).toEqual(shown);
});

test('a hole is not filled with newer cards out of order', () => {
  const entries = lengthenKept(shown, [entry('e', 35)], { head: 9, more: false, changes: [] });
  expect(entries.map(({ id }) => id)).toEqual(['d', 'c']);
});
