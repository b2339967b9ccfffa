import { signUp } from '@komod/testkit/account';
import { listPiece } from '@komod/testkit/list-piece';
import { expect, test } from './fixtures.ts';
import { findingsOn } from './reading.ts';

const readers = [
  { locale: 'en-US', colorScheme: 'light' },
  { locale: 'fa-IR', colorScheme: 'dark' },
] as const;

for (const { locale, colorScheme } of readers) {
  test(`every screen can be read and pressed, ${locale} in the ${colorScheme}`, async ({
    browser,
    server,
  }) => {
    const handle = `readable_${process.pid}_${locale.slice(0, 2)}`;
    const account = await signUp(server.origin, { handle });
    const id = `readable-${process.pid}-${locale.slice(0, 2)}`;
    await listPiece(server.origin, account, { id, seed: 90_000 + locale.length });
    const context = await browser.newContext({
      baseURL: server.origin,
      locale,
      colorScheme,
      viewport: { width: 390, height: 844 },
      // Half-way through a fade nothing has its own colour.
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const findings: string[] = [];
    const look = async (screen: string) => {
      for (const finding of await findingsOn(page)) findings.push(`${screen}: ${finding}`);
    };

    await page.goto('/');
    await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
    await look('Feed');
    await page.goto(`/listing/${id}`);
    await look('Piece');
    await expect(async () => {
      await page.getByRole('article').getByRole('button').first().click({ timeout: 1000 });
      await expect(page.getByRole('dialog')).toBeVisible({ timeout: 1000 });
    }).toPass();
    await look('Viewer');
    await page.goto('/saved');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await look('Saved');
    await page.goto(`/closet/${handle}`);
    await look('Closet');
    await page.goto('/closet');
    await expect(page.getByRole('button', { name: 'فارسی' })).toBeVisible();
    await look('My closet');
    await page.goto('/sell/new');
    // The last button of the bar at the foot lists the piece; with nothing filled in, every field says what it lacks.
    await page.locator('[data-foot] button').last().click();
    await expect(page.locator('#title-error')).toBeVisible();
    await look('Editor');
    await page.locator('#title').fill('Blazer');
    await page.goto('/sell');
    await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: 'Blazer' })).toBeVisible();
    await look('Sell');

    expect(findings).toEqual([]);
    await context.close();
  });
}
