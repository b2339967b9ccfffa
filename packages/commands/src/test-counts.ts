export interface TestCount {
  passed: number;
  failed: number;
  /** What was red, each by its file, its title and how it failed: told once more when everything has run. */
  red: readonly string[];
}

/** A runner that crashed, could not load a file or found no test at all counts as one failure. */
const settle = (passed: number, failed: number, isGreen: boolean, red: readonly string[]): TestCount => ({
  passed,
  failed: failed === 0 && (!isGreen || passed === 0) ? 1 : failed,
  red,
});

interface VitestReport {
  numPassedTests?: number;
  numFailedTests?: number;
  testResults?: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] | null }[];
  }[];
}

export async function countVitest(reportPath: string, isGreen: boolean): Promise<TestCount> {
  const report = await readReport<VitestReport>(reportPath);
  const red = (report.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && file.status === 'failed') return [told(file.name, '', file.message)];
    return failed.map((test) => told(file.name, test.fullName, test.failureMessages?.[0]));
  });
  return settle(report.numPassedTests ?? 0, report.numFailedTests ?? 0, isGreen, red);
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: {
    file: string;
    title: string;
    ok: boolean;
    tests: { results: { error?: { message?: string } }[] }[];
  }[];
}

interface PlaywrightReport extends PlaywrightSuite {
  stats?: { expected?: number; flaky?: number; unexpected?: number };
}

export async function countPlaywright(reportPath: string, isGreen: boolean): Promise<TestCount> {
  const report = await readReport<PlaywrightReport>(reportPath);
  const { expected = 0, flaky = 0, unexpected = 0 } = report.stats ?? {};
  return settle(expected + flaky, unexpected, isGreen, redSpecs(report));
}

function redSpecs(suite: PlaywrightSuite): string[] {
  const own = (suite.specs ?? [])
    .filter((spec) => !spec.ok)
    .map((spec) => {
      const results = spec.tests.flatMap((test) => test.results);
      return told(spec.file, spec.title, results.find((result) => result.error)?.error?.message);
    });
  return [...own, ...(suite.suites ?? []).flatMap(redSpecs)];
}

export const sum = (counts: readonly TestCount[]): TestCount =>
  counts.reduce((total, next) => ({
    passed: total.passed + next.passed,
    failed: total.failed + next.failed,
    red: [...total.red, ...next.red],
  }));

/** The first lines of an error say what was expected; the whole of it stands where the runner printed it. */
function told(file: string, title: string, message = ''): string {
  const lines = Bun.stripANSI(message)
    .split('\n')
    .filter((line) => line.trim())
    .slice(0, 8);
  return [[file, title].filter(Boolean).join(' › '), ...lines.map((line) => `    ${line}`)].join('\n');
}

async function readReport<Report extends object>(path: string): Promise<Partial<Report>> {
  const file = Bun.file(path);
  return (await file.exists()) ? ((await file.json()) as Report) : {};
}
