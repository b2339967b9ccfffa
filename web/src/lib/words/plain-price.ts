import { formatMoney } from '@komod/domain/money';
import { defaultPolicy } from '@komod/domain/policy';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

const tags = { en: 'en-US', fa: 'fa-IR' } as const;

/** An amount for a text field: grouped, in the reader's digits, without the currency's sign. */
export function plainPrice(minor: number, currency: string): string {
  const digits = defaultPolicy.currencies[currency]?.fractionDigits ?? 2;
  const scale = 10 ** digits;
  return new Intl.NumberFormat(tags[getLocale()], {
    minimumFractionDigits: minor % scale === 0 ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(minor / scale);
}

export const currencySign = (currency: string): string =>
  new Intl.NumberFormat(tags[getLocale()], { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency;

/** A little money as people say it: "4 cents", where the currency has them. */
export function smallAmount(minor: number, currency: string): string {
  const hasCents = (currency === 'USD' || currency === 'EUR') && minor < 100;
  return hasCents ? m.editor_cents({ count: minor }) : formatMoney(minor, currency, getLocale());
}
