import { existsSync } from 'node:fs';

const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** What the tests need from the machine, one sentence for each thing that is missing. */
export async function missingFromMachine(): Promise<string[]> {
  const missing: string[] = [];
  if (!(await hasChromium())) {
    missing.push(
      'Chromium is missing: install the Debian package "chromium", or run "bunx playwright install chromium".',
    );
  }
  if (process.platform === 'linux' && !Bun.which('strace')) {
    missing.push('strace is missing: install the Debian package "strace" (a test watches fsync with it).');
  }
  return missing;
}

async function hasChromium(): Promise<boolean> {
  if (process.env.KOMOD_CHROMIUM) return existsSync(process.env.KOMOD_CHROMIUM);
  if (chromiumPaths.some((path) => existsSync(path))) return true;
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath());
}
