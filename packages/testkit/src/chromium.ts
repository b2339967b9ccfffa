import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const installedPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const chromiumArgs = ['--no-sandbox', '--disable-background-networking', '--disable-gpu'];

/**
 * The one Chromium that tests and benches use, whether it is there or not: the one named in `KOMOD_CHROMIUM`,
 * else one the system has, else the one Playwright brings.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
  return env.KOMOD_CHROMIUM || (installedPaths.find((path) => existsSync(path)) ?? chromium.executablePath());
}

/** One sentence for the terminal when that Chromium is not there, `null` when it is. */
export function missingChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const path = findChromium(env);
  if (existsSync(path)) return null;
  return env.KOMOD_CHROMIUM
    ? `Chromium is missing: KOMOD_CHROMIUM names ${path}, where nothing is.`
    : 'Chromium is missing: install the Debian package "chromium", or run "bunx playwright install chromium".';
}
