import { getLocale } from '#lib/paraglide/runtime.js';

const tags = { en: 'en-GB', fa: 'fa-IR' } as const;

/** "48 MB"; one digit after the point below ten. */
export function byteWords(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  return new Intl.NumberFormat(tags[getLocale()], {
    style: 'unit',
    unit: 'megabyte',
    // In Persian the short form is Latin letters.
    unitDisplay: getLocale() === 'fa' ? 'long' : 'short',
    maximumFractionDigits: megabytes < 10 ? 1 : 0,
  }).format(megabytes);
}
