import { defineConfig, devices } from '@playwright/test';
import { chromiumArgs, findChromium } from './packages/testkit/src/chromium.ts';

export default defineConfig({
  testDir: 'web/tests/e2e',
  testMatch: '**/*.e2e.ts',
  snapshotPathTemplate: '{testDir}/screens/baselines/{arg}{ext}',
  // Each worker has a server of its own; more than two starve each other of processor time.
  workers: process.env.CI ? 1 : 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // A journey through two browsers and a server may lose a race with the machine once; the report names it as flaky.
  retries: 1,
  forbidOnly: !!process.env.CI,
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: { executablePath: findChromium(), args: chromiumArgs },
    locale: 'en-US',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
  },
  projects: [{ name: 'chromium' }],
});
