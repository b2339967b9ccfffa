import type { CatalogEntry } from '@komod/domain/catalog-entry';
import { expect, test } from 'vitest';
import { savedCards, takeAnswer } from './saved-cards.ts';

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
const keep = (piece: CatalogEntry, isGone = false) => [piece.id, { entry: piece, isGone, asOf: 1 }] as const;

test('the piece saved last stands first; sold and removed ones stay and say so', () => {
  const likes = new Map([
    ['old', 1],
    ['new', 30],
    ['sold', 20],
    ['gone', 10],
  ]);
  const kept = new Map([
    keep(entry('gone'), true),
    keep(entry('old')),
    keep(entry('new')),
    keep(entry('sold', { state: 'sold' })),
  ]);
  const { cards, unknown } = savedCards(likes, kept);
  expect(cards.map(({ entry: { id }, fate }) => `${id} ${fate}`)).toEqual([
    'new live',
    'sold sold',
    'gone removed',
    'old live',
  ]);
  expect(unknown).toEqual([]);
});

test('what is kept but no longer saved is not shown; what is saved but not kept is told', () => {
  const kept = new Map([keep(entry('unsaved')), keep(entry('here'))]);
  const likes = new Map([
    ['here', 1],
    ['elsewhere', 2],
  ]);
  const { cards, unknown } = savedCards(likes, kept);
  expect(cards.map(({ entry: { id } }) => id)).toEqual(['here']);
  expect(unknown).toEqual(['elsewhere']);
});

test('an answer renews what it holds and marks what it leaves out as gone', () => {
  const kept = new Map([keep(entry('a')), keep(entry('b')), keep(entry('back'), true)]);
  const next = takeAnswer(
    kept,
    ['a', 'b', 'back', 'never-seen'],
    [entry('a', { price: 1500 }), entry('back')],
    9,
  );
  expect(next).toEqual([
    { entry: entry('a', { price: 1500 }), isGone: false, asOf: 9 },
    { entry: entry('b'), isGone: true, asOf: 9 },
    { entry: entry('back'), isGone: false, asOf: 9 },
  ]);
});
