import { expect, test } from 'vitest';
import { TurnPace } from './turn-pace.ts';

/** What was asked of the event loop, and how late each turn began, in ms. */
function startPace() {
  let now = 500;
  const waits: number[] = [];
  const due: (() => void)[] = [];
  const begun: number[] = [];
  const note = (run: () => void, ms: number): void => {
    waits.push(ms);
    due.push(run);
  };
  const pace = new TurnPace({
    clock: { now: () => now, setTimeout: note },
    soon: (run) => note(run, 0),
    turnMs: 4,
  });
  return {
    waits,
    begun,
    ask: () => pace.schedule(() => begun.push(now)),
    pass(ms: number) {
      now += ms;
      for (const run of due.splice(0)) run();
    },
  };
}

test('[A7] a turn after a pause begins at once, one close behind another a little later', () => {
  const { waits, begun, ask, pass } = startPace();
  ask();
  pass(0);
  ask();
  pass(4);
  // Asked in the middle of the pause.
  pass(3);
  ask();
  pass(1);
  pass(9);
  ask();
  pass(0);
  expect(waits).toEqual([0, 4, 1, 0]);
  expect(begun).toEqual([500, 504, 508, 517]);
});
