import { expect, test } from './fixtures.ts';
import { Seller } from './seller.ts';
import { StockedSeller } from './stocked-seller.ts';

test('a price that changes, a sale and a removal show while somebody looks', async ({ server, shopper }) => {
  const seller = await StockedSeller.open(server.origin);
  const id = await seller.list({ title: 'Watched coat', price: 4000 });
  await seller.list({ title: 'Hangs beside it' });
  await shopper.goto(`/listing/${id}`);
  const price = (amount: string) => shopper.locator('article').getByText(amount, { exact: true });
  await expect(price('$40')).toBeVisible();
  await expect(shopper.getByRole('link', { name: /^Hangs beside it/ })).toBeVisible();
  await expect(shopper.getByText('Price changed just now')).toHaveCount(0);

  await seller.reprice(id, 3200);
  await expect(price('$32')).toBeVisible();
  await expect(shopper.getByText('Price changed just now')).toBeVisible();

  await seller.markSold(id);
  await expect(shopper.getByText(/^Sold on /)).toBeVisible();
  await expect(shopper.getByRole('heading', { level: 1, name: 'Watched coat' })).toBeVisible();

  await seller.takeDown(id);
  await expect(shopper.getByText('This piece is no longer here.')).toBeVisible();
  const way = shopper.getByRole('link', { name: `See @${seller.account.handle}'s closet` });
  await expect(way).toHaveAttribute('href', `/closet/${seller.account.handle}`);
});

test('the address of a sold piece answers 200, that of a removed one 410 and leads to the closet', async ({
  server,
  shopper,
}) => {
  const seller = await StockedSeller.open(server.origin);
  const id = await seller.list({ title: 'Sold dress' });
  await seller.list({ title: 'Still here' });
  await seller.markSold(id);
  const sold = await shopper.goto(`/listing/${id}`);
  expect(sold?.status()).toBe(200);
  await expect(shopper.getByText(/^Sold on /)).toBeVisible();
  await expect(shopper.getByRole('link', { name: /^Still here/ })).toBeVisible();

  await seller.takeDown(id);
  const gone = await shopper.goto(`/listing/${id}`);
  expect(gone?.status()).toBe(410);
  await expect(shopper.getByRole('heading', { name: 'This piece is no longer here.' })).toBeVisible();
  await shopper.getByRole('link', { name: `See @${seller.account.handle}'s closet` }).click();
  await expect(shopper).toHaveURL(`/closet/${seller.account.handle}`);
  await expect(shopper.getByText('1 piece')).toBeVisible();
});

test('whoever sells is asked by their own link; without one the piece is shared', async ({
  server,
  shopper,
}) => {
  const contact = 'https://t.me/asked_seller';
  const seller = await StockedSeller.open(server.origin);
  const id = await seller.list({ title: 'Asked about' });
  await shopper.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await shopper.goto(`/listing/${id}`);
  const foot = shopper.locator('[data-foot]');
  // A page from the server is drawn before it listens.
  await expect(async () => {
    await foot.getByRole('button', { name: 'Share' }).click();
    await expect(shopper.getByText('Link copied')).toBeVisible({ timeout: 1000 });
  }).toPass();
  expect(await shopper.evaluate(() => navigator.clipboard.readText())).toBe(`${server.origin}/listing/${id}`);

  await seller.describeMyself({ contact });
  await shopper.reload();
  const ask = foot.getByRole('link', { name: `Ask @${seller.account.handle}` });
  await expect(ask).toHaveAttribute('href', contact);
  await expect(ask).toHaveAttribute('target', '_blank');
  await expect(ask).toHaveAttribute('rel', /noopener/);
});

test('a seller marks a piece sold from its page, and takes it back', async ({ server, phone }) => {
  test.setTimeout(180_000);
  const page = await phone.open();
  const handle = `owner_${process.pid}`;
  await new Seller(page).signUp(handle);
  const seller = await StockedSeller.whoIsSignedIn(page, server.origin);
  const id = await seller.list({ title: 'Sold by its owner' });
  await page.goto(`/listing/${id}`);
  await expect(page.getByRole('status').filter({ hasText: /Live since/ })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveAttribute('href', `/sell/${id}`);
  await expect(page.getByRole('link', { name: /^Ask/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Mark sold' }).click();
  await expect(
    page
      .locator('article')
      .getByText(/^Sold on /)
      .first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Mark sold' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /Live since/ })).toBeVisible();
});
