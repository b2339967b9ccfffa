import type { ListingDraft } from '@komod/domain/listing-draft';
import { expect, test } from 'vitest';
import { earlierValues } from './earlier-values.ts';

const draft: ListingDraft = {
  id: 'coat',
  title: 'Coat',
  description: '',
  brand: 'Zara',
  photos: [],
  createdAt: 0,
  updatedAt: 0,
};
const row = (field: string, value: unknown, at: number) => ({ field, value, at });

test('fields come in the order of the editor, each value once and newest first, and none that stands there', () => {
  const found = earlierValues(draft, [
    row('brand', null, 9),
    row('title', 'Coat', 8),
    row('title', 'Wool', 7),
    row('title', 'Silk', 6),
    row('title', 'Wool', 5),
    row('description', 'Worn', 4),
    row('brand', 'Zara', 3),
  ]);
  expect(found.map(([field, values]) => [field, values.map(({ value, at }) => [value.value, at])])).toEqual([
    [
      'title',
      [
        ['Wool', 7],
        ['Silk', 6],
      ],
    ],
    ['brand', [[null, 9]]],
    ['description', [['Worn', 4]]],
  ]);
});

test('what is not of the form of its field, or has no field here, is left out', () => {
  const rows = [
    row('price', '40', 1),
    row('condition', 'shiny', 1),
    row('description', 7, 1),
    row('tags', ['a'], 1),
    row('photos', [], 1),
    row('outbox', {}, 1),
  ];
  expect(earlierValues(draft, rows)).toEqual([]);
});
