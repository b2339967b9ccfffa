import { departments } from './departments.ts';
import type { TaxonomyNode } from './departments.ts';
import { homeGroups } from './home-categories.ts';
import { kidsGroups } from './kids-categories.ts';
import { menGroups } from './men-categories.ts';
import { findSize } from './size-scales.ts';
import type { Size } from './size-scales.ts';
import { sizeSystems } from './size-systems.ts';
import type { SizeSystemId } from './size-systems.ts';
import type { GroupRows } from './taxonomy-rows.ts';
import { womenGroups } from './women-categories.ts';

export interface Category extends TaxonomyNode {
  readonly sizeSystem: SizeSystemId;
}

const rows: Readonly<Record<string, readonly GroupRows[]>> = {
  women: womenGroups,
  men: menGroups,
  kids: kidsGroups,
  home: homeGroups,
};
const placed = departments.flatMap(({ id: department }) =>
  rows[department]!.map((group) => ({ ...group, id: `${department}.${group.id}` })),
);

export const groups: readonly TaxonomyNode[] = placed.map(({ id, en, fa }) => ({ id, names: { en, fa } }));

export const categories: readonly Category[] = placed.flatMap((group) =>
  group.items.map(([id, en, fa, sizes]) => ({
    id: `${group.id}.${id}`,
    names: { en, fa },
    sizeSystem: sizes ?? group.sizes,
  })),
);

const byId = new Map(categories.map((category) => [category.id, category]));
const sizeIds = new Map(
  Object.entries(sizeSystems).map(([id, { sizes }]) => [id, new Set(sizes.map((size) => size.id))]),
);

export const findCategory = (id: string): Category | null => byId.get(id) ?? null;

/** The sizes a piece of this category may have; none for an unknown category. */
export function sizesOf(categoryId: string): readonly Size[] {
  const category = findCategory(categoryId);
  return category ? sizeSystems[category.sizeSystem].sizes : [];
}

export function isSizeOf(categoryId: string, sizeId: string): boolean {
  const category = findCategory(categoryId);
  return category !== null && sizeIds.get(category.sizeSystem)!.has(sizeId);
}

export const isKnownSize = (sizeId: string): boolean => findSize(sizeId) !== null;
