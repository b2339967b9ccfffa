import type { CDPSession, Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

const tiles = (page: Page) => page.locator('#photos li[data-photo] > button');
/** Which photo stands where, by the ids the closet gave them. */
const order = (page: Page) =>
  page
    .locator('#photos li[data-photo]')
    .evaluateAll((all) => all.map((tile) => tile.getAttribute('data-photo')));
const middle = async (target: Locator) => {
  const box = (await target.boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};
const isLifted = (page: Page) => page.locator('#photos li.lifted').count();

/** One finger on the glass. */
class Finger {
  readonly #glass: CDPSession;
  #at = { x: 0, y: 0 };

  constructor(glass: CDPSession) {
    this.#glass = glass;
  }

  async down(at: { x: number; y: number }): Promise<void> {
    await this.#touch('touchStart', (this.#at = at));
  }

  async moveTo(to: { x: number; y: number }): Promise<void> {
    const from = this.#at;
    for (let step = 1; step <= 8; step += 1)
      await this.#touch('touchMove', {
        x: from.x + ((to.x - from.x) * step) / 8,
        y: from.y + ((to.y - from.y) * step) / 8,
      });
    this.#at = to;
  }

  async up(): Promise<void> {
    await this.#glass.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }

  async #touch(type: 'touchStart' | 'touchMove', at: { x: number; y: number }): Promise<void> {
    await this.#glass.send('Input.dispatchTouchEvent', { type, touchPoints: [at] });
  }
}

test('a finger that rests on a photo carries it; one that moves on scrolls the page; a tap opens its sheet', async ({
  phone,
}) => {
  const seller = new Seller(await phone.open());
  const { page } = seller;
  await seller.startPiece(await takePictures(400, 4));
  const [first, second, third, fourth] = await order(page);
  const finger = new Finger(await page.context().newCDPSession(page));

  const from = await middle(tiles(page).nth(2));
  const cover = await middle(tiles(page).nth(0));
  await finger.down(from);
  await expect.poll(() => isLifted(page)).toBe(1);
  await finger.moveTo(cover);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await finger.up();
  await expect.poll(() => order(page)).toEqual([third, first, second, fourth]);
  await expect(page.getByText('Photo 3 is now the cover')).toBeAttached();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await tiles(page).nth(1).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Later' }).click();
  await expect.poll(() => order(page)).toEqual([third, second, first, fourth]);
  await tiles(page).nth(3).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => order(page)).toEqual([third, second, first]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => order(page)).toEqual([third, second, first, fourth]);
  await tiles(page).nth(1).tap();
  await page.getByRole('dialog').getByRole('button', { name: 'View' }).click();
  await expect(page.getByRole('dialog', { name: 'Photo 2 of 4' }).locator('img')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog', { name: 'Photo 3 of 4' })).toBeVisible();
  await page.keyboard.press('Escape');

  await finger.down(await middle(tiles(page).nth(3)));
  await finger.moveTo({ x: 60, y: 60 });
  await finger.up();
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(50);
  expect(await order(page)).toEqual([third, second, first, fourth]);

  await page.reload();
  await seller.expectPhotosShown(4);
  expect(await order(page)).toEqual([third, second, first, fourth]);
});

