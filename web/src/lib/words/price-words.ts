import { defaultPolicy } from '@komod/domain/policy';
import { getLocale } from '#lib/paraglide/runtime.js';

const tags = { en: 'en-US', fa: 'fa-IR' } as const;

/** An amount for a text field: grouped, in the reader's digits, without the currency's sign. */
export function typedPrice(minor: number, currency: string): string {
  const digits = defaultPolicy.currencies[currency]?.fractionDigits ?? 2;
  const scale = 10 ** digits;
  return new Intl.NumberFormat(tags[getLocale()], {
    minimumFractionDigits: minor % scale === 0 ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(minor / scale);
}

/** What stands before or after the text of a price field, outside of it. */
export const currencyMark = (currency: string): string =>
  new Intl.NumberFormat(tags[getLocale()], { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency;
