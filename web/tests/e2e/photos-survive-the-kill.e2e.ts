import { expectPhotosAsTaken } from './catalog.ts';
import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

const words = { title: 'Suede boots', price: '80', description: 'Resoled in March.' };

test('five photos chosen offline are all there, in order, though the browser died before they were prepared', async ({
  server,
  phone,
}) => {
  test.setTimeout(180_000);
  const album = await takePictures(700, 5);
  const before = new Seller(await phone.open());
  await before.openSell();
  await before.whenReadyForOffline();
  await phone.setOffline(true);
  const unprepared = await before.choosePhotos(album);
  await phone.kill();
  expect(unprepared).toBeGreaterThan(0);

  const seller = new Seller(await phone.open({ offline: true }));
  await seller.openSell();
  await seller.card('On this phone only').getByRole('link').first().click();
  await seller.expectPhotosShown(album.length);

  await phone.setOffline(false);
  await seller.signUp('shirin');
  await seller.openSell();
  await seller.card('Untitled').getByRole('link').first().click();
  await seller.describe(words);
  await seller.listIt();
  await seller.expectOnSell(words.title, /Live since/);
  await expectPhotosAsTaken(server, words.title, album);
});
