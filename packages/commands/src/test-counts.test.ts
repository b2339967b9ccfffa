import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { countPlaywright, countVitest, sum } from './test-counts.ts';

function report(content: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'komod-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

test('counts come from the runners reports', async () => {
  const vitest = await countVitest(report({ numPassedTests: 12, numFailedTests: 2 }), false);
  const playwright = await countPlaywright(report({ stats: { expected: 3, flaky: 1, unexpected: 0 } }), true);
  expect(sum([vitest, playwright])).toEqual({ passed: 16, failed: 2 });
});

test('a runner that ended red without a red test, or without a report, is one failure', async () => {
  expect(await countVitest(report({ numPassedTests: 12, numFailedTests: 0 }), false)).toEqual({
    passed: 12,
    failed: 1,
  });
  expect(await countPlaywright('/nowhere/report.json', false)).toEqual({ passed: 0, failed: 1 });
});

test('a runner that ended green and ran nothing is one failure', async () => {
  expect(await countVitest(report({ numPassedTests: 0, numFailedTests: 0 }), true)).toEqual({
    passed: 0,
    failed: 1,
  });
});
