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
  expect(sum([vitest, playwright])).toEqual({ passed: 16, failed: 2, red: [] });
});

test('a runner that ended red without a red test, or without a report, is one failure', async () => {
  expect(await countVitest(report({ numPassedTests: 12, numFailedTests: 0 }), false)).toEqual({
    passed: 12,
    failed: 1,
    red: [],
  });
  expect(await countPlaywright('/nowhere/report.json', false)).toEqual({ passed: 0, failed: 1, red: [] });
});

test('a runner that ended green and ran nothing is one failure', async () => {
  expect(await countVitest(report({ numPassedTests: 0, numFailedTests: 0 }), true)).toEqual({
    passed: 0,
    failed: 1,
    red: [],
  });
});

test('what was red is told by file, title and how, whichever runner ran it', async () => {
  const failed = {
    fullName: 'room gives back',
    status: 'failed',
    failureMessages: ['\u001b[31mtwo\u001b[39m is not one\n\n  at room'],
  };
  const vitest = await countVitest(
    report({
      numPassedTests: 1,
      numFailedTests: 1,
      testResults: [
        {
          name: 'room.test.ts',
          status: 'failed',
          assertionResults: [failed, { fullName: 'room', status: 'passed' }],
        },
        { name: 'gone.test.ts', status: 'failed', message: 'cannot be loaded', assertionResults: [] },
      ],
    }),
    false,
  );
  expect(vitest.red).toEqual([
    'room.test.ts › room gives back\n    two is not one\n      at room',
    'gone.test.ts\n    cannot be loaded',
  ]);

  const spec = {
    file: 'feed.e2e.ts',
    title: 'scrolls',
    ok: false,
    tests: [{ results: [{}, { error: { message: 'too late' } }] }],
  };
  const playwright = await countPlaywright(
    report({
      stats: { expected: 1, flaky: 0, unexpected: 1 },
      suites: [{ suites: [{ specs: [spec, { ...spec, title: 'opens', ok: true }] }] }],
    }),
    false,
  );
  expect(playwright.red).toEqual(['feed.e2e.ts › scrolls\n    too late']);
});
