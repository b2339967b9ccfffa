import './simulator/simulated-globals.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSeed } from './simulator/run-seed.ts';

const seeds = 1_000;
const { warn } = console;
const ignore = () => {};
const reporters = process.listeners('unhandledRejection');

beforeAll(() => {
  // y-indexeddb leaves some of what its disk refuses to nobody, and Yjs warns of client ids that come back.
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', ignore);
  console.warn = ignore;
});
afterAll(async () => {
  await new Promise((resolve) => setTimeout(resolve, 0));
  process.off('unhandledRejection', ignore);
  for (const reporter of reporters) process.on('unhandledRejection', reporter);
  console.warn = warn;
});

test(`[V3] ${seeds} seeds of faults: what is called safe is durable, nothing kept is lost or doubled, and all end equal`, () => {
  const first = Number(process.env['KOMOD_SEED'] ?? 1);
  let safe = 0;
  for (let seed = first; seed < first + seeds; seed++) {
    const { failure, safe: promises } = runSeed(seed);
    expect(failure && `\`bun run simulate --seed ${seed}\`: ${failure}`).toBeNull();
    safe += promises;
  }
  expect(safe).toBeGreaterThan(seeds);
}, 240_000);

test('a seed tells the same story each time', () => {
  expect(runSeed(7)).toEqual(runSeed(7));
});
