import { expect, test } from 'vitest';
import { arrowTarget, nearestSlot, slotAfterMove, type Slot } from './photo-slots.ts';

/** Seven tiles in rows of three, from the left or from the right. */
const grid = (isRtl = false): Slot[] =>
  Array.from({ length: 7 }, (_, index) => {
    const column = isRtl ? 2 - (index % 3) : index % 3;
    return { x: column * 100, y: Math.floor(index / 3) * 140, width: 98, height: 138 };
  });

test('the tiles between make room', () => {
  const shown = (from: number, to: number) => [0, 1, 2, 3, 4].map((index) => slotAfterMove(index, from, to));
  expect(shown(0, 3)).toEqual([3, 0, 1, 2, 4]);
  expect(shown(3, 1)).toEqual([0, 2, 3, 1, 4]);
  expect(shown(2, 2)).toEqual([0, 1, 2, 3, 4]);
});

test('a tile belongs to the place its middle is nearest to, whichever way the page runs', () => {
  const held = { x: 90, y: 130, width: 98, height: 138 };
  expect(nearestSlot(held, grid())).toBe(4);
  expect(nearestSlot({ ...held, x: 190 }, grid(true))).toBe(3);
  expect(nearestSlot({ ...held, x: -500, y: -500 }, grid())).toBe(0);
});

test('arrow keys go as the eye sees them, and stop at the ends', () => {
  expect(arrowTarget('ArrowRight', 0, grid(), false)).toBe(1);
  expect(arrowTarget('ArrowRight', 1, grid(true), true)).toBe(0);
  expect(arrowTarget('ArrowLeft', 0, grid(true), true)).toBe(1);
  expect(arrowTarget('ArrowDown', 1, grid(), false)).toBe(4);
  expect(arrowTarget('ArrowUp', 4, grid(true), true)).toBe(1);
  expect(arrowTarget('ArrowUp', 1, grid(), false)).toBe(1);
  expect(arrowTarget('ArrowDown', 5, grid(), false)).toBe(5);
  expect(arrowTarget('ArrowLeft', 0, grid(), false)).toBe(0);
});
