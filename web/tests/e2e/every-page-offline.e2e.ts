import { expect, test } from './fixtures.ts';
import { Seller } from './seller.ts';

const addresses = [
  '/',
  '/?category=women',
  '/sell',
  '/sell/new',
  '/sell/01890000-0000-7000-8000-000000000000',
  '/closet',
  '/closet/nobody_yet',
  '/listing/never-seen',
  '/saved',
  '/sign-in',
  '/profile',
  '/reset-password',
];

test('every address opens without a network, on a device that saw only the feed', async ({ phone }) => {
  const seller = new Seller(await phone.open());
  await seller.page.goto('/');
  await seller.whenReadyForOffline();
  await phone.putAway();

  const page = await phone.open({ offline: true });
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(`${page.url()}: ${error.message}`));
  for (const address of addresses) {
    await page.goto(address);
    await expect(page.getByRole('navigation', { name: 'Main' }), address).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 }).first(), address).toBeAttached();
  }
  expect(broken).toEqual([]);
});
