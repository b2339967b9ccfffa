import { foldText } from '@komod/domain/fold-words';
import type { ListingDraft } from '@komod/domain/listing-draft';
import { cleanLine } from '@komod/domain/plain-text';

/** What a seller chose for other pieces, the last first. */
export interface RecentChoices {
  readonly categories: readonly string[];
  readonly brands: readonly string[];
}

/** Brands that fit a screen above the suggested ones. */
const mostBrands = 5;

export function recentChoices(drafts: Iterable<ListingDraft>, exceptId: string | null): RecentChoices {
  const others = [...drafts]
    .filter(({ id }) => id !== exceptId)
    .toSorted((a, b) => b.updatedAt - a.updatedAt);
  const brands = new Map<string, string>();
  for (const { brand } of others) {
    const key = foldText(brand ?? '');
    if (brand && key !== '' && !brands.has(key)) brands.set(key, cleanLine(brand));
  }
  return {
    categories: [...new Set(others.flatMap(({ category }) => category ?? []))],
    brands: [...brands.values()].slice(0, mostBrands),
  };
}
