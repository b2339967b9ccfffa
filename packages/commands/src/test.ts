import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChecks } from './check-steps.ts';
import { ensureInstalled } from './install.ts';
import { missingForTests, stopIfMissing } from './machine-needs.ts';
import { runStep } from './run-step.ts';
import { countPlaywright, countVitest, sum, type TestCount } from './test-counts.ts';
import { ensureWebBuilt } from './web-build.ts';

await ensureInstalled();
stopIfMissing(await missingForTests());

const reports = mkdtempSync(join(tmpdir(), 'komod-test-'));
const counts: TestCount[] = [];

const checks = await runChecks();
const red = checks.filter((check) => !check.passed).map((check) => check.title);
counts.push({ passed: checks.length - red.length, failed: red.length, red });

await ensureWebBuilt();
for (const [title, projects] of [
  ['Unit tests', ['unit', 'web']],
  ['Integration tests', ['integration', 'postgres']],
] as const) {
  const report = join(reports, `${projects[0]}.json`);
  const result = await runStep({
    title,
    bun: [
      '--bun',
      'run',
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${report}`,
      ...projects.flatMap((project) => ['--project', project]),
    ],
  });
  counts.push(await countVitest(report, result.passed));
}

const report = join(reports, 'playwright.json');
const journeys = await runStep({
  title: 'End-to-end tests',
  bun: ['--bun', 'run', 'playwright', 'test', '--reporter=list,json'],
  env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
});
counts.push(await countPlaywright(report, journeys.passed));

rmSync(reports, { recursive: true, force: true });
const total = sum(counts);
// A long run has scrolled its red tests out of sight, or out of what a log keeps.
for (const test of total.red) console.log(`✗ ${test}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
