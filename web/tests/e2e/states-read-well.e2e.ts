import { expect, test } from '@playwright/test';
import { startDevServer } from './dev-server.ts';
import { findingsOn } from './reading.ts';

const widths = [390, 1280];

test('every atom and every state of the truth line can be read and pressed, in both languages and themes', async ({
  browser,
}) => {
  const app = await startDevServer();
  const findings: string[] = [];
  for (const locale of ['en-US', 'fa-IR']) {
    const context = await browser.newContext({ baseURL: app.origin, locale, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto('/dev/states');
    for (const width of widths) {
      await page.setViewportSize({ width, height: 844 });
      // Both themes stand beside each other.
      await expect(page.getByRole('region')).toHaveCount(2, { timeout: 60_000 });
      for (const finding of await findingsOn(page)) findings.push(`${locale} ${width}: ${finding}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    }
    await context.close();
  }
  expect(findings).toEqual([]);
  await app.close();
});
