import { groupedDigits } from '@komod/domain/digits';

/*
 * Stands in for what the words in both languages ask of `Intl`, whose first use takes ten milliseconds of a computer
 * and forty of a phone: longer than a first screen may wait for "1,000 pieces". Counts are whole numbers from 0 on.
 */

type Locale = 'en' | 'fa';

/** The plural form of a count: in Persian none is like one. */
export function plural(locale: Locale, count: unknown): 'one' | 'other' {
  const number = Number(count);
  return number === 1 || (number === 0 && locale === 'fa') ? 'one' : 'other';
}

export const number = (locale: Locale, count: unknown): string => groupedDigits(Number(count), locale);
