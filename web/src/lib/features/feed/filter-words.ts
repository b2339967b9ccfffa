import { departmentOf, departments } from '@komod/domain/departments';
import type { Names } from '@komod/domain/names';
import { defaultPolicy } from '@komod/domain/policy';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { conditionWords, inLocale, priceWords, sizeWords } from '#lib/words/entry-words.ts';
import { departmentIn, type FeedFilter } from './feed-filter.ts';

/** One thing asked for, and what is left when it is no more. */
export interface ActiveFilter {
  label: string;
  without: FeedFilter;
}

const lower = (text: string): string => text.toLocaleLowerCase(getLocale());
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(getLocale()) + text.slice(1);
const either = (words: readonly string[]): string =>
  new Intl.ListFormat(getLocale(), { type: 'disjunction' }).format(words);

/** Named as the pieces of its department name it. */
const sizeOf = (filter: FeedFilter, size: string): string =>
  sizeWords({ category: filter.category ?? '', size });

/** "under $30", in the middle of a sentence; nothing without a price. */
function priceRange({ minPrice, maxPrice }: FeedFilter): string {
  const money = (minor: number): string => priceWords(minor, defaultPolicy.currency);
  if (minPrice !== null && maxPrice !== null)
    return m.feed_price_between({ min: money(minPrice), max: money(maxPrice) });
  if (maxPrice !== null) return m.feed_price_under({ max: money(maxPrice) });
  return minPrice === null ? '' : m.feed_price_from({ min: money(minPrice) });
}

export const departmentWords = (filter: FeedFilter): string | null => {
  const names = departments.find(({ id }) => id === departmentIn(filter))?.names;
  return names ? inLocale(names) : null;
};

/** Everything a filter asks for beyond its tab. `place` names its category, where that is more than a department. */
export function activeFilters(filter: FeedFilter, place: Names | null): ActiveFilter[] {
  const { category, sizes, conditions } = filter;
  const price = priceRange(filter);
  const active: ActiveFilter[] = [];
  if (place && category !== null)
    active.push({ label: inLocale(place), without: { ...filter, category: departmentOf(category) } });
  for (const size of sizes)
    active.push({
      label: sizeOf(filter, size),
      without: { ...filter, sizes: sizes.filter((other) => other !== size) },
    });
  for (const condition of conditions)
    active.push({
      label: conditionWords({ condition }),
      without: { ...filter, conditions: conditions.filter((other) => other !== condition) },
    });
  if (price) active.push({ label: capital(price), without: { ...filter, minPrice: null, maxPrice: null } });
  return active;
}

/** "No pieces in M under $30." */
export function nothingFits(filter: FeedFilter, place: Names | null): string {
  const { sizes, conditions } = filter;
  const where = place ? inLocale(place) : departmentWords(filter);
  const things = [
    ...(where ? [where] : []),
    ...(sizes.length > 0
      ? [m.feed_none_sizes({ sizes: either(sizes.map((size) => sizeOf(filter, size))) })]
      : []),
    ...(conditions.length > 0
      ? [either(conditions.map((condition) => lower(conditionWords({ condition }))))]
      : []),
  ].join(m.feed_none_comma());
  const price = priceRange(filter);
  if (things && price) return m.feed_none_in_priced({ things, price });
  return things ? m.feed_none_in({ things }) : m.feed_none_priced({ price });
}
