import { expect, test } from 'vitest';
import { brandSuggestions } from './brand-suggestions.ts';
import { colours, findColour } from './colours.ts';
import { conditionNames, conditions } from './condition.ts';
import { departmentOf, departments, groupOf } from './departments.ts';
import { findSize, sizeLabel, sizeRegions, sizeScales } from './size-scales.ts';
import type { Size, SizeScale } from './size-scales.ts';
import { sizeSystems } from './size-systems.ts';
import { categories, findCategory, groups, isSizeOf, sizesOf } from './taxonomy.ts';

const unique = (items: readonly { id: string }[]) => new Set(items.map(({ id }) => id)).size;

/** Ids that listings hold since the first day. */
const firstCategories = [
  'women.dresses.day',
  'women.dresses.evening',
  'women.tops.blouses',
  'women.knitwear.jumpers',
  'women.jackets.blazers',
  'women.jackets.coats',
  'women.trousers.jeans',
  'women.shoes.boots',
  'women.bags.handbags',
  'women.jewellery.necklaces',
  'men.tops.shirts',
  'men.knitwear.jumpers',
  'men.jackets.suit-jackets',
  'men.trousers.jeans',
  'men.shoes.trainers',
  'kids.tops.t-shirts',
  'kids.jackets.coats',
  'kids.shoes.trainers',
  'home.textiles.cushions',
  'home.decor.vases',
];

test('every category is three taps away: a department, a group of it, an item of that', () => {
  expect(unique(categories)).toBe(categories.length);
  expect(categories.length).toBeGreaterThanOrEqual(80);
  for (const { id } of categories) {
    expect(id).toMatch(/^[a-z-]+(\.[a-z-]+){2}$/);
    expect(departments.map((department) => department.id)).toContain(departmentOf(id));
    expect(groups.map((group) => group.id)).toContain(groupOf(id));
    expect(findCategory(id)?.id).toBe(id);
  }
});

test('an id that was given once stays', () => {
  for (const id of firstCategories) expect(findCategory(id), id).not.toBeNull();
});

test('no department and no group is empty', () => {
  for (const { id } of departments)
    expect(categories.some((category) => departmentOf(category.id) === id)).toBe(true);
  for (const { id } of groups) expect(categories.some((category) => groupOf(category.id) === id)).toBe(true);
});

test('every size system ends with the two sizes that always fit', () => {
  for (const { sizes } of Object.values(sizeSystems))
    expect(sizes.slice(-2).map(({ id }) => id)).toEqual(['one-size', 'unlabelled']);
});

test('every category has a size system', () => {
  for (const { id } of categories) expect(sizesOf(id).length, id).toBeGreaterThanOrEqual(2);
});

test('a size means one thing: no two scales have the same one', () => {
  const own = Object.values(sizeScales).flatMap(({ sizes }): readonly Size[] => sizes);
  expect(unique(own)).toBe(own.length);
  for (const { id } of own) expect(findSize(id)?.id).toBe(id);
});

test('no two sizes of a scale read the same in a region', () => {
  for (const { sizes } of Object.values(sizeScales) as SizeScale[])
    for (const region of sizeRegions)
      for (const department of ['women', 'men'])
        for (const locale of ['en', 'fa'] as const) {
          const read = sizes.map((size) => sizeLabel(size, region, locale, department));
          expect(new Set(read).size).toBe(read.length);
        }
});

test.each([
  ['eu-38', 'women', 'EU 38', 'US 6', 'UK 10'],
  ['men-eu-50', 'men', 'EU 50', 'US 40', 'UK 40'],
  ['shoe-38', 'women', 'EU 38', 'US 7', 'UK 5'],
  ['shoe-42', 'men', 'EU 42', 'US 9', 'UK 8'],
  ['shoe-39.5', 'women', 'EU 39.5', 'EU 39.5', 'EU 39.5'],
  ['kids-shoe-28', 'kids', 'EU 28', 'US 11C', 'UK child 10'],
  ['kids-shoe-33', 'kids', 'EU 33', 'US 2Y', 'UK 1'],
  ['ring-54', 'women', 'EU 54', 'US 7', 'UK N½'],
  ['belt-85', 'men', 'EU 85', 'US 34', 'UK 34'],
  ['hat-57', 'men', 'EU 57', 'US 7⅛', 'UK 7'],
  ['M', 'women', 'M', 'M', 'M'],
  ['age-6y', 'kids', '6 years', '6 years', '6 years'],
])('%s for %s reads %s, %s and %s', (id, department, eu, us, uk) => {
  const size = findSize(id)!;
  expect(sizeRegions.map((region) => sizeLabel(size, region, 'en', department))).toEqual([eu, us, uk]);
});

test('a category takes the sizes of its system only', () => {
  expect(isSizeOf('women.jackets.blazers', 'M')).toBe(true);
  expect(isSizeOf('women.jackets.blazers', 'eu-38')).toBe(true);
  expect(isSizeOf('women.shoes.boots', 'M')).toBe(false);
  expect(isSizeOf('men.jackets.suit-jackets', 'eu-38')).toBe(false);
  expect(isSizeOf('home.decor.vases', 'one-size')).toBe(true);
  expect(isSizeOf('nowhere', 'M')).toBe(false);
  expect(sizesOf('nowhere')).toEqual([]);
});

test('there are 20 colours with a swatch', () => {
  expect(unique(colours)).toBe(20);
  for (const { hex } of colours) expect(hex).toMatch(/^#[0-9a-f]{6}$/);
  expect(findColour('toString')).toBeNull();
});

test('there are 200 brands to begin with, some also as Persian readers type them', () => {
  const names = brandSuggestions.map(([name]) => name);
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(200);
  for (const [, persian] of brandSuggestions)
    if (persian) expect(persian).toMatch(/^[\u0600-\u06ff\u200c ]+$/);
});

test('two neighbours never have the same name', () => {
  for (const locale of ['en', 'fa'] as const)
    for (const { id: parent } of [...groups, ...departments]) {
      const siblings = [...categories, ...groups].filter(({ id }) => id.replace(/\.[^.]*$/, '') === parent);
      expect(new Set(siblings.map(({ names }) => names[locale])).size).toBe(siblings.length);
    }
});

test('everything has a name in both languages', () => {
  const named = [
    ...categories,
    ...groups,
    ...departments,
    ...colours,
    ...Object.values(sizeSystems),
    ...Object.values(sizeScales),
  ].map(({ names }) => names);
  const sizes = Object.values(sizeSystems).flatMap((system) => system.sizes.map(({ names }) => names));
  const told = conditions.flatMap((condition) => [
    conditionNames[condition].names,
    conditionNames[condition].meaning,
  ]);
  for (const names of [...named, ...told]) {
    expect(names.en).toMatch(/^[A-Z]/);
    expect(names.fa).toMatch(/[\u0600-\u06ff]/);
  }
  for (const names of sizes) expect(names.en && names.fa).toBeTruthy();
});
