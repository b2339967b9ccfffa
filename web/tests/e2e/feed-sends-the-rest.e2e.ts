import { expectPhotosAsTaken } from './catalog.ts';
import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

const words = { title: 'Corduroy dungarees', price: '55', description: 'Cuffs let down once.' };

test('what was pressed offline goes live, photos and all, though only the feed is opened after the browser died', async ({
  server,
  phone,
}) => {
  test.setTimeout(180_000);
  const album = await takePictures(900, 2);
  const before = new Seller(await phone.open());
  await before.signUp('only_feed');
  await phone.putAway();
  const seller = new Seller(await phone.open());
  await seller.openSell();
  await seller.whenReadyForOffline();
  await phone.setOffline(true);
  await seller.startPiece(album);
  await seller.describe(words);
  await seller.listIt();
  await seller.expectOnSell(words.title, 'Ready. Goes live when Komod is open and online.');
  await phone.kill();

  const page = await phone.open();
  await page.goto('/');
  await page.getByRole('button', { name: '1 new' }).click({ timeout: 60_000 });
  await expect(page.getByRole('link', { name: `${words.title}, $` })).toBeVisible();
  await expectPhotosAsTaken(server, words.title, album);
  expect(new URL(page.url()).pathname).toBe('/');
});
