import type { CatalogEntry } from '@komod/domain/catalog-entry';
import { expect, test } from 'vitest';
import { everything, feedAddress, fitsFilter, isNarrowed, readFilter } from './feed-filter.ts';

const read = (search: string) => readFilter(new URLSearchParams(search));

test.each([
  ['', '/'],
  ['category=women', '/?category=women'],
  ['category=women.jackets.blazers&size=M,L', '/?category=women.jackets.blazers&size=M,L'],
  ['size=M&size=L,M', '/?size=M,L'],
  ['size=shoe-39,eu-38', '/?size=shoe-39,eu-38'],
  [
    'maxPrice=3000&condition=good,like-new&minPrice=1000',
    '/?condition=like-new,good&minPrice=1000&maxPrice=3000',
  ],
])('?%s is spelled %s', (search, address) => {
  expect(feedAddress(read(search))).toBe(address);
});

test.each([
  'category=nowhere',
  'category=women..blazers',
  'category=women%25',
  'category=women.a.b.c',
  'size=',
  'size=enormous',
  'size=%3Cscript%3E',
  'condition=mint',
  'minPrice=-5',
  'minPrice=ten',
  'maxPrice=0',
  'maxPrice=1e9',
  'unknown=1',
])('?%s asks for everything', (search) => {
  expect(read(search)).toEqual(everything);
});

test.each([
  ['', false],
  ['category=women', false],
  ['category=women.jackets', true],
  ['size=M', true],
  ['category=men&maxPrice=3000', true],
])('?%s narrows a tab: %s', (search, narrowed) => {
  expect(isNarrowed(read(search))).toBe(narrowed);
});

const blazer: CatalogEntry = {
  id: 'a',
  version: 1,
  state: 'live',
  title: 'Blazer',
  brand: null,
  category: 'women.jackets.blazers',
  size: 'M',
  condition: 'good',
  colours: [],
  price: 3000,
  currency: 'USD',
  cover: { id: 'a'.repeat(64), width: 3, height: 4, thumbhash: '' },
  seller: { handle: 'sara', name: 'Sara' },
  publishedAt: 1,
};

test.each([
  ['', {}, true],
  ['category=women', {}, true],
  ['category=women.jackets', {}, true],
  ['category=women.jackets.blazers', {}, true],
  ['category=women.jack', {}, false],
  ['category=men', {}, false],
  ['size=S,M', {}, true],
  ['size=S', {}, false],
  ['condition=good', {}, true],
  ['condition=nwt', {}, false],
  ['minPrice=3000&maxPrice=3000', {}, true],
  ['minPrice=3001', {}, false],
  ['maxPrice=2999', {}, false],
  ['maxPrice=3000', { currency: 'EUR' }, false],
  ['size=M', { currency: 'EUR' }, true],
  ['', { state: 'sold' as const }, false],
])('?%s against %j fits: %s', (search, change, fits) => {
  expect(fitsFilter({ ...blazer, ...change }, read(search))).toBe(fits);
});
