import { anyShape } from '@komod/testkit/any-shape';
import { bigUpdates } from '@komod/testkit/hostile-frames/big-updates';
import { fuzzAdmission } from '@komod/testkit/hostile-frames/fuzz-admission';
import { liveBytesAtAdmission } from '@komod/testkit/hostile-frames/live-bytes';
import { expect, test } from 'vitest';
import { admitUpdate } from '../src/server/admission/admit-update.ts';
import { wireLimits } from '../src/wire/limits.ts';

const frames = 60_000;

test(`[F1] ${frames} random, grown and mutated frames: none throws, and Yjs takes each as admission said`, () => {
  const seed = Number(process.env['KOMOD_SEED'] ?? Math.floor(Math.random() * 1e9));
  const { answers, stopped } = fuzzAdmission(seed, frames);
  // Few enough that one more way to hurt Yjs would be seen, and every answer was given.
  expect(stopped).toBeLessThan(frames / 20);
  for (const answer of ['new', 'nothing', 'gap', 'document.malformed']) {
    expect([seed, answer, (answers[answer] ?? 0) > frames / 50]).toEqual([seed, answer, true]);
  }
}, 240_000);

test('[F2] a frame of 64 KiB keeps less than 1 MB alive while it is judged, whatever it claims', () => {
  const holdsNothing = { clockOf: () => 0, hasDeleted: () => false };
  for (const [name, update] of Object.entries(bigUpdates())) {
    expect([name, update.length > 60_000 && update.length < 70_000]).toEqual([name, true]);
    expect([name, admitUpdate(update, holdsNothing, anyShape, wireLimits)]).toEqual([
      name,
      expect.objectContaining({ novelty: 'new' }),
    ]);
    // Deletions are compared as they are read, and nothing of them is kept.
    if (name !== 'deleted ranges')
      expect([name, liveBytesAtAdmission(update) < 1024 * 1024]).toEqual([name, true]);
  }
});
