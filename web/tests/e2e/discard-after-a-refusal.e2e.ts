import { readPiece } from './catalog.ts';
import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

test('after a refused update Discard changes brings back what shoppers see, once there is a connection', async ({
  server,
  phone,
}) => {
  const seller = new Seller(await phone.open());
  await seller.signUp('mahin');
  await seller.startPiece(await takePictures(40, 1));
  await seller.describe({ title: 'Corduroy skirt', price: '60', description: 'Warm.' });
  await seller.listIt();
  await seller.expectOnSell('Corduroy skirt', /Live since/);
  const { id } = await readPiece(server, 'Corduroy skirt');
  await seller.whenReadyForOffline();

  // Another client of the same person presses what no screen of ours lets through.
  await seller.withPlainClient(server, async (closet) => {
    const listing = closet.get(id);
    listing?.set('price', 1);
    listing?.set('wish', {
      ...(listing.get('wish') as object),
      base: 1,
      at: Date.now(),
      piece: { title: '' },
    });
    await seller.expectOnSell('Corduroy skirt', /Still live as before/);
  });
  await seller.openPiece('Corduroy skirt', async () => {
    await expect(seller.field('Price')).toHaveValue('0.01');
    const discard = seller.page.getByRole('button', { name: 'Discard changes' });
    await phone.setOffline(true);
    await discard.click();
    await expect(seller.page.getByText('needs a connection')).toBeVisible();
    await expect(seller.field('Price')).toHaveValue('0.01');

    await phone.setOffline(false);
    await discard.click();
    await expect(seller.field('Price')).toHaveValue('60');
    await seller.expectTruth(/Live since/);
    await expect(discard).toHaveCount(0);

    // Whoever did not mean it has the changes back, and may discard them again.
    await seller.page.getByRole('button', { name: 'Undo' }).click();
    await expect(seller.field('Price')).toHaveValue('0.01');
    await seller.expectTruth(/Still live as before/);
    await discard.click();
    await expect(seller.field('Price')).toHaveValue('60');
  });
  expect(await readPiece(server, 'Corduroy skirt')).toMatchObject({ version: 1, price: 6000 });
});
