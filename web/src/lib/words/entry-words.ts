import type { CatalogEntry } from '@komod/domain/catalog-entry';
import { conditionNames } from '@komod/domain/condition';
import { departmentOf } from '@komod/domain/departments';
import { formatMoney } from '@komod/domain/money';
import type { Names } from '@komod/domain/names';
import { findSize, sizeLabel } from '@komod/domain/size-scales';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { sizeRegion } from './size-region.svelte.ts';

/** Where an entry stands while it is on the screen; sold and removed ones stay until the next load. */
export type Fate = 'live' | 'sold' | 'removed';

export const inLocale = (names: Names): string => names[getLocale()];
export const priceWords = (minor: number, currency: string): string =>
  formatMoney(minor, currency, getLocale());

export const sizeWords = ({ category, size }: { category: string; size: string }): string => {
  const known = findSize(size);
  return known ? sizeLabel(known, sizeRegion(), getLocale(), departmentOf(category)) : size;
};

export const conditionWords = ({ condition }: Pick<CatalogEntry, 'condition'>): string =>
  inLocale(conditionNames[condition].names);

/** "Theory blazer", also when the title leaves the brand out. */
export const pieceName = ({ brand, title }: Pick<CatalogEntry, 'brand' | 'title'>): string =>
  brand && !title.includes(brand) ? `${brand} ${title}` : title;

/** "Theory blazer, $40, M, like new": all that a card says, in one breath. */
export function cardName(entry: CatalogEntry, fate: Fate): string {
  const name = pieceName(entry);
  if (fate === 'sold') return m.card_name_sold({ name });
  if (fate === 'removed') return m.card_name_gone({ name });
  return m.card_name({
    name,
    price: priceWords(entry.price, entry.currency),
    size: sizeWords(entry),
    condition: conditionWords(entry).toLocaleLowerCase(getLocale()),
  });
}
