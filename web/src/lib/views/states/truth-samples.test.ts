import { expect, test } from 'vitest';
import { truthSamples } from './truth-samples.ts';

test('every row of the truth line has a sample that speaks it', () => {
  expect(truthSamples.length).toBeGreaterThan(20);
  for (const { row, line } of truthSamples) expect(line.row).toBe(row);
});
