import { expect, test } from 'vitest';
import { PhotoHand } from './photo-hand.ts';
import { fitted, held, largestScale, scaledAt, wholePhoto, type Stage } from './photo-view.ts';

const stage: Stage = { width: 400, height: 800, photo: { width: 400, height: 533 } };

/** One finger from one point to another, in steps. */
function swipe(hand: PhotoHand, from: [number, number], to: [number, number], tookMs: number) {
  hand.down(1, { x: from[0], y: from[1] }, 0);
  for (let step = 1; step <= 10; step += 1)
    hand.move(
      1,
      { x: from[0] + ((to[0] - from[0]) * step) / 10, y: from[1] + ((to[1] - from[1]) * step) / 10 },
      stage,
    );
  return hand.up(1, tookMs, stage);
}

function tap(hand: PhotoHand, x: number, y: number, at: number) {
  hand.down(1, { x, y }, at);
  return hand.up(1, at + 40, stage);
}

test('a photo is fitted whole, whatever its form', () => {
  expect(fitted({ width: 400, height: 800 }, { width: 200, height: 100 })).toEqual({
    width: 400,
    height: 200,
  });
  expect(fitted({ width: 1000, height: 600 }, { width: 1200, height: 1600 })).toEqual({
    width: 450,
    height: 600,
  });
});

test('what lies under the point stays there while it is scaled', () => {
  const point = { x: 100, y: -50 };
  const view = scaledAt(wholePhoto, stage, point, 3);
  // Where that spot of the photo was before, and where it is now.
  expect([100 * view.scale + view.x, -50 * view.scale + view.y]).toEqual([100, -50]);
});

test('a photo is never scaled out of bounds nor pushed off the stage', () => {
  expect(scaledAt(wholePhoto, stage, { x: 0, y: 0 }, 99).scale).toBe(largestScale);
  expect(held({ scale: 0.3, x: 80, y: 80 }, stage)).toEqual(wholePhoto);
  const far = held({ scale: 2, x: 9000, y: -9000 }, stage);
  expect(far).toEqual({ scale: 2, x: 200, y: -(533 * 2 - 800) / 2 });
});

test.each([
  ['far to the left', [0, 0], [-120, 0], 900, { kind: 'turn', side: 1 }],
  ['far to the right', [0, 0], [120, 0], 900, { kind: 'turn', side: -1 }],
  ['a short slow way', [0, 0], [-50, 0], 900, { kind: 'nothing' }],
  ['a short flick', [0, 0], [-50, 0], 60, { kind: 'turn', side: 1 }],
  ['down', [0, 0], [10, 150], 900, { kind: 'close' }],
  ['a little down', [0, 0], [0, 60], 900, { kind: 'nothing' }],
  ['up', [0, 0], [0, -300], 100, { kind: 'nothing' }],
] as const)('a whole photo dragged %s', (_name, from, to, tookMs, ask) => {
  const hand = new PhotoHand();
  expect(swipe(hand, [...from], [...to], tookMs)).toEqual(ask);
  expect(hand.drag).toEqual({ x: 0, y: 0 });
});

test('a drag keeps to the way it took first', () => {
  const hand = new PhotoHand();
  hand.down(1, { x: 0, y: 0 }, 0);
  hand.move(1, { x: -30, y: 4 }, stage);
  hand.move(1, { x: -60, y: 90 }, stage);
  expect(hand.drag).toEqual({ x: -60, y: 0 });
});

test('two fingers scale and neither turn nor close', () => {
  const hand = new PhotoHand();
  hand.down(1, { x: -50, y: 0 }, 0);
  hand.down(2, { x: 50, y: 0 }, 5);
  hand.move(1, { x: -100, y: 0 }, stage);
  hand.move(2, { x: 100, y: 0 }, stage);
  expect(hand.view.scale).toBeCloseTo(2);
  expect(hand.up(1, 60, stage)).toEqual({ kind: 'nothing' });
  expect(hand.up(2, 61, stage)).toEqual({ kind: 'nothing' });
  expect(hand.view.scale).toBeCloseTo(2);
});

test('fingers that close a scaled photo again leave it whole and in its place', () => {
  const hand = new PhotoHand();
  hand.view = scaledAt(wholePhoto, stage, { x: 120, y: 40 }, 2);
  hand.down(1, { x: -100, y: 0 }, 0);
  hand.down(2, { x: 100, y: 0 }, 5);
  hand.move(1, { x: -10, y: 0 }, stage);
  hand.move(2, { x: 10, y: 0 }, stage);
  expect(hand.view).toEqual(wholePhoto);
});

test('a finger on a scaled photo moves it and turns nothing', () => {
  const hand = new PhotoHand();
  hand.view = { scale: 2, x: 0, y: 0 };
  expect(swipe(hand, [0, 0], [-500, 0], 80)).toEqual({ kind: 'nothing' });
  expect(hand.view).toEqual({ scale: 2, x: -200, y: 0 });
});

test('two taps scale about their point, two more show the whole photo', () => {
  const hand = new PhotoHand();
  tap(hand, 60, 20, 0);
  expect(hand.view).toEqual(wholePhoto);
  tap(hand, 62, 20, 200);
  expect(hand.view.scale).toBeGreaterThan(2);
  tap(hand, 0, 0, 1000);
  tap(hand, 0, 0, 1150);
  expect(hand.view).toEqual(wholePhoto);
});

test('two taps far apart, in time or place, are two taps', () => {
  const hand = new PhotoHand();
  tap(hand, 0, 0, 0);
  tap(hand, 0, 0, 900);
  tap(hand, 150, 0, 1000);
  expect(hand.view).toEqual(wholePhoto);
});

test('touches the system took leave nothing behind', () => {
  const hand = new PhotoHand();
  hand.down(1, { x: 0, y: 0 }, 0);
  hand.move(1, { x: -90, y: 0 }, stage);
  hand.cancel();
  expect([hand.isDown, hand.drag]).toEqual([false, { x: 0, y: 0 }]);
  expect(hand.up(1, 10, stage)).toEqual({ kind: 'nothing' });
});
