import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ToastSeat } from './toast.svelte.ts';

const undo = { label: 'Undo', run: () => undefined };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('an Undo stays ten seconds, a word without an act four', () => {
  const seat = new ToastSeat();
  seat.show({ message: 'Taken down', action: undo });
  vi.advanceTimersByTime(9999);
  expect(seat.current?.message).toBe('Taken down');
  vi.advanceTimersByTime(1);
  expect(seat.current).toBeNull();
  seat.show({ message: 'Link copied' });
  vi.advanceTimersByTime(4000);
  expect(seat.current).toBeNull();
});

test('it waits while it is hovered or focused, and has all its time again afterwards', () => {
  const seat = new ToastSeat();
  seat.show({ message: 'Taken down', action: undo });
  vi.advanceTimersByTime(9000);
  seat.pause('pointer');
  vi.advanceTimersByTime(60_000);
  expect(seat.current?.message).toBe('Taken down');
  seat.resume('pointer');
  vi.advanceTimersByTime(9999);
  expect(seat.current).not.toBeNull();
  vi.advanceTimersByTime(1);
  expect(seat.current).toBeNull();
});

test('a pointer that leaves does not take it from under the focus', () => {
  const seat = new ToastSeat();
  seat.show({ message: 'Taken down', action: undo });
  seat.pause('focus');
  seat.pause('pointer');
  seat.resume('pointer');
  vi.advanceTimersByTime(60_000);
  expect(seat.current?.message).toBe('Taken down');
  seat.resume('focus');
  vi.advanceTimersByTime(10_000);
  expect(seat.current).toBeNull();
});

test('the focus on an act that gave way holds nothing any more', () => {
  const seat = new ToastSeat();
  seat.show({ message: 'Taken down', action: undo });
  seat.pause('focus');
  seat.show({ message: 'Link copied' });
  vi.advanceTimersByTime(4000);
  expect(seat.current).toBeNull();
});

test('another act takes its place also under a resting pointer, and waits there as well', () => {
  const seat = new ToastSeat();
  seat.show({ message: 'Taken down', action: undo });
  seat.pause('pointer');
  seat.show({ message: 'Marked sold', action: undo });
  vi.advanceTimersByTime(60_000);
  expect(seat.current?.message).toBe('Marked sold');
});

test('news let an answer to a press have its time, and come after it', () => {
  const seat = new ToastSeat();
  seat.show({ message: 'Taken down', action: undo });
  seat.show({ message: 'Zara blazer is live', canWait: true });
  expect(seat.current?.message).toBe('Taken down');
  vi.advanceTimersByTime(10_000);
  expect(seat.current?.message).toBe('Zara blazer is live');
  seat.show({ message: 'Wool coat is live', canWait: true });
  expect(seat.current?.message).toBe('Zara blazer is live');
  vi.advanceTimersByTime(4000);
  expect(seat.current?.message).toBe('Wool coat is live');
});
