import { readPiece } from './catalog.ts';
import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

test('a guest drafts without a network, signs up at List it, and everything made before comes along', async ({
  server,
  phone,
}) => {
  const guest = new Seller(await phone.open());
  await guest.openSell();
  await guest.whenReadyForOffline();
  await phone.setOffline(true);
  await guest.startPiece(await takePictures(31, 1));
  await guest.field('Title').fill('Half a thought');
  await guest.startPiece(await takePictures(41, 2));
  await guest.describe({ title: 'Suede boots coat', price: '90', description: 'Kept in a box.' });
  await phone.setOffline(false);

  await guest.page.getByRole('button', { name: 'List it' }).click();
  await guest.fillSignUp('mina');
  await guest.openSell();
  await guest.expectOnSell('Suede boots coat', /Live since/);
  await guest.expectOnSell('Half a thought', 'Draft. Safe on the server too.');
  expect(await readPiece(server, 'Suede boots coat')).toMatchObject({
    price: 9000,
    description: 'Kept in a box.',
    seller: { handle: 'mina' },
  });
  await guest.openPiece('Half a thought', () => guest.expectPhotosShown(1));
});
