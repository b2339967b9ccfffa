import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { StockedSeller } from './stocked-seller.ts';

// Sizes that nothing else on this server has: each journey looks at its own pieces only.

const cards = (page: Page) => page.getByRole('list', { name: 'Pieces' }).getByRole('link');
const card = (page: Page, title: string) => cards(page).filter({ hasText: title });
const chips = (page: Page) => page.getByRole('list', { name: 'Filters' }).getByRole('link');
const filterButton = (page: Page) => page.getByRole('button', { name: /^Filter/ });
const hasAddress = (page: Page, address: string) =>
  expect.poll(() => new URL(page.url()).pathname + new URL(page.url()).search).toBe(address);

test('a link with filters shows what fits, each can be taken away, and Back brings it again', async ({
  server,
  shopper,
  playwright,
}) => {
  const seller = await StockedSeller.open(server.origin);
  await seller.list({ title: 'Cheap XXS', size: 'XXS', price: 2000 });
  await seller.list({ title: 'Dear XXS', size: 'XXS', price: 9000 });
  await seller.list({ title: 'Shirt XXS', size: 'XXS', price: 2000, category: 'men.tops.shirts' });
  const address = '/?category=women.jackets.blazers&size=XXS&maxPrice=3000';

  const request = await playwright.request.newContext({ baseURL: server.origin });
  const html = await (await request.get(address)).text();
  expect(html).toContain('Cheap XXS');
  expect(html).not.toMatch(/Dear XXS|Shirt XXS/);
  await request.dispose();

  await shopper.goto(address);
  await expect(cards(shopper)).toHaveCount(1);
  await expect(chips(shopper)).toHaveText(['Blazers', 'XXS', 'Under $30']);
  await expect(filterButton(shopper)).toHaveAccessibleName('Filter, 3 on');
  await shopper.getByRole('link', { name: 'Remove filter Under $30' }).click();
  await expect(cards(shopper)).toHaveCount(2);
  await hasAddress(shopper, '/?category=women.jackets.blazers&size=XXS');
  await shopper.goBack();
  await expect(cards(shopper)).toHaveCount(1);
  await hasAddress(shopper, address);

  await card(shopper, 'Cheap XXS').click();
  await expect(shopper.locator('article h1')).toHaveText('Cheap XXS');
  await shopper.goBack();
  await expect(chips(shopper)).toHaveCount(3);
  await expect(cards(shopper)).toHaveCount(1);
});

