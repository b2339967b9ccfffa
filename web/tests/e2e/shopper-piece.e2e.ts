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

test('a piece and a closet opened from a link on the very first visit open again without a network', async ({
  server,
  shopper,
}) => {
  const seller = await StockedSeller.open(server.origin);
  const id = await seller.list({ title: 'Linked jacket' }, 2);
  const { handle } = seller.account;
  const kept = (part: string) =>
    shopper.evaluate(async (wanted) => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return all.flat().filter(({ url }) => url.includes(wanted)).length;
    }, part);
  await shopper.goto(`/listing/${id}`);
  await expect.poll(() => kept(`/api/listings/${id}`), { timeout: 30_000 }).toBe(1);
  await expect.poll(() => kept('/media/')).toBeGreaterThanOrEqual(2);
  await shopper.goto(`/closet/${handle}`);
  await expect.poll(() => kept(`/api/closets/${handle}?availability`)).toBe(1);

  await shopper.context().setOffline(true);
  await shopper.goto(`/listing/${id}`);
  await expect(shopper.getByRole('heading', { level: 1, name: 'Linked jacket' })).toBeVisible();
  await expect(shopper.getByText(/^Offline · as of/)).toBeVisible();
  const photos = shopper.getByRole('img', { name: /^Linked jacket, photo . of 2/ });
  await expect(photos).toHaveCount(2);
  await expect
    .poll(() => photos.first().evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  await shopper.goto(`/closet/${handle}`);
  await expect(shopper.getByRole('link', { name: /^Linked jacket/ })).toBeVisible();
  await expect(shopper.getByText(/^Offline · as of/)).toBeVisible();
});

test('the page of a closet says whose it is before any script runs', async ({ server, playwright }) => {
  const seller = await StockedSeller.open(server.origin, { name: 'Sara Ahmadi' });
  const id = await seller.list({ title: 'Told coat' });
  await seller.describeMyself({ bio: 'Wool and linen', city: 'Copenhagen' });
  const request = await playwright.request.newContext({ baseURL: server.origin });
  const html = await (await request.get(`/closet/${seller.account.handle}`)).text();
  await request.dispose();
  expect(html).toContain('property="og:type" content="profile"');
  expect(html).toContain('property="og:description" content="Wool and linen"');
  expect(html).toContain('"@type":"ProfilePage"');
  expect(html).toContain(`${server.origin}/listing/${id}`);
  expect(html).toMatch(/1 piece\s*</);
});
