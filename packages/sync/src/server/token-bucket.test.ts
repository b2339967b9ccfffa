import { expect, test } from 'vitest';
import { wireLimits } from '../wire/limits.ts';
import { TokenBucket } from './token-bucket.ts';

test('[R4] the burst holds one full frame, and is refilled by the second', () => {
  const bucket = new TokenBucket(wireLimits, 0);
  expect(wireLimits.burstBytes).toBeGreaterThanOrEqual(wireLimits.frameMaxBytes);
  expect(wireLimits.payloadMaxBytes).toBeGreaterThan(wireLimits.frameMaxBytes);
  expect(bucket.take(wireLimits.frameMaxBytes, 0)).toBe(0);
  expect(bucket.take(wireLimits.frameMaxBytes, 0)).toBeGreaterThan(20);
});

test('[R4] the wait it names is long enough', () => {
  const limits = { ...wireLimits, burstFrames: 5, framesPerSecond: 2 };
  const bucket = new TokenBucket(limits, 0);
  for (let frame = 0; frame < 5; frame++) expect(bucket.take(1, 0)).toBe(0);
  const wait = bucket.take(1, 0);
  expect(wait).toBe(1);
  expect(bucket.take(1, wait * 1000)).toBe(0);
});

test('[R4] a clock that goes backwards refills nothing and takes nothing', () => {
  const limits = { ...wireLimits, burstFrames: 1, framesPerSecond: 1 };
  const bucket = new TokenBucket(limits, 10_000);
  expect(bucket.take(1, 5_000)).toBe(0);
  expect(bucket.take(1, 5_000)).toBeGreaterThan(0);
});
