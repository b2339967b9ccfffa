import { truthRows, type TruthLine, type TruthRow } from '@komod/domain/truth-line';
import { expect, test, vi } from 'vitest';
import { locales, overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { truthSentence } from './truth-sentence.ts';

vi.stubGlobal('matchMedia', () => ({ matches: true }));
vi.stubGlobal('screen', { width: 390, height: 844 });

const now = Date.UTC(2026, 4, 3, 14, 5);
const lineOf = (row: TruthRow): TruthLine => ({
  row,
  values: { device: 'phone', count: 2, photo: 3, total: 5 },
  reason: { field: 'price', code: 'below-minimum' },
  at: now,
  action: null,
  tone: 'ink',
  rail: { shape: 'solid' },
});

test.each(locales)('every row has whole words in %s', (locale) => {
  overwriteGetLocale(() => locale);
  const sentences = truthRows.map((row) => truthSentence(lineOf(row), now, 'USD'));
  for (const sentence of sentences) expect(sentence).not.toMatch(/\{|undefined|NaN|truth_/);
  expect(new Set(sentences).size).toBe(truthRows.length);
});

test('a refusal names the price that would do', () => {
  overwriteGetLocale(() => 'en');
  expect(truthSentence(lineOf('2'), now, 'USD')).toBe('Not live: price must be at least $3.');
});

test('a piece that another closet of this server has says what can be done', () => {
  const line = { ...lineOf('2'), reason: { field: 'listing', code: 'not-yours' } as const };
  overwriteGetLocale(() => 'en');
  expect(truthSentence(line, now)).toBe(
    'Not live: it belongs to another closet on this server. List it from there, or make it anew here.',
  );
  overwriteGetLocale(() => 'fa');
  expect(truthSentence(line, now)).toBe(
    'روی ویترین نرفت: این آگهی در کمد دیگری روی همین سرور است. از همان کمد روی ویترین بگذارید، یا اینجا از نو بسازید.',
  );
});

test('numbers and the device are said in the reader’s language', () => {
  overwriteGetLocale(() => 'fa');
  expect(truthSentence(lineOf('6'), now)).toBe('در راه ویترین، عکس ۳ از ۵…');
  expect(truthSentence(lineOf('9'), now)).toBe('پیش‌نویس. فقط روی همین گوشی.');
});

test('an update without a photo left to send counts none', () => {
  overwriteGetLocale(() => 'en');
  expect(truthSentence({ ...lineOf('7c'), values: {} }, now)).toBe('Live. Your update is on its way…');
});
