import { expect, test } from 'vitest';
import { colours, findColour } from './colours.ts';
import { conditionNames, conditions } from './condition.ts';
import { sizeSystems } from './size-systems.ts';
import {
  categories,
  departmentOf,
  departments,
  findCategory,
  groupOf,
  groups,
  isSizeOf,
  sizesOf,
} from './taxonomy.ts';

const unique = (items: readonly { id: string }[]) => new Set(items.map(({ id }) => id)).size;

test('there are 20 categories, each in a department and a group that have names', () => {
  expect(unique(categories)).toBe(20);
  for (const { id } of categories) {
    expect(id).toMatch(/^[a-z-]+(\.[a-z-]+){2}$/);
    expect(departments.map((department) => department.id)).toContain(departmentOf(id));
    expect(groups.map((group) => group.id)).toContain(groupOf(id));
    expect(findCategory(id)?.id).toBe(id);
  }
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

test('a size means one thing: no two systems have the same one', () => {
  const own = Object.values(sizeSystems).flatMap(({ sizes }) => sizes.slice(0, -2));
  expect(unique(own)).toBe(own.length);
});

test('a category takes the sizes of its system only', () => {
  expect(isSizeOf('women.jackets.blazers', 'M')).toBe(true);
  expect(isSizeOf('women.shoes.boots', 'M')).toBe(false);
  expect(isSizeOf('home.decor.vases', 'one-size')).toBe(true);
  expect(isSizeOf('nowhere', 'M')).toBe(false);
  expect(sizesOf('nowhere')).toEqual([]);
});

test('there are 20 colours with a swatch', () => {
  expect(unique(colours)).toBe(20);
  for (const { hex } of colours) expect(hex).toMatch(/^#[0-9a-f]{6}$/);
  expect(findColour('toString')).toBeNull();
});

test('everything has a name in both languages', () => {
  const named = [...categories, ...groups, ...departments, ...colours, ...Object.values(sizeSystems)].map(
    ({ names }) => names,
  );
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
