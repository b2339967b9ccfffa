import { expect, test } from 'vitest';
import { agoWords } from './ago-words.ts';

test.each([
  [0, 'this minute'],
  [59_999, 'this minute'],
  [60_000, '1 minute ago'],
  [3_600_000 * 2 + 5, '2 hours ago'],
  [86_400_000, 'yesterday'],
  [86_400_000 * 3, '3 days ago'],
  // A server whose clock is ahead of this device's.
  [-5000, 'this minute'],
])('%i ms later it was %s', (passedMs, words) => {
  expect(agoWords(1_000_000, 1_000_000 + passedMs)).toBe(words);
});
