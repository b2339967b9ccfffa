export interface TestCount {
  passed: number;
  failed: number;
}

/** A runner that ended red without one red test (a crash, a file that did not load) counts as one failure. */
const settle = (passed: number, failed: number, ended: boolean): TestCount => ({
  passed,
  failed: failed === 0 && !ended ? 1 : failed,
});

export async function countVitest(reportPath: string, ended: boolean): Promise<TestCount> {
  const report = await readReport(reportPath);
  return settle(count(report.numPassedTests), count(report.numFailedTests), ended);
}

export async function countPlaywright(reportPath: string, ended: boolean): Promise<TestCount> {
  const { stats } = await readReport(reportPath);
  const found = (stats ?? {}) as Record<string, unknown>;
  return settle(count(found.expected) + count(found.flaky), count(found.unexpected), ended);
}

export const sum = (counts: readonly TestCount[]): TestCount =>
  counts.reduce((total, next) => ({
    passed: total.passed + next.passed,
    failed: total.failed + next.failed,
  }));

async function readReport(path: string): Promise<Record<string, unknown>> {
  const file = Bun.file(path);
  return (await file.exists()) ? ((await file.json()) as Record<string, unknown>) : {};
}

const count = (value: unknown): number => (typeof value === 'number' ? value : 0);
