import { devices, type Locator, type Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { findingsOn } from './reading.ts';

const row = (page: Page, id: string): Locator => page.locator(`#${id}`);
const option = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('dialog').getByRole('option', { name, exact: true });

async function startPiece(page: Page, title: string): Promise<void> {
  await page.goto('/sell/new');
  await row(page, 'title').fill(title);
  // The first letter makes the piece, and with it its address.
  await page.waitForURL(/\/sell\/(?!new)/);
}

test('a thumb answers every question, in English', async ({ browser, server }) => {
  const { defaultBrowserType: _, ...phone } = devices['Pixel 7'];
  const context = await browser.newContext({
    ...phone,
    viewport: { width: 390, height: 844 },
    locale: 'en-US',
    baseURL: server.origin,
  });
  const page = await context.newPage();
  const title = 'Zara black blazer size M';
  await startPiece(page, title);

  const chips = page.getByRole('group', { name: 'From your title' });
  await expect(chips.getByRole('button')).toHaveText([
    'Blazer, Women?',
    'Blazer, Men?',
    /Zara.*\?/,
    'Black?',
    /M.*\?/,
    '',
  ]);
  await chips.getByRole('button', { name: 'Blazer, Women?' }).tap();
  await expect(row(page, 'category')).toContainText('Blazers');
  await chips.getByRole('button', { name: /Zara/ }).tap();
  await expect(row(page, 'brand')).toContainText('Zara');
  await chips.getByRole('button', { name: 'Put these suggestions away' }).tap();
  await expect(chips).toHaveCount(0);
  await expect(row(page, 'colours')).toContainText('Choose a colour or two');

  await row(page, 'colours').tap();
  for (const colour of ['Red', 'Navy', 'White']) await option(page, colour).tap();
  await expect(page.getByText('Two at most. Take one off first.')).toBeVisible();
  await expect(option(page, 'White')).toHaveAttribute('aria-selected', 'false');
  await option(page, 'Red').tap();
  await option(page, 'Navy').tap();
  await page.getByRole('button', { name: 'Done' }).tap();
  await expect(row(page, 'colours')).toContainText('Choose a colour or two');
  // The hand was there: what the title says of colours is not asked again.
  await page.reload();
  await expect(row(page, 'title')).toHaveValue(title);
  await expect(row(page, 'brand')).toContainText('Zara');
  await expect(chips).toHaveCount(0);

  await row(page, 'size').tap();
  await option(page, 'M').tap();
  await row(page, 'category').tap();
  await option(page, 'Women').tap();
  await option(page, 'Shoes').tap();
  await option(page, 'Boots').tap();
  await expect(row(page, 'category')).toContainText('Boots');
  await expect(row(page, 'size')).toContainText('Size? (was M)');
  await page.reload();
  await expect(row(page, 'size')).toContainText('Size? (was M)');
  await row(page, 'size').tap();
  await page.getByRole('dialog').getByRole('button', { name: 'UK' }).tap();
  await option(page, 'UK 5').tap();
  await expect(row(page, 'size')).toContainText('UK 5');
  await row(page, 'brand').tap();
  await page.getByRole('combobox').fill('Maman');
  await option(page, "Use '\u2068Maman\u2069'").tap();
  await expect(row(page, 'brand')).toContainText('Maman');

  await page.goto('/sell/new');
  await row(page, 'category').tap();
  const last = page.getByRole('dialog').getByRole('group', { name: 'Your last ones' });
  await last.getByRole('option', { name: /^Boots/ }).tap();
  await row(page, 'size').tap();
  await option(page, 'UK 4.5').tap();
  await row(page, 'brand').tap();
  await page.getByRole('dialog').getByRole('group', { name: 'Your brands' }).getByText('Maman').tap();
  await expect(row(page, 'brand')).toContainText('Maman');
  await context.close();
});

test('keys alone answer every question, in Persian', async ({ browser, server }) => {
  const context = await browser.newContext({ locale: 'fa-IR', baseURL: server.origin });
  const page = await context.newPage();
  const keys = page.keyboard;
  await startPiece(page, 'کت تک زنانه زارا مشکی سایز ۴۰');

  const chips = page.getByRole('group', { name: 'از عنوان شما' });
  await expect(chips.getByRole('button')).toHaveCount(5);
  await row(page, 'title').focus();
  await keys.press('Tab');
  for (const left of [4, 3, 2]) {
    await keys.press('Enter');
    await expect(chips.getByRole('button')).toHaveCount(left);
    await expect(chips.getByRole('button').first()).toBeFocused();
  }
  await keys.press('Enter');
  await expect(chips).toHaveCount(0);
  await expect(row(page, 'title')).toBeFocused();
  await expect(row(page, 'category')).toContainText('کت تک');
  await expect(row(page, 'brand')).toContainText('Zara');
  await expect(row(page, 'colours')).toContainText('مشکی');
  await expect(row(page, 'size')).toContainText('EU 40');

  await row(page, 'condition').focus();
  await keys.press('Enter');
  await expect(option(page, /^نو با برچسب/)).toBeFocused();
  await keys.press('ArrowDown');
  await expect(option(page, /^در حد نو/)).toBeFocused();
  await keys.press('Enter');
  await expect(row(page, 'condition')).toContainText('در حد نو');
  await expect(row(page, 'condition')).toBeFocused();

  await row(page, 'size').focus();
  await keys.press('Enter');
  await expect(option(page, 'EU 40')).toBeFocused();
  await expect(option(page, 'EU 40')).toHaveAttribute('aria-selected', 'true');
  // The next one stands to the left.
  await keys.press('ArrowLeft');
  await expect(option(page, 'EU 42')).toBeFocused();
  await keys.type('36');
  await expect(option(page, 'EU 36')).toBeFocused();
  await keys.press('Escape');
  await expect(row(page, 'size')).toBeFocused();
  await expect(row(page, 'size')).toContainText('EU 40');

  await row(page, 'colours').focus();
  await keys.press('Enter');
  await expect(option(page, 'مشکی')).toBeFocused();
  await keys.press('ArrowDown');
  await expect(option(page, 'خاکستری')).toBeFocused();
  for (let steps = 0; steps < 3; steps += 1) await keys.press('ArrowLeft');
  await expect(option(page, 'قرمز')).toBeFocused();
  await keys.press('Space');
  await expect(option(page, 'قرمز')).toHaveAttribute('aria-selected', 'true');
  await keys.press('Escape');
  await expect(row(page, 'colours')).toContainText('قرمز');

  await row(page, 'category').focus();
  await keys.press('Enter');
  const search = page.getByRole('combobox');
  await expect(search).toBeFocused();
  await keys.press('ArrowDown');
  await keys.press('ArrowDown');
  await keys.press('ArrowLeft');
  await expect(page.getByRole('listbox', { name: 'مردانه' })).toBeVisible();
  await keys.press('Backspace');
  await expect(option(page, 'زنانه')).toBeVisible();
  await search.fill('چکمه');
  await keys.press('Enter');
  await expect(row(page, 'category')).toContainText('بوت');
  await expect(row(page, 'category')).toBeFocused();
  await expect(row(page, 'size')).toContainText('سایز؟ (پیش‌تر EU 40)');
  await context.close();
});

const readers = [
  { locale: 'en-US', colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  { locale: 'fa-IR', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
] as const;

for (const reader of readers)
  test(`every open picker can be read and pressed, ${reader.locale} at ${reader.viewport.width}`, async ({
    browser,
    server,
  }) => {
    // Half-way through a fade nothing has its own colour.
    const context = await browser.newContext({ ...reader, reducedMotion: 'reduce', baseURL: server.origin });
    const page = await context.newPage();
    await startPiece(page, 'Zara blazer, women');
    const chips = page.getByRole('group').filter({ has: page.getByRole('button', { name: /Zara/ }) });
    await expect(chips).toBeVisible();
    const findings: string[] = [];
    const look = async (picker: string) => {
      for (const finding of await findingsOn(page)) findings.push(`${picker}: ${finding}`);
    };
    await look('chips');
    await chips.getByRole('button').first().click();
    for (const picker of ['category', 'size', 'brand', 'condition', 'colours']) {
      await row(page, picker).click();
      await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
      await look(picker);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    expect(findings).toEqual([]);
    await context.close();
  });
