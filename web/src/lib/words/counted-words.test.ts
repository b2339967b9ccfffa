import { expect, test } from 'vitest';
import { number, plural } from './counted-words.ts';

const counts = [...Array.from({ length: 1101 }, (_, count) => count), 9_999, 10_000, 123_456, 1_000_000];

test.each(['en', 'fa'] as const)('counts are said in %s as Intl says them', (locale) => {
  const [numbers, plurals] = [new Intl.NumberFormat(locale), new Intl.PluralRules(locale)];
  for (const count of counts) {
    expect(number(locale, count)).toBe(numbers.format(count));
    expect(plural(locale, count)).toBe(plurals.select(count));
  }
});
