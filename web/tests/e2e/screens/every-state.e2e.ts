import { expect, test } from '@playwright/test';
import { startDevServer } from '../dev-server.ts';
import { findingsOn } from '../reading.ts';
import { maxDiffPixels, sizes } from './looks.ts';
import { squeezeBaselines } from './squeeze-baselines.ts';
import { holdStill, wearOneFace } from './still.ts';

// The gallery of those who build the app: every atom and every row of the truth line, both themes in both directions.

test.afterAll(async () => {
  if (/all|changed/.test(test.info().config.updateSnapshots)) await squeezeBaselines('states');
});

test('every atom and every state of the truth line looks as it should, and can be read and pressed', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const app = await startDevServer();
  const findings: string[] = [];
  for (const [language, locale] of Object.entries({ en: 'en-US', fa: 'fa-IR' })) {
    const context = await browser.newContext({
      baseURL: app.origin,
      locale,
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      bypassCSP: true,
    });
    await wearOneFace(context);
    const page = await context.newPage();
    await page.goto('/dev/states');
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      const parts = page.locator('section[data-theme]');
      await expect(parts).toHaveCount(4, { timeout: 60_000 });
      for (const finding of await findingsOn(page)) findings.push(`${language} ${size}: ${finding}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      await holdStill(page);
      // Each by itself: all of them are longer than a picture can be.
      for (const part of await parts.all()) {
        const name = await part.getAttribute('aria-label');
        await expect.soft(part).toHaveScreenshot(`states-${size}-${language}-${name}.png`, { maxDiffPixels });
      }
    }
    await context.close();
  }
  expect(findings).toEqual([]);
  await app.close();
});
