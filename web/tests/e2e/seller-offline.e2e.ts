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

test('on a full phone Free space lets go of what is others’, and the words are kept at once', async ({
  phone,
}) => {
  const seller = new Seller(await phone.open());
  const { page } = seller;
  // While photos of others fill the disk, it takes no word more: the browser gives such a write up.
  await page.addInitScript(() => {
    const { add } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.add = function (...given) {
      const request = add.apply(this, given);
      if (sessionStorage.getItem('full') && this.transaction.db.name.endsWith('/closet'))
        this.transaction.abort();
      return request;
    };
    const drop = CacheStorage.prototype.delete;
    CacheStorage.prototype.delete = function (name) {
      if (name === 'komod-cached-photos') sessionStorage.removeItem('full');
      return drop.call(this, name);
    };
  });
  await page.goto('/sell/new');
  await seller.field('Title').fill('Before it was full');
  await seller.expectTruth('Draft. On this phone only.');
  await seller.whenReadyForOffline();
  await page.evaluate(async () => {
    await (await caches.open('komod-cached-photos')).put('/media/of-others', new Response('photo'));
    sessionStorage.setItem('full', 'yes');
  });
  await seller.field('Title').fill('After it was full');
  await seller.expectTruth("Not saved! This phone's storage is full. Don't close Komod.");
  await page.getByRole('button', { name: 'Free space' }).click();
  await expect(page.locator('.toast')).toContainText("Other people's photos left this phone. Trying again.");
  await seller.expectTruth('Draft. On this phone only.');
  expect(await page.evaluate(() => caches.has('komod-cached-photos'))).toBe(false);
  await phone.putAway();

  const again = new Seller(await phone.open({ offline: true }));
  await again.openSell();
  await expect(again.card('After it was full')).toBeVisible();
  await again.page.goto('/closet');
  await again.page.getByRole('button', { name: 'Free space' }).click();
  await expect(again.page.locator('.toast')).toContainText(/left this phone|nothing of others/);
  await again.openSell();
  await expect(again.card('After it was full')).toBeVisible();
});
