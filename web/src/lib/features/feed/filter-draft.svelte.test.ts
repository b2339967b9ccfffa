import { expect, test } from 'vitest';
import { everything } from './feed-filter.ts';
import { FilterDraft } from './filter-draft.svelte.ts';

const draft = (change: Partial<typeof everything> = {}) => new FilterDraft({ ...everything, ...change });

test('each step of the category opens the next, and letting one go closes what lies in it', () => {
  const chosen = draft();
  expect(chosen.steps).toHaveLength(1);
  chosen.chooseCategory('women');
  chosen.chooseCategory('women.jackets');
  chosen.chooseCategory('women.jackets.blazers');
  expect(chosen.steps.map((step) => step.chosen)).toEqual([
    'women',
    'women.jackets',
    'women.jackets.blazers',
  ]);
  chosen.chooseCategory('women.jackets');
  expect(chosen.filter.category).toBe('women');
  expect(chosen.steps).toHaveLength(2);
});

test('a size leaves with the category it belongs to', () => {
  const chosen = draft({ sizes: ['M', 'shoe-39', 'one-size'] });
  chosen.chooseCategory('women');
  expect(chosen.filter.sizes).toEqual(['M', 'shoe-39', 'one-size']);
  chosen.chooseCategory('women.shoes');
  expect(chosen.filter.sizes).toEqual(['shoe-39', 'one-size']);
});

test('my sizes are chosen together, and let go together', () => {
  const chosen = draft({ sizes: ['M', 'S'] });
  chosen.toggleSizes(['M', 'shoe-39']);
  expect(chosen.filter.sizes).toEqual(['M', 'S', 'shoe-39']);
  chosen.toggleSizes(['M', 'shoe-39']);
  expect(chosen.filter.sizes).toEqual(['S']);
});

test.each([
  ['10', '30', 1000, 3000],
  ['۱۰', '۳۰٫۵', 1000, 3050],
  ['١٠', '', 1000, null],
  ['', '1,200', null, 120_000],
  ['30', '10', 1000, 3000],
  ['0', 'cheap', null, null],
])('prices from %s to %s', (min, max, minPrice, maxPrice) => {
  const chosen = draft();
  chosen.minPrice = min;
  chosen.maxPrice = max;
  expect(chosen.filter).toMatchObject({ minPrice, maxPrice });
});

test('clearing leaves the tab', () => {
  const chosen = draft({ category: 'women.jackets', sizes: ['M'], conditions: ['good'], maxPrice: 3000 });
  chosen.clear();
  expect(chosen.filter).toEqual({ ...everything, category: 'women' });
});
