import { expect, test } from 'vitest';
import { held } from './held.ts';

test.each([
  ['a closer', 'Coat \u2069\u202eback'],
  ['an isolate that stays open', 'Coat \u2067\u2066back'],
  ['an embedding that stays open', 'Coat \u202b\u202aback'],
  ['a line end', 'Coat\u2029\nback'],
])('%s in the words ends nothing, and keeps nothing open', (_, words) => {
  expect(held(words)).toMatch(/^\u2068Coat ?back\u2069$/);
});
