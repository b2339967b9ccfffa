import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { StockedSeller } from './stocked-seller.ts';

const title = 'Viewed coat';
const photo = (page: Page, number: number) =>
  page.getByRole('button', { name: `${title}, photo ${number} of 3` });
const viewer = (page: Page) => page.getByRole('dialog', { name: `Photos of ${title}` });
const large = (page: Page, number: number) =>
  viewer(page).getByRole('img', { name: `${title}, photo ${number} of 3` });
/** How much larger than fitted the photo is shown. */
const scaleOf = (page: Page) =>
  viewer(page).evaluate((dialog) => {
    const image = dialog.querySelector<HTMLElement>('[aria-hidden="false"] img')!;
    return new DOMMatrix(image.style.transform).a;
  });

async function openPiece(page: Page, origin: string): Promise<void> {
  const seller = await StockedSeller.open(origin);
  await page.goto(`/listing/${await seller.list({ title }, 3)}`);
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Again and again: a page from the server is drawn before it listens. */
const walk = (page: Page, from: Locator, key: string, to: Locator) =>
  expect(async () => {
    await from.focus();
    await page.keyboard.press(key);
    await expect(to).toBeFocused({ timeout: 500 });
  }).toPass();

test('where less motion is asked for, the next photo is there and nothing travels', async ({
  server,
  shopper,
}) => {
  await shopper.emulateMedia({ reducedMotion: 'reduce' });
  await openPiece(shopper, server.origin);
  await walk(shopper, photo(shopper, 1), 'ArrowRight', photo(shopper, 2));
  await photo(shopper, 2).focus();
  const isThere = await photo(shopper, 2).evaluate((button) => {
    const strip = button.closest('ul')!;
    button.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    return strip.scrollLeft === (strip.children[2] as HTMLElement).offsetLeft;
  });
  expect(isThere).toBe(true);
});

test('with the keyboard alone: through the gallery, into the viewer, and back to the photo', async ({
  server,
  shopper,
}) => {
  await openPiece(shopper, server.origin);
  await walk(shopper, photo(shopper, 1), 'ArrowRight', photo(shopper, 2));
  await expect(photo(shopper, 2)).toBeInViewport({ ratio: 0.9 });
  await expect(shopper.getByText('2 / 3')).toBeVisible();

  await shopper.keyboard.press('Enter');
  await expect(viewer(shopper)).toBeVisible();
  await expect(large(shopper, 2)).toBeVisible();
  await shopper.keyboard.press('ArrowRight');
  await expect(large(shopper, 3)).toBeVisible();
  await expect(viewer(shopper).getByRole('status')).toHaveText('Photo 3 of 3');
  await shopper.keyboard.press('ArrowRight');
  await expect(large(shopper, 3)).toBeVisible();
  await shopper.keyboard.press('+');
  await expect.poll(() => scaleOf(shopper)).toBeGreaterThan(1);
  await shopper.keyboard.press('0');
  await expect.poll(() => scaleOf(shopper)).toBe(1);
  await viewer(shopper).getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(() => scaleOf(shopper)).toBeGreaterThan(1);
  await shopper.keyboard.press('Escape');
  await expect(viewer(shopper)).toHaveCount(0);
  await expect(photo(shopper, 3)).toBeFocused();
  await expect(photo(shopper, 3)).toBeInViewport({ ratio: 0.9 });
});

test('from right to left the next photo is at the left', async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.origin, locale: 'fa-IR' });
  const page = await context.newPage();
  const seller = await StockedSeller.open(server.origin);
  await page.goto(`/listing/${await seller.list({ title }, 3)}`);
  const photos = page.getByRole('button', { name: /عکس . از ۳/ });
  await expect(photos.first()).toBeInViewport({ ratio: 0.9 });
  await walk(page, photos.first(), 'ArrowLeft', photos.nth(1));
  await expect(photos.nth(1)).toBeInViewport({ ratio: 0.9 });
  await page.keyboard.press('Enter');
  const status = page.getByRole('dialog').getByRole('status');
  await expect(status).toHaveText('عکس ۲ از ۳');
  await page.keyboard.press('ArrowLeft');
  await expect(status).toHaveText('عکس ۳ از ۳');
  await page.keyboard.press('ArrowRight');
  await expect(status).toHaveText('عکس ۲ از ۳');
  await context.close();
});

/** Fingers as the browser's own input gets them. */
async function fingersOn(page: Page) {
  const session = await page.context().newCDPSession(page);
  type Fingers = readonly (readonly [x: number, y: number])[];
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', fingers: Fingers) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: fingers.map(([x, y], id) => ({ x, y, id })),
    });
  const steps = 8;
  return {
    async drag(from: Fingers, to: Fingers) {
      await send('touchStart', from);
      for (let step = 1; step <= steps; step += 1) {
        const share = step / steps;
        await send(
          'touchMove',
          from.map(([x, y], index) => [x + (to[index]![0] - x) * share, y + (to[index]![1] - y) * share]),
        );
      }
      await send('touchEnd', []);
    },
    async doubleTap(x: number, y: number) {
      for (let tap = 0; tap < 2; tap += 1) {
        await send('touchStart', [[x, y]]);
        await send('touchEnd', []);
      }
    },
  };
}

test('with fingers: swipe, pinch, double tap, and down to close', async ({ server, phone }) => {
  const page = await phone.open();
  await openPiece(page, server.origin);
  await expect(async () => {
    await photo(page, 1).tap();
    await expect(large(page, 1)).toBeVisible({ timeout: 1000 });
  }).toPass();
  const fingers = await fingersOn(page);

  await fingers.drag([[300, 420]], [[60, 430]]);
  await expect(large(page, 2)).toBeVisible();
  await expect(viewer(page).getByRole('status')).toHaveText('Photo 2 of 3');

  await fingers.drag(
    [
      [150, 420],
      [240, 420],
    ],
    [
      [60, 420],
      [330, 420],
    ],
  );
  await expect.poll(() => scaleOf(page)).toBeGreaterThan(1.5);
  // A finger on a scaled photo moves it: nothing turns and nothing closes.
  await fingers.drag([[200, 420]], [[40, 700]]);
  await expect(large(page, 2)).toBeVisible();
  await fingers.doubleTap(195, 420);
  await expect.poll(() => scaleOf(page)).toBe(1);
  await fingers.doubleTap(195, 420);
  await expect.poll(() => scaleOf(page)).toBeGreaterThan(2);
  await fingers.doubleTap(195, 420);
  await expect.poll(() => scaleOf(page)).toBe(1);

  await fingers.drag([[200, 300]], [[205, 620]]);
  await expect(viewer(page)).toHaveCount(0);
  await expect(photo(page, 2)).toBeFocused();
});
