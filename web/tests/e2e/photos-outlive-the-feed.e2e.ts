import { letAnotherSellerList } from './another-seller.ts';
import { expect, test } from './fixtures.ts';
import { coversKept } from './kept-on-device.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

test('photos that are only on this phone are still there after the feed has kept its own', async ({
  server,
  phone,
}) => {
  await letAnotherSellerList(server);
  const seller = new Seller(await phone.open());
  await seller.startPiece(await takePictures(860, 2));
  await seller.field('Title').fill('Only here');
  await seller.whenReadyForOffline();

  await seller.page.goto('/');
  await expect.poll(() => coversKept(seller.page)).toBeGreaterThan(0);
  const databases = () =>
    seller.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await expect.poll(databases).toContain('workbox-expiration');

  await seller.openSell();
  await seller.card('Only here').getByRole('link').first().click();
  await seller.expectPhotosShown(2);
});
