import type { ShelfMark } from '@komod/domain/shelf-mark';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Moments, type Moment } from './moments.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const mark = (state: ShelfMark['state'], more: Partial<ShelfMark> = {}): ShelfMark => ({
  state,
  version: 1,
  at: 1,
  wishAt: 1,
  ...more,
});
const wentLive = (id: string) => ({ id, before: null, after: mark('live') });
const wasRefused = (id: string) => ({
  id,
  before: null,
  after: mark('refused', { reasons: [{ field: 'price', code: 'below-minimum' }] }),
});

function watcher({ isWatching = true, isFirst = false } = {}) {
  const state = { isVisible: true };
  const told: Moment[] = [];
  const moments = new Moments({
    isWatching: () => isWatching,
    isFirst: () => isFirst,
    isVisible: () => state.isVisible,
  });
  moments.subscribe((moment) => told.push(moment));
  return { moments, told, state };
}
const later = () => vi.advanceTimersByTime(2000);

test('what goes live shortly one after another is told once', () => {
  const { moments, told } = watcher();
  moments.take([wentLive('one')]);
  vi.advanceTimersByTime(800);
  moments.take([wentLive('two'), wentLive('three')]);
  later();
  expect(told).toEqual([{ kind: 'live', ids: ['one', 'two', 'three'] }]);
  later();
  expect(told).toHaveLength(1);
});

test('the first piece ever is a moment of its own', () => {
  const { moments, told } = watcher({ isFirst: true });
  moments.take([wentLive('one')]);
  later();
  expect(told).toEqual([{ kind: 'first-live', id: 'one' }]);
});

test('an update of what is live, or what left the feed again, is none', () => {
  const { moments, told } = watcher();
  moments.take([{ id: 'one', before: mark('live'), after: mark('live', { version: 2 }) }]);
  moments.take([wentLive('two')]);
  moments.take([{ id: 'two', before: mark('live'), after: mark('removed') }]);
  later();
  expect(told).toEqual([]);
});

test('a refusal under the seller’s eyes stands on the card, not in a toast', () => {
  const { moments, told } = watcher();
  moments.take([wasRefused('one')]);
  later();
  expect(told).toEqual([]);
});

test('after an absence it is told in numbers', () => {
  const { moments, told } = watcher({ isWatching: false });
  moments.take([wentLive('one'), wentLive('two'), wentLive('three'), wasRefused('four')]);
  later();
  expect(told).toEqual([{ kind: 'away', live: 3, needsYou: 1 }]);
});

test('what happens while the screen is not looked at is told on return', () => {
  const { moments, told, state } = watcher();
  state.isVisible = false;
  moments.take([wentLive('one'), wentLive('two')]);
  later();
  expect(told).toEqual([]);
  state.isVisible = true;
  moments.tellNow();
  later();
  expect(told).toEqual([{ kind: 'away', live: 2, needsYou: 0 }]);
});
