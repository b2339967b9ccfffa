export interface TestCount {
  passed: number;
  failed: number;
}

/** A runner that crashed, could not load a file or found no test at all counts as one failure. */
const settle = (passed: number, failed: number, isGreen: boolean): TestCount => ({
  passed,
  failed: failed === 0 && (!isGreen || passed === 0) ? 1 : failed,
});

export async function countVitest(reportPath: string, isGreen: boolean): Promise<TestCount> {
  const report = await readReport(reportPath);
  return settle(count(report.numPassedTests), count(report.numFailedTests), isGreen);
}

export async function countPlaywright(reportPath: string, isGreen: boolean): Promise<TestCount> {
  const { stats } = await readReport(reportPath);
  const found = (stats ?? {}) as Record<string, unknown>;
  return settle(count(found.expected) + count(found.flaky), count(found.unexpected), isGreen);
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
