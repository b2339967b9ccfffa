import { letAnotherSellerList } from './another-seller.ts';
import { expectMaster, expectPhotosAsTaken, readPiece } from './catalog.ts';
import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

const pieces = [
  { title: 'Linen blazer', price: '40', description: 'Worn twice.' },
  { title: 'Wool coat', price: '120', description: 'Warm, no flaws.' },
  { title: 'Silk shirt', price: '35', description: 'As pressed.' },
] as const;

const story =
  'Bought in Isfahan in spring, worn to one wedding and kept in a cotton bag ever since; the left cuff has a loose thread.';

test('pieces made offline outlive the death of the browser and go live in a shopper’s feed', async ({
  server,
  phone,
  shopper,
}) => {
  test.setTimeout(240_000);
  const albums = await Promise.all(pieces.map((_, index) => takePictures(100 * (index + 1), 5)));
  // As large as a phone takes them; the others are smaller than a master may be.
  albums[0]?.splice(0, 1, ...(await takePictures(100, 1, { width: 3000, height: 4000 })));
  await letAnotherSellerList(server);

  const before = new Seller(await phone.open());
  await before.signUp('sara');
  await phone.putAway();
  const seller = new Seller(await phone.open());
  await seller.openSell();
  await seller.whenReadyForOffline();
  await phone.setOffline(true);

  for (const [index, piece] of pieces.entries()) {
    await seller.startPiece(albums[index] ?? []);
    await seller.describe(piece);
    await seller.listIt();
    await seller.expectOnSell(piece.title, 'Ready. Goes live when Komod is open and online.');
  }
  const [, , third] = pieces;
  await seller.card(third.title).getByRole('link').first().click();
  await expect(seller.field('Description')).toHaveValue(third.description);
  const typed = await seller.typeUntilKilled('Description', story, () => phone.kill());

  const again = new Seller(await phone.open({ offline: true }));
  await again.openSell();
  for (const piece of pieces)
    await again.openPiece(piece.title, async () => {
      await again.expectPhotosShown(5);
      if (piece === third) {
        const kept = await again.field('Description').inputValue();
        expect(story.startsWith(kept)).toBe(true);
        expect(kept.length).toBeGreaterThanOrEqual(typed.olderThan(500));
      } else {
        await expect(again.field('Description')).toHaveValue(piece.description);
      }
    });

  await shopper.goto('/');
  await expect(shopper.getByRole('heading', { level: 1 })).toBeAttached();
  const links = pieces.map(({ title }) => shopper.getByRole('link', { name: `${title}, $` }));
  for (const link of links) await expect(link).toHaveCount(0);
  await phone.setOffline(false);
  // The page that has been open all the time: nothing is loaded again.
  await shopper.getByRole('button', { name: '3 new' }).click();
  for (const link of links) await expect(link).toBeVisible();

  for (const piece of pieces)
    await again.expectOnSell(
      piece.title,
      piece === third ? 'Live. Your changes are not out yet.' : /Live since/,
    );
  for (const [index, piece] of pieces.entries()) {
    const { price, description, photos } = await readPiece(server, piece.title);
    expect([price, description]).toEqual([Number(piece.price) * 100, piece.description]);
    await expectPhotosAsTaken(server, piece.title, albums[index] ?? []);
    for (const [place, { id }] of photos.entries()) {
      const isLarge = index === 0 && place === 0;
      await expectMaster(
        again.page,
        id,
        isLarge ? { width: 1536, height: 2048 } : { width: 1200, height: 1600 },
      );
    }
  }
});
