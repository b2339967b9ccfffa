import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { findingsOn } from './reading.ts';

for (const { locale, colorScheme } of [
  { locale: 'en-US', colorScheme: 'dark' },
  { locale: 'fa-IR', colorScheme: 'light' },
] as const)
  test(`an editor full of work can be read and pressed, ${locale} in the ${colorScheme}`, async ({
    browser,
    server,
  }) => {
    const context = await browser.newContext({
      baseURL: server.origin,
      locale,
      colorScheme,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const findings: string[] = [];
    const look = async (state: string) => {
      for (const finding of await findingsOn(page)) findings.push(`${state}: ${finding}`);
    };
    await page.goto('/sell/new');
    await page.locator('#photos input[type=file][multiple]').setInputFiles([...(await takePictures(440, 2))]);
    await expect(page.locator('#photos li[data-photo] > button')).toHaveCount(2, { timeout: 60_000 });
    await page.locator('#title').fill('Black Zara blazer, worn to one wedding and then kept in its bag');
    await page.locator('#price').fill('15');
    await page.locator('[data-foot] button').last().click();
    await expect(page.locator('#category-error')).toBeVisible();
    await look('fields with words and refusals');

    const tile = page.locator('#photos li[data-photo] > button').first();
    await tile.focus();
    await page.keyboard.press('Space');
    await expect(page.locator('#photos li.lifted')).toHaveCount(1);
    await look('a photo lifted');
    await page.keyboard.press('Escape');
    await tile.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look('what can be done with a photo');
    await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').click();
    await expect(page.getByRole('dialog').locator('img')).toBeVisible();
    await look('the whole photo');
    expect(findings).toEqual([]);
    await context.close();
  });
