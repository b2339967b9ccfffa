import { expect, test } from 'vitest';
import { wireLimits } from '../wire/limits.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';

const delay = (code: number, reason: string, failures: number, random: number) =>
  reconnectDelayMs({ code, reason }, failures, () => random, wireLimits);

test('[C5] 4400 to 4499 are final', () => {
  for (const code of [4400, 4401, 4403, 4409, 4413, 4499]) expect(delay(code, '', 0, 0.5)).toBeNull();
  for (const code of [1000, 1006, 4399, 4500, 4503, 4529]) expect(delay(code, '', 0, 0.5)).not.toBeNull();
});

test('[C5] 4503 is spread over ten seconds, 4529 waits the seconds it was given', () => {
  expect(delay(4503, '', 0, 0)).toBe(0);
  expect(delay(4503, '', 0, 0.999)).toBeCloseTo(9_990);
  expect(delay(4529, 'retry-after=42', 0, 0)).toBe(42_000);
  expect(delay(4529, 'retry-after=42', 0, 0.5)).toBe(42_500);
  expect(delay(4529, '', 0, 0.5)).toBe(5_000);
});

test('[C4] a lost line is tried with full jitter over a window that doubles up to ten seconds', () => {
  expect([0, 1, 2, 3, 4, 500].map((failures) => delay(1006, '', failures, 0.5))).toEqual([
    500, 1000, 2000, 4000, 5000, 5000,
  ]);
  expect(delay(1006, '', 500, 0)).toBe(0);
});
