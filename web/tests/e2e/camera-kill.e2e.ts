import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

const closed = /^The camera closed Komod\./;

/** For which listing the page says the camera is open; looks without making the database itself. */
const markOnDisk = (page: Page) =>
  page.evaluate(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'komod-camera')) return null;
    return new Promise<string | null>((resolve) => {
      const opening = indexedDB.open('komod-camera');
      opening.addEventListener('success', () => {
        const reading = opening.result.transaction('mark').objectStore('mark').get('camera');
        reading.addEventListener('success', () => {
          opening.result.close();
          resolve((reading.result as string | undefined) ?? null);
        });
      });
    });
  });

async function openCamera(page: Page, button: string) {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button, exact: true }).first().click();
  return choosing;
}

test('the browser dies while a picture is taken: the start address opens the draft again, and the camera', async ({
  phone,
}) => {
  const album = await takePictures(300, 2);
  const before = new Seller(await phone.open());
  await before.startPiece(album.slice(0, 1));
  await before.field('Title').fill('Corduroy trousers');
  await before.field('Description').fill('Turned up once, marks at the hem.');
  const { page } = before;
  const id = new URL(page.url()).pathname.split('/').at(-1)!;
  await before.whenReadyForOffline();

  // Whoever only looks around in another tab meanwhile stays there.
  await openCamera(page, 'Take another');
  await expect.poll(() => markOnDisk(page)).toBe(id);
  const other = new Seller(await page.context().newPage());
  await other.openSell();
  await expect(other.card('Corduroy trousers')).toBeVisible();
  expect(await markOnDisk(other.page)).toBe(id);
  expect(new URL(other.page.url()).pathname).toBe('/sell');
  await phone.kill();

  const again = new Seller(await phone.open({ offline: true }));
  await again.page.goto('/');
  await expect(again.page).toHaveURL(new RegExp(`/sell/${id}$`));
  await expect(
    again.page.getByText('The camera closed Komod. Your draft is here; the last photo may be missing.'),
  ).toBeVisible();
  await expect(again.field('Title')).toHaveValue('Corduroy trousers');
  await expect(again.field('Description')).toHaveValue('Turned up once, marks at the hem.');
  await again.expectPhotosShown(1);

  const camera = await openCamera(again.page, 'Take again');
  await camera.setFiles(album[1]!);
  await again.expectPhotosShown(2);
  await expect(again.page.getByText(closed)).toHaveCount(0);
  await expect.poll(() => markOnDisk(again.page)).toBe(null);
  await again.page.goto('/sell');
  await again.openPiece('Corduroy trousers', () => again.expectPhotosShown(2));
});

test('the browser dies during the very first shot: a new piece waits for it, with camera and library', async ({
  phone,
}) => {
  const before = new Seller(await phone.open());
  await before.openSell();
  await before.whenReadyForOffline();
  await openCamera(before.page, 'Take photos');
  await expect.poll(() => markOnDisk(before.page)).toBe('new');
  await phone.kill();

  const again = new Seller(await phone.open({ offline: true }));
  await again.page.goto('/');
  await expect(again.page).toHaveURL(/\/sell\/new$/);
  await expect(again.page.getByText('The camera closed Komod. The last photo may be missing.')).toBeVisible();
  await again.choosePhotos(await takePictures(310, 1));
  await again.expectPhotosShown(1);
  await expect(again.page.getByText(closed)).toHaveCount(0);
  await again.openSell();
  await expect(again.card('Untitled')).toBeVisible();
});
