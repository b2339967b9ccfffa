import { inRoot } from './repository.ts';
import { runQuietStep, type Step, type StepResult } from './run-step.ts';
import { checkWords } from './web-build.ts';

const tool = (title: string, ...bun: string[]): Step => ({ title, bun: ['--bun', 'run', ...bun] });

/** Kit's and paraglide's generated types: everything that reads types needs them first. */
const generate: Step[] = [
  {
    ...tool(
      'messages',
      'paraglide-js',
      'compile',
      '--silent',
      '--project',
      './project.inlang',
      '--outdir',
      './src/lib/paraglide',
    ),
    cwd: inRoot('web'),
  },
  { ...tool('kit types', 'svelte-kit', 'sync'), cwd: inRoot('web') },
];

const checks: Step[] = [
  {
    ...tool(
      'svelte',
      'svelte-check',
      '--tsconfig',
      './tsconfig.json',
      '--output',
      'human',
      '--threshold',
      'warning',
      '--fail-on-warnings',
    ),
    cwd: inRoot('web'),
  },
  tool('types', 'tsc', '--noEmit', '-p', 'tsconfig.json'),
  tool('lint', 'oxlint', '--type-aware', '--max-warnings', '0'),
  tool('format', 'oxfmt', '--check'),
  checkWords,
  tool('unused code', 'knip', '--no-progress'),
];

/** All checks, two at a time, each on its own line; a red one does not stop the others. */
export async function runChecks(): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of generate) results.push(await runQuietStep(step));
  const waiting = [...checks];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await runQuietStep(step));
  };
  await Promise.all([worker(), worker()]);
  return results;
}
