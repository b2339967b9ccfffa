import { expect, test } from 'vitest';
import { cleanLine, cleanText } from './plain-text.ts';

test.each([
  ['a closer of nothing', 'x\u2069\u202eabc', 'x\u202eabc'],
  ['two closers of one isolate', '\u2068x\u2069\u2069y', '\u2068x\u2069y'],
  ['a closer in the next line', '\u2067x\ny\u2069z', '\u2067x\nyz'],
  ['an isolate inside another', '\u2066a\u2068b\u2069c\u2069d', '\u2066a\u2068b\u2069c\u2069d'],
  ['an override', 'x\u202eabc', 'x\u202eabc'],
])('%s can end nothing around the text', (_, text, clean) => {
  expect(cleanText(text)).toBe(clean);
});

test('a line holds no line feed, and its ends no space', () => {
  expect(cleanLine('  one\r\ntwo\u0007\t')).toBe('one two');
});
