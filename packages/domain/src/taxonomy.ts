import type { Names } from './names.ts';
import { sizeSystems } from './size-systems.ts';
import type { Size, SizeSystemId } from './size-systems.ts';

/**
 * What can hang in a closet: department → group → item. Ids are stable for ever (documents hold them) and carry
 * their place: `women.jackets.blazers` is in group `women.jackets` of department `women`. Tables grow by rows.
 */
export interface TaxonomyNode {
  readonly id: string;
  readonly names: Names;
}

export interface Category extends TaxonomyNode {
  readonly sizeSystem: SizeSystemId;
}

export const departments: readonly TaxonomyNode[] = [
  { id: 'women', names: { en: 'Women', fa: 'زنانه' } },
  { id: 'men', names: { en: 'Men', fa: 'مردانه' } },
  { id: 'kids', names: { en: 'Kids', fa: 'بچگانه' } },
  { id: 'home', names: { en: 'Home', fa: 'خانه' } },
];

export const groups: readonly TaxonomyNode[] = [
  { id: 'women.dresses', names: { en: 'Dresses', fa: 'پیراهن' } },
  { id: 'women.tops', names: { en: 'Tops', fa: 'بالاپوش' } },
  { id: 'women.knitwear', names: { en: 'Knitwear', fa: 'بافتنی' } },
  { id: 'women.jackets', names: { en: 'Jackets and coats', fa: 'کت و پالتو' } },
  { id: 'women.trousers', names: { en: 'Trousers', fa: 'شلوار' } },
  { id: 'women.shoes', names: { en: 'Shoes', fa: 'کفش' } },
  { id: 'women.bags', names: { en: 'Bags', fa: 'کیف' } },
  { id: 'women.jewellery', names: { en: 'Jewellery', fa: 'زیورآلات' } },
  { id: 'men.tops', names: { en: 'Tops', fa: 'بالاپوش' } },
  { id: 'men.knitwear', names: { en: 'Knitwear', fa: 'بافتنی' } },
  { id: 'men.jackets', names: { en: 'Jackets and coats', fa: 'کت و پالتو' } },
  { id: 'men.trousers', names: { en: 'Trousers', fa: 'شلوار' } },
  { id: 'men.shoes', names: { en: 'Shoes', fa: 'کفش' } },
  { id: 'kids.tops', names: { en: 'Tops', fa: 'بالاپوش' } },
  { id: 'kids.jackets', names: { en: 'Jackets and coats', fa: 'کت و پالتو' } },
  { id: 'kids.shoes', names: { en: 'Shoes', fa: 'کفش' } },
  { id: 'home.textiles', names: { en: 'Textiles', fa: 'پارچه و منسوجات' } },
  { id: 'home.decor', names: { en: 'Decoration', fa: 'دکوری' } },
];

export const categories: readonly Category[] = [
  { id: 'women.dresses.day', names: { en: 'Day dresses', fa: 'پیراهن روز' }, sizeSystem: 'women-numeric' },
  {
    id: 'women.dresses.evening',
    names: { en: 'Evening dresses', fa: 'لباس شب' },
    sizeSystem: 'women-numeric',
  },
  { id: 'women.tops.blouses', names: { en: 'Blouses', fa: 'بلوز' }, sizeSystem: 'letters' },
  { id: 'women.knitwear.jumpers', names: { en: 'Jumpers', fa: 'پلیور' }, sizeSystem: 'letters' },
  { id: 'women.jackets.blazers', names: { en: 'Blazers', fa: 'کت تک' }, sizeSystem: 'letters' },
  { id: 'women.jackets.coats', names: { en: 'Coats', fa: 'پالتو' }, sizeSystem: 'letters' },
  { id: 'women.trousers.jeans', names: { en: 'Jeans', fa: 'شلوار جین' }, sizeSystem: 'waist' },
  { id: 'women.shoes.boots', names: { en: 'Boots', fa: 'بوت' }, sizeSystem: 'shoes' },
  { id: 'women.bags.handbags', names: { en: 'Handbags', fa: 'کیف دستی' }, sizeSystem: 'one-size-only' },
  { id: 'women.jewellery.necklaces', names: { en: 'Necklaces', fa: 'گردنبند' }, sizeSystem: 'one-size-only' },
  { id: 'men.tops.shirts', names: { en: 'Shirts', fa: 'پیراهن' }, sizeSystem: 'letters' },
  { id: 'men.knitwear.jumpers', names: { en: 'Jumpers', fa: 'پلیور' }, sizeSystem: 'letters' },
  { id: 'men.jackets.suit-jackets', names: { en: 'Suit jackets', fa: 'کت رسمی' }, sizeSystem: 'men-numeric' },
  { id: 'men.trousers.jeans', names: { en: 'Jeans', fa: 'شلوار جین' }, sizeSystem: 'waist' },
  { id: 'men.shoes.trainers', names: { en: 'Trainers', fa: 'کتانی' }, sizeSystem: 'shoes' },
  { id: 'kids.tops.t-shirts', names: { en: 'T-shirts', fa: 'تی‌شرت' }, sizeSystem: 'kids-age' },
  { id: 'kids.jackets.coats', names: { en: 'Coats', fa: 'کاپشن و پالتو' }, sizeSystem: 'kids-age' },
  { id: 'kids.shoes.trainers', names: { en: 'Trainers', fa: 'کتانی' }, sizeSystem: 'kids-shoes' },
  { id: 'home.textiles.cushions', names: { en: 'Cushions', fa: 'کوسن' }, sizeSystem: 'one-size-only' },
  { id: 'home.decor.vases', names: { en: 'Vases', fa: 'گلدان' }, sizeSystem: 'one-size-only' },
];

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

export const isKnownSize = (sizeId: string): boolean => [...sizeIds.values()].some((ids) => ids.has(sizeId));

/** For showing a size by its name. */
export function findSize(categoryId: string, sizeId: string): Size | null {
  return sizesOf(categoryId).find((size) => size.id === sizeId) ?? null;
}

export const departmentOf = (categoryId: string): string => categoryId.split('.', 1)[0]!;
export const groupOf = (categoryId: string): string => categoryId.split('.', 2).join('.');
