import { root } from './repository.ts';

export interface Step {
  /** What a person reads while it runs. */
  title: string;
  /** Arguments after the Bun binary. */
  bun: readonly string[];
  cwd?: string;
  env?: Record<string, string>;
}

export interface StepResult {
  title: string;
  passed: boolean;
  exitCode: number;
  seconds: number;
  output: string;
}

/** Runs a tool under this very Bun (no global one is assumed) with its output on the terminal. */
export async function runStep(step: Step): Promise<StepResult> {
  console.log(`→ ${step.title}…`);
  const result = await run(step, 'inherit');
  console.log(`${mark(result)} ${step.title} (${result.seconds.toFixed(1)} s)`);
  return result;
}

/** Like `runStep`, but its output is shown only when it failed; meanwhile it says that it still works. */
export async function runQuietStep(step: Step, sayEveryMs = 10_000): Promise<StepResult> {
  console.log(`→ ${step.title}…`);
  const startedAt = performance.now();
  const sayMore = () =>
    console.log(`… ${step.title} (${Math.round((performance.now() - startedAt) / 1000)} s)`);
  const saying = setInterval(sayMore, sayEveryMs);
  const result = await run(step, 'pipe').finally(() => clearInterval(saying));
  console.log(`${mark(result)} ${step.title} (${result.seconds.toFixed(1)} s)`);
  if (!result.passed) console.log(indent(result.output));
  return result;
}

async function run(step: Step, output: 'inherit' | 'pipe'): Promise<StepResult> {
  const startedAt = performance.now();
  const child = Bun.spawn([process.execPath, ...step.bun], {
    cwd: step.cwd ?? root,
    env: { ...process.env, ...step.env },
    stdin: 'ignore',
    stdout: output,
    stderr: output,
  });
  const read = async (stream: typeof child.stdout) => (stream ? new Response(stream).text() : '');
  const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr)]);
  const exitCode = await child.exited;
  return {
    title: step.title,
    passed: exitCode === 0,
    exitCode,
    seconds: (performance.now() - startedAt) / 1000,
    output: [stdout, stderr]
      .map((text) => text.trim())
      .filter(Boolean)
      .join('\n'),
  };
}

const mark = (result: StepResult): string => (result.passed ? '✓' : '✗');
const indent = (text: string): string => text.replace(/^/gm, '    ');

/** Ends the command with one sentence: what went wrong is already above it. */
export function stopUnless(result: StepResult): void {
  if (result.passed) return;
  console.error(`${result.title} failed.`);
  process.exit(result.exitCode || 1);
}
