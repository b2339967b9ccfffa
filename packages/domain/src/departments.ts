import type { Names } from './names.ts';

/**
 * A place where pieces hang: department → group → item. Ids are stable for ever (documents hold them) and carry
 * their place: `women.jackets.blazers` is in group `women.jackets` of department `women`.
 */
export interface TaxonomyNode {
  readonly id: string;
  readonly names: Names;
}

export const departments: readonly TaxonomyNode[] = [
  { id: 'women', names: { en: 'Women', fa: 'زنانه' } },
  { id: 'men', names: { en: 'Men', fa: 'مردانه' } },
  { id: 'kids', names: { en: 'Kids', fa: 'بچگانه' } },
  { id: 'home', names: { en: 'Home', fa: 'خانه' } },
];

export const departmentOf = (categoryId: string): string => categoryId.split('.', 1)[0]!;
export const groupOf = (categoryId: string): string => categoryId.split('.', 2).join('.');
