import { expect, onTestFinished, test, vi } from 'vitest';
import { runQuietStep } from './run-step.ts';

function hear(): () => string {
  const said = vi.spyOn(console, 'log').mockReturnValue(undefined);
  onTestFinished(() => said.mockRestore());
  return () => said.mock.calls.flat().join('\n');
}

test('a quiet step is named before it starts, says that it still works, and ends with how long it took', async () => {
  const heard = hear();
  await runQuietStep({ title: 'types', bun: ['-e', 'console.log("all of it")'] }, 1);
  expect(heard()).toMatch(/^→ types…\n(?:… types \(\d+ s\)\n)+✓ types \(\d+\.\d s\)$/);
});

test('what a quiet step had to say is shown when it failed', async () => {
  const heard = hear();
  const step = { title: 'lint', bun: ['-e', 'console.error("unused"); process.exit(3)'] };
  expect(await runQuietStep(step)).toMatchObject({ passed: false, exitCode: 3 });
  expect(heard()).toMatch(/^→ lint…\n✗ lint \(\d+\.\d s\)\n {4}unused$/);
});
