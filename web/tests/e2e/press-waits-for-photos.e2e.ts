import { expectPhotosAsTaken } from './catalog.ts';
import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

const words = { title: 'Camel coat', price: '150', description: '' };

test('List it pressed while more pictures are still being prepared publishes all that stood there', async ({
  server,
  phone,
}) => {
  const album = await takePictures(900, 6);
  const seller = new Seller(await phone.open());
  await seller.signUp('ziba');
  await seller.startPiece(album.slice(0, 1));
  await seller.describe(words);
  expect(await seller.choosePhotos(album.slice(1))).toBeGreaterThan(0);
  await seller.listIt();
  await seller.expectOnSell(words.title, /Live since/);
  await expectPhotosAsTaken(server, words.title, album);
});
