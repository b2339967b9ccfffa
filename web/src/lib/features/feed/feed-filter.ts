import type { CatalogEntry } from '@komod/domain/catalog-entry';
import { conditions, type Condition } from '@komod/domain/condition';
import { departmentOf, departments } from '@komod/domain/departments';
import { defaultPolicy } from '@komod/domain/policy';
import { findSize } from '@komod/domain/size-scales';

/** What a shopper wants to see. It stands in the address of the page, in the same words as in the API's. */
export interface FeedFilter {
  /** A department, a group or an item and everything below it; `null` is everything. */
  readonly category: string | null;
  /** Any of them; none is every size. */
  readonly sizes: readonly string[];
  readonly conditions: readonly Condition[];
  /** Minor units of the marketplace's currency, both ends included. */
  readonly minPrice: number | null;
  readonly maxPrice: number | null;
}

export const everything: FeedFilter = {
  category: null,
  sizes: [],
  conditions: [],
  minPrice: null,
  maxPrice: null,
};

const categoryForm = /^[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){0,2}$/;
/** As many sizes as the server takes. */
const sizesMax = 40;

function amount(text: string | null): number | null {
  const value = text !== null && /^\d{1,12}$/.test(text) ? Number(text) : 0;
  return value > 0 ? value : null;
}

const listed = (params: URLSearchParams, name: string): string[] => [
  ...new Set(params.getAll(name).flatMap((values) => values.split(','))),
];

/** What is not understood is left out: a mistyped link still shows pieces. */
export function readFilter(params: URLSearchParams): FeedFilter {
  const category = params.get('category') ?? '';
  const isKnown = categoryForm.test(category) && departments.some(({ id }) => id === departmentOf(category));
  const wanted = listed(params, 'condition');
  return {
    category: isKnown ? category : null,
    sizes: listed(params, 'size')
      .filter((id) => findSize(id) !== null)
      .slice(0, sizesMax),
    conditions: conditions.filter((condition) => wanted.includes(condition)),
    minPrice: amount(params.get('minPrice')),
    maxPrice: amount(params.get('maxPrice')),
  };
}

/** The questions of the API that this filter asks; `null` asks nothing. */
export const filterQuery = ({ category, sizes, conditions: states, minPrice, maxPrice }: FeedFilter) => ({
  category,
  size: sizes.join(',') || null,
  condition: states.join(',') || null,
  minPrice,
  maxPrice,
});

/** The feed's address under this filter: one spelling for each. */
export function feedAddress(filter: FeedFilter): string {
  const search = Object.entries(filterQuery(filter))
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
  return search ? `/?${search}` : '/';
}

export const departmentIn = ({ category }: FeedFilter): string | null =>
  category === null ? null : departmentOf(category);

/** The department alone, which is a tab. */
export const withoutFacets = (filter: FeedFilter): FeedFilter => ({
  ...everything,
  category: departmentIn(filter),
});

/** Whether it asks for more than a tab does. */
export const isNarrowed = (filter: FeedFilter): boolean =>
  feedAddress(filter) !== feedAddress(withoutFacets(filter));

/** What the server would list under this filter. */
export function fitsFilter(entry: CatalogEntry, filter: FeedFilter): boolean {
  const { category, sizes, conditions: states, minPrice, maxPrice } = filter;
  const hasPrice = minPrice !== null || maxPrice !== null;
  return (
    entry.state === 'live' &&
    (category === null || entry.category === category || entry.category.startsWith(`${category}.`)) &&
    (sizes.length === 0 || sizes.includes(entry.size)) &&
    (states.length === 0 || states.includes(entry.condition)) &&
    (!hasPrice || entry.currency === defaultPolicy.currency) &&
    (minPrice === null || entry.price >= minPrice) &&
    (maxPrice === null || entry.price <= maxPrice)
  );
}
