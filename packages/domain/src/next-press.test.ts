import { describe, expect, test } from 'vitest';
import { builtOnMax, nextPress } from './next-press.ts';
import type { ShelfMark } from './shelf-mark.ts';
import type { Press, Wish } from './wish.ts';

const mark = (version: number, wishAt: number, more: Partial<ShelfMark> = {}): ShelfMark => ({
  state: 'live',
  version,
  at: 1,
  wishAt,
  ...more,
});
const pressed = (press: Press): Wish => ({ want: 'sold', ...press });
const presses = (times: number, first: ShelfMark | null = null): Wish => {
  let wish = pressed(nextPress(undefined, first, 100));
  for (let time = 1; time < times; time += 1) wish = pressed(nextPress(wish, first, 100 + time));
  return wish;
};

describe('the base', () => {
  test('is the version on the shelf, none before there is one', () => {
    expect(nextPress(undefined, null, 5)).toEqual({ base: null, at: 5 });
    expect(nextPress(undefined, mark(0, 1, { state: 'refused' }), 5).base).toBeNull();
    expect(nextPress(undefined, mark(3, 1), 5).base).toBe(3);
  });
});

describe('the time', () => {
  test('is later than that of the wish it replaces, also with a clock set back', () => {
    expect(nextPress(pressed({ base: null, at: 100 }), null, 100).at).toBe(101);
    expect(nextPress(pressed({ base: null, at: 100 }), null, 7).at).toBe(101);
    expect(nextPress(pressed({ base: null, at: 100.5 }), null, 7).at).toBe(101);
    expect(nextPress(pressed({ base: null, at: 100 }), null, 500).at).toBe(500);
  });
});

describe('the line of presses', () => {
  test('names all that had no answer, oldest first', () => {
    expect(presses(3)).toMatchObject({ base: null, at: 102, builtOn: [100, 101] });
    expect(presses(3, mark(4, 50))).toMatchObject({ base: 4, builtOn: [100, 101] });
  });

  test('ends at the newest that was answered', () => {
    expect(nextPress(presses(3), mark(1, 102), 200)).toEqual({ base: 1, at: 200 });
    // 101 may be a version by now that this device has not heard of.
    expect(nextPress(presses(3), mark(1, 100), 200)).toEqual({ base: 1, at: 200, builtOn: [101, 102] });
  });

  test('keeps a press whose answer photos can still change', () => {
    const waiting = mark(4, 102, { missing: ['a'] });
    expect(nextPress(presses(3, mark(4, 50)), waiting, 200)).toMatchObject({ base: 4, builtOn: [102] });
    const refused = mark(0, 102, { state: 'refused', reasons: [{ field: 'photos.0', code: 'unreadable' }] });
    expect(nextPress(presses(3), refused, 200)).toMatchObject({ base: null, builtOn: [102] });
  });

  test('begins with the replaced press when another device moved the base', () => {
    expect(nextPress(presses(3), mark(7, 999), 200)).toEqual({ base: 7, at: 200, builtOn: [102] });
  });

  test('holds the newest of very many', () => {
    const { builtOn } = presses(40);
    expect(builtOn).toHaveLength(builtOnMax);
    expect(builtOn?.at(-1)).toBe(138);
  });
});
