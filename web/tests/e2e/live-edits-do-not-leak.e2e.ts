import { letAnotherSellerList } from './another-seller.ts';
import { readPiece, watchEverywhere } from './catalog.ts';
import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

test('what is typed into a live piece stays with the seller until Update listing is pressed', async ({
  server,
  phone,
  shopper,
}) => {
  const seller = new Seller(await phone.open());
  await seller.signUp('nika');
  await seller.startPiece(await takePictures(1, 1));
  await seller.describe({ title: 'Denim jacket', price: '40', description: 'As new.' });
  await seller.listIt();
  await seller.expectOnSell('Denim jacket', /Live since/);
  const { id } = await readPiece(server, 'Denim jacket');
  await shopper.goto(`/listing/${id}`);
  await expect(shopper.getByText('$40', { exact: true })).toBeVisible();

  const everywhere = watchEverywhere(server, id, 'nika');
  const each = (...shown: string[]) => ({ catalog: shown, changes: shown, listing: shown, closet: shown });
  try {
    await seller.openPiece('Denim jacket', async () => {
      await seller.field('Price').fill('');
      await seller.field('Price').press('4');
      await seller.whenOnServer(server, id, { price: 400 });
      await seller.expectTruth('Live. Your changes are not out yet.');
      await letAnotherSellerList(server);
      await seller.field('Price').press('5');
      await seller.field('Title').fill('');
      await seller.whenOnServer(server, id, { price: 4500, title: '' });
      await letAnotherSellerList(server);
      expect(await everywhere.shown()).toEqual(each('Denim jacket 4000'));
      await expect(shopper.getByText('$40', { exact: true })).toBeVisible();

      await seller.field('Title').fill('Denim jacket');
      await seller.updateListing();
    });
    await expect.poll(() => everywhere.shown()).toEqual(each('Denim jacket 4000', 'Denim jacket 4500'));
  } finally {
    await everywhere.stop();
  }
  await shopper.reload();
  await expect(shopper.getByText('$45', { exact: true })).toBeVisible();
});

test('a piece listed offline and typed on goes live as it was when List it was pressed', async ({
  server,
  phone,
}) => {
  const seller = new Seller(await phone.open());
  await seller.signUp('roya');
  await seller.whenReadyForOffline();
  await phone.setOffline(true);
  await seller.startPiece(await takePictures(20, 2));
  await seller.describe({ title: 'Pleated skirt', price: '60', description: '' });
  await seller.listIt();
  await seller.expectOnSell('Pleated skirt', 'Ready. Goes live when Komod is open and online.');
  await seller.openPiece('Pleated skirt', async () => {
    await seller.field('Price').fill('6');
    await seller.field('Description').fill('The zip sticks a littl');
  });

  await phone.setOffline(false);
  await seller.expectOnSell('Pleated skirt', 'Live. Your changes are not out yet.');
  expect(await readPiece(server, 'Pleated skirt')).toMatchObject({ price: 6000, description: '' });
});
