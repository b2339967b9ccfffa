import type { TruthLine, TruthRow } from '@komod/domain/truth-line';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SteadyTruth } from './steady-truth.svelte.ts';

const line = (row: TruthRow, values: TruthLine['values'] = {}): TruthLine => ({
  row,
  values,
  action: null,
  tone: 'ink',
  rail: { shape: 'solid' },
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a state that was not readable yet stays until it was', () => {
  const steady = new SteadyTruth(line('8b'));
  vi.advanceTimersByTime(400);
  steady.next(line('10'));
  expect(steady.shown.row).toBe('8b');
  vi.advanceTimersByTime(599);
  expect(steady.shown.row).toBe('8b');
  vi.advanceTimersByTime(1);
  expect(steady.shown.row).toBe('10');
});

test('a sending of less than a second is never told', () => {
  const steady = new SteadyTruth(line('9b'));
  vi.advanceTimersByTime(5000);
  steady.next(line('9c'));
  vi.advanceTimersByTime(999);
  steady.next(line('9d'));
  expect(steady.shown.row).toBe('9d');
});

test('a sending in several steps is told a second after its first', () => {
  const steady = new SteadyTruth(line('8b'));
  vi.advanceTimersByTime(5000);
  steady.next(line('6', { photo: 1, total: 2 }));
  vi.advanceTimersByTime(600);
  steady.next(line('6', { photo: 2, total: 2 }));
  vi.advanceTimersByTime(300);
  steady.next(line('6b'));
  expect(steady.shown.row).toBe('8b');
  vi.advanceTimersByTime(100);
  expect(steady.shown.row).toBe('6b');
});

test('what is told of a state may change at once', () => {
  const steady = new SteadyTruth(line('6', { photo: 1, total: 5 }));
  steady.next(line('6', { photo: 2, total: 5 }));
  expect(steady.shown.values).toEqual({ photo: 2, total: 5 });
});
