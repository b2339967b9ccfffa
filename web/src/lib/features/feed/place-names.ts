import type { Names } from '@komod/domain/names';
import { categories, groups } from '@komod/domain/taxonomy';

// Fetched only under a filter by category: the whole taxonomy is more than the feed otherwise needs.

/** What a group or an item is called; `null` for what is none. */
export const placeNames = (category: string): Names | null =>
  [...groups, ...categories].find(({ id }) => id === category)?.names ?? null;
