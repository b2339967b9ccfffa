import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

test.each(['test', 'bench'])('%s without its Chromium ends with one sentence', async (command) => {
  const child = Bun.spawn([process.execPath, `packages/commands/src/${command}.ts`], {
    cwd: root,
    env: { ...process.env, KOMOD_CHROMIUM: '/nowhere' },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  onTestFinished(() => child.kill('SIGKILL'));
  const [stderr] = await Promise.all([new Response(child.stderr).text(), child.exited]);
  expect(child.exitCode).toBe(1);
  const words = stderr.split('\n').filter((line) => line.includes('Chromium'));
  expect(words).toEqual(['Chromium is missing: KOMOD_CHROMIUM names /nowhere, where nothing is.']);
});
