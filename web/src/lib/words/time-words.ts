import { groupedDigits } from '@komod/domain/digits';
import { getLocale } from '#lib/paraglide/runtime.js';
import { browser } from '$app/env';

// The server does not know the reader's zone: it writes UTC, the device corrects it while it takes the page over.
const zone: Intl.DateTimeFormatOptions = browser ? {} : { timeZone: 'UTC' };
const tags = { en: 'en-GB', fa: 'fa-IR' } as const;
const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(tags[getLocale()], { ...zone, ...options });

/** "14:05" */
const clockTime = (at: number): string =>
  format({ hour: '2-digit', minute: '2-digit', hour12: false }).format(at);

/** "3 May", with the year when it is another one than `now`'s; Persian dates are Jalali. */
export function shortDay(at: number, now: number): string {
  const year = format({ year: 'numeric' });
  const isThisYear = year.format(at) === year.format(now);
  return format({
    day: 'numeric',
    month: isThisYear ? 'long' : 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(at);
}

/** The time today, the day before that. */
export function timeOrDay(at: number, now: number): string {
  const day = format({ year: 'numeric', month: 'numeric', day: 'numeric' });
  return day.format(at) === day.format(now) ? clockTime(at) : shortDay(at, now);
}

export const wholeNumber = (value: number): string => groupedDigits(value, getLocale());
