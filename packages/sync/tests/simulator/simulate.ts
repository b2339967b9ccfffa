import './simulated-globals.ts';
import { runSeed, shrink } from './run-seed.ts';

const option = (name: string): number | null => {
  const at = process.argv.indexOf(`--${name}`);
  if (at === -1) return null;
  const value = Number(process.argv[at + 1]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} must be a whole number.`);
  process.exit(1);
};

const one = option('seed');
const seeds = one === null ? (option('seeds') ?? 1_000) : 1;
const first = one ?? option('from') ?? 1;
let failed = 0;
const startedAt = performance.now();
// y-indexeddb leaves some of what its disk refuses to nobody.
process.on('unhandledRejection', () => {});
console.warn = () => {};
for (let seed = first; seed < first + seeds; seed++) {
  const outcome = runSeed(seed);
  const { story, failure } = outcome;
  if (one !== null) for (const line of story) console.log(line);
  if (failure !== null) {
    failed++;
    console.log(`✗ seed ${seed}: ${failure}`);
    if (one !== null) {
      const less = shrink(outcome);
      console.log('\nFewer steps that fail alike:');
      for (const line of less.story) console.log(line);
      console.log(`✗ ${less.failure}`);
    }
  }
}
console.log(`${seeds} seeds, ${failed} failed, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
process.exit(failed === 0 ? 0 : 1);
