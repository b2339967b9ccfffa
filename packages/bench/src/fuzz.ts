import { admitUpdate } from '@komod/sync/server/admission/admit-update';
import { holdingsOf } from '@komod/sync/server/admission/holdings';
import { wireLimits } from '@komod/sync/wire/limits';
import { anyShape } from '@komod/testkit/any-shape';
import { bigUpdates } from '@komod/testkit/hostile-frames/big-updates';
import { fuzzAdmission } from '@komod/testkit/hostile-frames/fuzz-admission';
import { liveBytesAtAdmission } from '@komod/testkit/hostile-frames/live-bytes';
import * as Y from 'yjs';
import { percentile } from './figure.ts';

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  const value = at === -1 ? otherwise : Number(process.argv[at + 1]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} must be a whole number.`);
  process.exit(1);
};
const frames = option('frames', 100_000);
const seed = option('seed', Math.floor(Math.random() * 1e9));
const milliseconds = (value: number): string => `${value.toFixed(3)} ms`;
const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

console.log(`→ ${frames} frames, seed ${seed}…`);
// All of its memory is taken now: what grows afterwards is not the list.
const times = new Float64Array(frames).fill(1);
const memory: [number, number][] = [];
let count = 0;
const startedAt = performance.now();
const { answers, stopped } = fuzzAdmission(seed, frames, (judge) => {
  const from = performance.now();
  const answer = judge();
  times[count++] = performance.now() - from;
  if (count % Math.ceil(frames / 50) === 0) {
    // What is only not collected yet is no growth.
    Bun.gc(true);
    memory.push([count, process.memoryUsage.rss()]);
  }
  return answer;
});
times.sort();
const at = (share: number): string => milliseconds(times[Math.max(0, Math.ceil(share * frames) - 1)] ?? 0);
console.log(`${((performance.now() - startedAt) / 1000).toFixed(0)} s, and nothing threw`);
for (const [answer, number] of Object.entries(answers)) console.log(`  ${answer}: ${number}`);
console.log(`  stopped when they were applied: ${stopped}`);
console.log(`  admission: p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`);
// The first half warms compiler and heap up.
const late = memory.slice(memory.length >> 1);
console.log(`  memory: ${megabytes(late.at(-1)?.[1] ?? 0)}, ${slope(late)} KB more for each 1,000 frames`);

console.log('→ Frames of 64 KiB…');
const doc = new Y.Doc();
for (const [name, update] of Object.entries(bigUpdates())) {
  const runs = Array.from({ length: 500 }, () => {
    const from = performance.now();
    admitUpdate(update, holdingsOf(doc), anyShape, wireLimits);
    return performance.now() - from;
  }).slice(100);
  const [p50, p99, max] = [0.5, 0.99, 1].map((share) => milliseconds(percentile(runs, share)));
  const kept = update.at(-1) === 0 ? `, ${(liveBytesAtAdmission(update) / 1024).toFixed(0)} KB alive` : '';
  console.log(`  ${name}: p50 ${p50}, p99 ${p99}, max ${max}${kept}`);
}

function slope(points: readonly [number, number][]): string {
  const meanOf = (pick: (point: [number, number]) => number): number =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [meanFrames, meanBytes] = [meanOf(([frame]) => frame), meanOf(([, bytes]) => bytes)];
  let along = 0;
  let square = 0;
  for (const [frame, bytes] of points) {
    along += (frame - meanFrames) * (bytes - meanBytes);
    square += (frame - meanFrames) ** 2;
  }
  return (((along / square) * 1000) / 1024).toFixed(1);
}
