import { groupedDigits, westernDigits } from './digits.ts';
import { currencyPolicy, defaultPolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import { accept, refuse } from './refusal.ts';
import type { FieldRefusalCode, Result } from './refusal.ts';

export type MoneyLocale = 'en' | 'fa';

/** As people say it; Intl has the long name (of which country) or a foreign sign in the middle of Persian text. */
const persianNames: Readonly<Record<string, string>> = { USD: 'دلار', EUR: 'یورو', IRR: 'ریال' };

/** Signs that stand before the amount in English. */
const signs: Readonly<Record<string, string>> = { USD: '$', EUR: '€' };

/** Whole amounts of these, as `Intl` writes them: what it takes to load is longer than a first screen may wait. */
function wholeAmount(whole: number, currency: string, locale: MoneyLocale): string | null {
  const isNamed = currency in (locale === 'fa' ? persianNames : signs);
  if (!isNamed || !Number.isSafeInteger(whole) || whole < 0) return null;
  const amount = groupedDigits(whole, locale);
  return locale === 'fa' ? amount : signs[currency] + amount;
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(currency: string, locale: MoneyLocale, digits: number): Intl.NumberFormat {
  const key = `${locale} ${currency} ${digits}`;
  let format = formatters.get(key);
  if (!format) {
    const isNamed = locale === 'fa' && currency in persianNames;
    format = new Intl.NumberFormat(locale === 'fa' ? 'fa-IR' : 'en-US', {
      ...(!isNamed && { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }),
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formatters.set(key, format);
  }
  return format;
}

/** Digits after the point: of our own table first, since engines disagree about some currencies. */
function fractionDigitsOf(currency: string): number {
  const known = currencyPolicy(defaultPolicy, currency);
  if (known) return known.fractionDigits;
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/**
 * An amount of integer minor units in words of a locale: `$40`, `$14.99`, `۴۰ دلار`.
 * `cents: 'always'` keeps `$32.00`. An amount in what is no currency code at all is shown as bare number and code.
 */
export function formatMoney(
  minor: number,
  currency: string,
  locale: MoneyLocale,
  { cents = 'if-any' }: { cents?: 'if-any' | 'always' } = {},
): string {
  if (!/^[A-Z]{3}$/.test(currency)) return `${minor} ${currency}`.trim();
  const fraction = fractionDigitsOf(currency);
  const scale = 10 ** fraction;
  const isWhole = minor % scale === 0;
  const digits = isWhole && cents === 'if-any' ? 0 : fraction;
  const amount =
    (digits === 0 && wholeAmount(minor / scale, currency, locale)) ||
    formatter(currency, locale, digits).format(minor / scale);
  const name = locale === 'fa' ? persianNames[currency] : undefined;
  return name ? `${amount} ${name}` : amount;
}

const marks = /[\s\u200e\u200f\u061c\u2066-\u2069'’_]|\p{Sc}|دلار|یورو|ریال/gu;
const groups = (text: string, separator: string): string | null => {
  const parts = text.split(separator);
  const [first = '', ...rest] = parts;
  if (rest.length > 0 && (first.length === 0 || first.length > 3)) return null;
  return rest.every((part) => part.length === 3) ? parts.join('') : null;
};

/** Western digits with at most one `.` for the fraction, or `null` when it reads as no number. */
function plainNumber(text: string, fractionDigits: number): string | null {
  const western = westernDigits(text.replaceAll(marks, '')).replaceAll('،', ',');
  if (!/^[\d.,٫٬/]*$/.test(western) || !/\d/.test(western)) return null;
  const separators = [...new Set(western.replaceAll(/\d/g, ''))];
  if (separators.length > 2) return null;
  const last = western.match(/\D(?=\d*$)/)?.[0];
  if (last === undefined) return western;
  const [whole, fraction] = [
    western.slice(0, western.lastIndexOf(last)),
    western.slice(western.lastIndexOf(last) + 1),
  ];
  if (separators.length === 2) {
    // Two kinds: the last one opens the fraction, the other groups.
    const grouping = separators.find((separator) => separator !== last)!;
    if (whole.includes(last) || grouping === '٫' || last === '٬') return null;
    const joined = groups(whole, grouping);
    return joined === null ? null : `${joined}.${fraction}`;
  }
  const isGrouping =
    last === '٬' ||
    whole.includes(last) ||
    // `1,234` and `1.234`: three digits are a group wherever a currency has no three decimals.
    ((last === ',' || last === '.') &&
      fraction.length === 3 &&
      fractionDigits !== 3 &&
      /^[1-9]\d{0,2}$/.test(whole));
  return isGrouping ? groups(western, last) : `${whole}.${fraction}`;
}

/**
 * A typed price in integer minor units. Reads Persian, Arabic and Western digits, grouped or not, with `.`, `,`, `٫`
 * or `/` before the fraction. Whether the marketplace takes such a price is not asked here: a draft may hold any.
 */
export function parsePrice(text: string, currency: string, policy: Policy): Result<number, FieldRefusalCode> {
  const known = currencyPolicy(policy, currency);
  if (!known) return refuse('unknown');
  const typed = text.trim();
  if (typed === '') return refuse('missing');
  const isNegative = /^[-−‎]*[-−]/.test(typed);
  const plain = plainNumber(isNegative ? typed.replaceAll(/[-−]/g, '') : typed, known.fractionDigits);
  if (plain === null) return refuse('not-a-number');
  const [whole = '', fraction = ''] = plain.split('.');
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > known.fractionDigits) return refuse('not-whole');
  const minor = Number(`${whole || '0'}${kept.padEnd(known.fractionDigits, '0')}`);
  if (isNegative && minor > 0) return refuse('below-minimum');
  return Number.isSafeInteger(minor) ? accept(minor) : refuse('above-maximum');
}

export interface Earnings {
  feeMinor: number;
  netMinor: number;
}

/** What a seller keeps of a price; `null` for a currency the marketplace does not know. */
export function netEarnings(priceMinor: number, currency: string, policy: Policy): Earnings | null {
  const known = currencyPolicy(policy, currency);
  if (!known) return null;
  const feeMinor =
    priceMinor < known.feeThresholdMinor
      ? known.feeFlatMinor
      : Math.round((priceMinor * known.feePercent) / 100);
  return { feeMinor, netMinor: priceMinor - feeMinor };
}

/** The price just below the fee's step, when it would leave the seller more than this one does. */
export function cheaperYetBetter(
  priceMinor: number,
  currency: string,
  policy: Policy,
): { priceMinor: number; gainMinor: number } | null {
  const known = currencyPolicy(policy, currency);
  if (!known || priceMinor < known.feeThresholdMinor) return null;
  const below = known.feeThresholdMinor - 1;
  const here = netEarnings(priceMinor, currency, policy);
  const there = netEarnings(below, currency, policy);
  const gainMinor = here && there ? there.netMinor - here.netMinor : 0;
  return gainMinor > 0 && below >= known.minPriceMinor ? { priceMinor: below, gainMinor } : null;
}
