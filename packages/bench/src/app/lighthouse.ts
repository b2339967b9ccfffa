import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArgs, findChromium } from '@komod/testkit/chromium';

/** Fetched when it is asked for: 170 MB that nobody else needs. */
const lighthouse = 'lighthouse@13.5.0';

export const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
export type Scores = Record<(typeof categories)[number], number>;

interface Report {
  categories: Record<string, { score: number | null }>;
}

/** Scores from 0 to 100 of its mobile preset, or why there are none. */
export async function score(address: string): Promise<Scores | string> {
  const folder = mkdtempSync(join(tmpdir(), 'komod-lighthouse-'));
  const path = join(folder, 'report.json');
  try {
    const run = Bun.spawn(
      [
        process.execPath,
        'x',
        '--bun',
        lighthouse,
        address,
        '--quiet',
        '--output=json',
        `--output-path=${path}`,
        `--only-categories=${categories.join()}`,
        `--chrome-flags=--headless=new ${chromiumArgs.join(' ')}`,
      ],
      {
        cwd: folder,
        env: { ...process.env, CHROME_PATH: findChromium() },
        stdout: 'ignore',
        stderr: 'pipe',
        timeout: 120_000,
      },
    );
    const said = await new Response(run.stderr).text();
    if ((await run.exited) !== 0) return said.trim().split('\n').at(-1) ?? 'it ended without a word';
    const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
    return Object.fromEntries(
      categories.map((name) => [name, 100 * (report.categories[name]?.score ?? Number.NaN)]),
    ) as Scores;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
