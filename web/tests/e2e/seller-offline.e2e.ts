import { expectPhotosAsTaken, readPiece } from './catalog.ts';
import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

const pieces = [
  { title: 'Linen blazer', price: '40', description: 'Worn twice.' },
  { title: 'Wool coat', price: '120', description: 'Warm, no flaws.' },
  { title: 'Silk shirt', price: '35', description: '' },
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

  const before = new Seller(await phone.open());
  await before.signUp('sara');
  await phone.putAway();
  const seller = new Seller(await phone.open());
  await seller.openSell();
  await seller.whenReadyForOffline();
  await phone.setOffline(true);

  for (const [index, piece] of pieces.slice(0, 2).entries()) {
    await seller.startPiece(albums[index] ?? []);
    await seller.describe(piece);
    await seller.listIt();
    await seller.expectOnSell(piece.title, 'Ready. Goes live when Komod is open and online.');
  }

  const [, , third] = pieces;
  await seller.startPiece(albums[2] ?? []);
  await seller.describe(third);
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
  await again.openPiece(third.title, () => again.listIt());
  await again.expectOnSell(third.title, 'Ready. Goes live when Komod is open and online.');

  await shopper.goto('/');
  await expect(shopper.getByRole('heading', { level: 1 })).toBeAttached();
  await phone.setOffline(false);
  for (const piece of pieces) await again.expectOnSell(piece.title, /Live since/);

  await shopper.goto('/');
  for (const [index, piece] of pieces.entries()) {
    await expect(shopper.getByRole('link', { name: `${piece.title}, $` })).toBeVisible();
    const { price } = await readPiece(server, piece.title);
    expect(price).toBe(Number(piece.price) * 100);
    await expectPhotosAsTaken(server, piece.title, albums[index] ?? []);
  }
});