test('the sheet chooses filters, in any digits, and knows my sizes the next time', async ({
  server,
  shopper,
}) => {
  const seller = await StockedSeller.open(server.origin);
  await seller.list({ title: 'Worn 3XL', size: '3XL', price: 2500, condition: 'fair' });
  await seller.list({ title: 'Fresh 3XL', size: '3XL', price: 2500, condition: 'like-new' });
  await shopper.goto('/');
  await filterButton(shopper).click();
  const sheet = shopper.getByRole('dialog', { name: 'Filter' });
  await sheet.getByRole('button', { name: 'Women' }).click();
  await expect(sheet.getByRole('button', { name: 'Men', exact: true })).toHaveCount(0);
  await sheet.getByRole('button', { name: '3XL' }).click();
  await sheet.getByRole('button', { name: 'Like new' }).click();
  await sheet.getByLabel('To', { exact: true }).fill('thirty');
  await sheet.getByRole('button', { name: 'Show pieces' }).click();
  await expect(sheet.getByText('This is not an amount.')).toBeVisible();
  await sheet.getByLabel('To', { exact: true }).fill('۳۰');
  await sheet.getByRole('button', { name: 'Show pieces' }).click();
  await hasAddress(shopper, '/?category=women&size=3XL&condition=like-new&maxPrice=3000');
  await expect(cards(shopper)).toHaveText(/Fresh 3XL/);
  await expect(shopper.getByRole('link', { name: 'Women', exact: true })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await shopper.goBack();
  await hasAddress(shopper, '/');

  await shopper.goto('/');
  await filterButton(shopper).click();
  await sheet.getByRole('button', { name: 'My sizes: 3XL' }).click();
  await shopper.keyboard.press('Escape');
  await hasAddress(shopper, '/?size=3XL');
  await expect(cards(shopper)).toHaveCount(2);

  await shopper.goto('/?size=3XL&condition=nwt&maxPrice=300');
  await expect(shopper.getByText('No pieces in 3XL, new with tags under $3.')).toBeVisible();
  await shopper.getByRole('link', { name: 'Clear filters' }).click();
  await hasAddress(shopper, '/');
  await expect(cards(shopper).first()).toBeVisible();
});

test('each tab keeps its filters and its place', async ({ server, shopper }) => {
  const seller = await StockedSeller.open(server.origin);
  for (let index = 0; index < 8; index += 1) await seller.list({ title: `Tall ${index}`, size: 'XS' });
  await shopper.setViewportSize({ width: 390, height: 600 });
  await shopper.goto('/?category=women&size=XS');
  await expect(cards(shopper)).toHaveCount(8);
  await shopper.evaluate(() => window.scrollTo(0, 500));
  await shopper.getByRole('link', { name: 'Kids', exact: true }).click();
  await hasAddress(shopper, '/?category=kids');
  await expect.poll(() => shopper.evaluate(() => scrollY)).toBe(0);
  await shopper.getByRole('link', { name: 'Women', exact: true }).click();
  await hasAddress(shopper, '/?category=women&size=XS');
  await expect.poll(() => shopper.evaluate(() => scrollY)).toBe(500);
  await shopper.getByRole('link', { name: 'Women', exact: true }).click();
  await expect.poll(() => shopper.evaluate(() => scrollY)).toBe(0);
});

test('the pill counts only what fits, and what is sold or gone says so in its place', async ({
  server,
  shopper,
}) => {
  const seller = await StockedSeller.open(server.origin);
  const gone = await seller.list({ title: 'Gone 4XL', size: '4XL' });
  const sold = await seller.list({ title: 'Sold 4XL', size: '4XL' });
  await seller.list({ title: 'Calm 4XL', size: '4XL' });
  await shopper.goto('/?size=4XL');
  await expect(cards(shopper)).toHaveCount(3);
  const calm = card(shopper, 'Calm 4XL');
  const before = await calm.boundingBox();

  await seller.list({ title: 'Other size', size: 'L' });
  await seller.list({ title: 'New 4XL', size: '4XL' });
  const pill = shopper.getByRole('button', { name: '1 new' });
  await expect(pill).toBeVisible();
  await seller.markSold(sold);
  await seller.takeDown(gone);
  await expect(shopper.getByRole('link', { name: 'Sold 4XL, sold' })).toBeVisible();
  await expect(shopper.getByRole('link', { name: 'Gone 4XL, no longer here' })).toBeVisible();
  expect(await calm.boundingBox()).toEqual(before);
  await expect(cards(shopper)).toHaveCount(3);

  await pill.click();
  await expect(cards(shopper)).toHaveText([/New 4XL/, /Calm 4XL/]);
  await expect(pill).toHaveCount(0);
});

test('without a network filters choose among the kept cards, and nothing moves when it is back', async ({
  server,
  shopper,
}) => {
  const seller = await StockedSeller.open(server.origin);
  await seller.list({ title: 'Kept XXL', size: 'XXL' });
  await shopper.goto('/');
  await shopper.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await shopper.goto('/');
  await expect(card(shopper, 'Kept XXL')).toBeVisible();
  await expect
    .poll(() => shopper.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)))
    .toContain('komod-feed');

  await shopper.context().setOffline(true);
  await expect(async () => {
    await shopper.goto('/?size=XXL');
    await expect(cards(shopper)).toHaveText(/Kept XXL/, { timeout: 3000 });
  }).toPass();
  await expect(shopper.getByText(/^Offline · as of/)).toBeVisible();
  await expect(shopper.getByText(/^Filtered from the pieces kept on this/)).toBeVisible();
  await shopper.goto('/?size=XXL&condition=nwt');
  await expect(shopper.getByText(/^Offline\. None of these are on this/)).toBeVisible();
  await shopper.goBack();
  const kept = card(shopper, 'Kept XXL');
  const before = await kept.boundingBox();

  await seller.list({ title: 'Fresh XXL', size: 'XXL' });
  await shopper.context().setOffline(false);
  await expect(shopper.getByRole('button', { name: '1 new' })).toBeVisible();
  await expect(shopper.getByText(/^Offline · as of/)).toHaveCount(0);
  expect(await kept.boundingBox()).toEqual(before);
  await shopper.getByRole('button', { name: '1 new' }).click();
  await expect(cards(shopper)).toHaveText([/Fresh XXL/, /Kept XXL/]);
  await expect(shopper.getByText(/^Filtered from/)).toHaveCount(0);
});