for (const { locale, onward, back } of [
  { locale: 'en-US', onward: 'ArrowRight', back: 'ArrowLeft' },
  { locale: 'fa-IR', onward: 'ArrowLeft', back: 'ArrowRight' },
])
  test(`keys and the mouse carry a photo the way the page reads, ${locale}`, async ({ browser, server }) => {
    const context = await browser.newContext({ baseURL: server.origin, locale });
    const page = await context.newPage();
    await page.goto('/sell/new');
    const files = page.locator('#photos input[type=file][multiple]');
    await files.setInputFiles([...(await takePictures(410, 4))]);
    await expect(tiles(page)).toHaveCount(4, { timeout: 60_000 });
    const [first, second, third, fourth] = await order(page);
    const spoken = page.locator('#photos [role=status].sr-only');

    await tiles(page).nth(0).focus();
    await page.keyboard.press('Space');
    await expect.poll(() => isLifted(page)).toBe(1);
    const lifting = await spoken.textContent();
    await page.keyboard.press(onward);
    await expect(spoken).not.toHaveText(lifting!);
    // Nothing is written before it is put down, and Escape puts it back.
    expect(await order(page)).toEqual([first, second, third, fourth]);
    await page.keyboard.press('Escape');
    expect(await isLifted(page)).toBe(0);

    await page.keyboard.press('Space');
    for (const key of [onward, onward, back, 'ArrowDown']) await page.keyboard.press(key);
    await page.keyboard.press('Space');
    // There is no row below the second place: it stays where the other keys brought it.
    await expect.poll(() => order(page)).toEqual([second, first, third, fourth]);
    await expect(tiles(page).nth(1)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');

    // Reaches the tile only when nothing of the sheet lies over it any more.
    await tiles(page).nth(3).hover();
    const to = await middle(tiles(page).nth(0));
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 6 });
    await page.mouse.up();
    await expect.poll(() => order(page)).toEqual([fourth, second, first, third]);
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await context.close();
  });

test('pictures dropped or pasted anywhere on the screen are added', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  await page.goto('/sell/new');
  await expect(page.locator('#title')).toBeVisible();
  const [one, other] = await takePictures(420, 2);
  const carry = (bytes: number[]) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], 'IMG.JPG', { type: 'image/jpeg' }));
    return data;
  };
  const dropped = await page.evaluateHandle(carry, [...one!.buffer]);
  await page.dispatchEvent('#title', 'dragover', { dataTransfer: dropped });
  await expect(page.getByText('Drop to add')).toBeVisible();
  await page.dispatchEvent('#title', 'drop', { dataTransfer: dropped });
  await expect(page.getByText('Drop to add')).toHaveCount(0);
  await expect(tiles(page)).toHaveCount(1, { timeout: 60_000 });

  const pasted = await page.evaluateHandle(carry, [...other!.buffer]);
  await page.evaluate(
    (clipboardData) =>
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true })),
    pasted,
  );
  await expect(tiles(page)).toHaveCount(2, { timeout: 60_000 });
  await context.close();
});

test('a photo that was removed or replaced comes back later too, and a draft of nothing else is not thrown away', async ({
  phone,
}) => {
  const seller = new Seller(await phone.open());
  const { page } = seller;
  const [first, second] = await takePictures(480, 2);
  await seller.startPiece([first!]);
  const [kept] = await order(page);
  const sheet = page.getByRole('dialog');
  const toast = page.locator('.toast');
  const removed = page.getByRole('region', { name: 'Removed photos' });
  await expect(removed).toHaveCount(0);

  const replaceWith = async (picture: typeof first) => {
    await tiles(page).first().click();
    const choosing = page.waitForEvent('filechooser');
    await sheet.getByRole('button', { name: 'Replace' }).click();
    await (await choosing).setFiles([picture!]);
  };
  await replaceWith(second);
  await expect(toast).toContainText('Photo replaced');
  await expect(removed.getByRole('listitem')).toHaveCount(1);
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => order(page)).toEqual([kept]);

  await tiles(page).first().click();
  await sheet.getByRole('button', { name: 'Remove' }).click();
  await expect(removed.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('link', { name: 'Back to Sell' }).click();
  await seller.card('Untitled').getByRole('link').first().click();
  await removed.getByRole('button', { name: 'Put back removed photo 1' }).click();
  await expect.poll(() => order(page)).toEqual([kept]);
  await expect(removed.getByRole('listitem')).toHaveCount(1);
});

test('an address that names a place in the editor opens there', async ({ phone }) => {
  const seller = new Seller(await phone.open());
  const { page } = seller;
  await seller.startPiece(await takePictures(490, 2));
  const address = new URL(page.url()).pathname;
  await page.goto(`${address}#photo-2`);
  await page.reload();
  await expect(page.getByRole('dialog', { name: 'Photo 2 of 2' })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${address}$`));
  await page.keyboard.press('Escape');
  await page.goto(`${address}#price`);
  await page.reload();
  await expect(page.locator('#price')).toBeFocused();
  await expect(page.locator('#price')).toBeInViewport();
});
