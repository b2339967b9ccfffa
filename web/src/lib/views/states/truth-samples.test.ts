import { expect, test } from 'vitest';
import { truthSamples, updateInCheck } from './truth-samples.ts';

test('every row of the truth line has a sample that speaks it', () => {
  expect(truthSamples.length).toBeGreaterThan(20);
  for (const { row, line } of truthSamples) expect(line.row).toBe(row);
});

test('an update that has no photo left to send has a sample', () => {
  expect([updateInCheck.row, updateInCheck.values.total]).toEqual(['7c', undefined]);
});
