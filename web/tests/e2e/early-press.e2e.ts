import { expect, test } from './fixtures.ts';
import { StockedSeller } from './stocked-seller.ts';

test('a heart pressed before the scripts have come is not lost', async ({ server, shopper }) => {
  const seller = await StockedSeller.open(server.origin);
  const title = 'Pressed early';
  await seller.list({ title });
  // A network on which the page comes at once, and its scripts when they are let go.
  let letGo = () => {};
  const released = new Promise<void>((resolve) => (letGo = resolve));
  await shopper.route(/\/immutable\/.*\.js$/, async (route) => {
    await released;
    await route.continue();
  });
  await shopper.goto('/', { waitUntil: 'commit' });
  const heart = shopper.getByRole('button', { name: `Save ${title}` });
  await heart.click();
  await heart.click();
  await expect(heart).toHaveAttribute('aria-pressed', 'false');
  letGo();
  await expect(heart).toHaveAttribute('aria-pressed', 'true');
});
