import { expect, test } from 'vitest';
import { listedWords, pricedWords, reachOf, type Reach } from './press-words.ts';

test.each([
  ['member', 'online', 'sending'],
  ['member', 'offline', 'later'],
  ['member', 'dropped', 'later'],
  ['member', 'busy', 'later'],
  ['member', 'refused', 'refused'],
  ['ended', 'online', 'signed-out'],
  ['guest', 'online', 'guest'],
  ['guest', 'offline', 'guest'],
] as const)('a press of a %s whose link is %s is %s', (session, link, reach) => {
  expect(reachOf({ session, link })).toBe(reach);
});

test.each([
  ['sending', '3 pieces are on their way.', 'The new price, $35, is on its way.'],
  [
    'later',
    '3 pieces go live when Komod is open and online.',
    'The new price, $35, goes out when Komod is open and online.',
  ],
  [
    'signed-out',
    '3 pieces are ready. Sign in again to send them.',
    'Price kept: $35. Sign in again to send it.',
  ],
  ['guest', '3 pieces are ready. Sign up and they go live.', 'Price kept: $35.'],
] as const)('what is %s is told so', (reach, listed, priced) => {
  expect(listedWords({ count: 3 }, reach)).toBe(listed);
  expect(pricedWords('$35', 'out', reach)).toBe(priced);
});

test('the price of a draft goes nowhere', () => {
  for (const reach of ['sending', 'later', 'signed-out', 'guest'] satisfies Reach[])
    expect(pricedWords('$35', 'kept', reach)).toBe('Price kept: $35.');
});
