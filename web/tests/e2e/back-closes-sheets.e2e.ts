import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

test("the phone's Back closes what lies over the page, one thing at a time, and leaves no page", async ({
  phone,
}) => {
  const seller = new Seller(await phone.open());
  const { page } = seller;
  // A press on Back reaches no page under automation, so the browser's own watchers are asked to close, as it does.
  await page.addInitScript(() => {
    const { CloseWatcher } = globalThis as unknown as {
      CloseWatcher: new () => EventTarget & { requestClose(): void };
    };
    const open: InstanceType<typeof CloseWatcher>[] = [];
    class Watched extends CloseWatcher {
      constructor() {
        super();
        open.push(this);
        this.addEventListener('close', () => open.splice(open.indexOf(this), 1));
      }
      destroy(): void {
        open.splice(open.indexOf(this), 1);
        (CloseWatcher.prototype as unknown as { destroy(): void }).destroy.call(this);
      }
    }
    Object.assign(globalThis, { CloseWatcher: Watched, pressBack: () => open.at(-1)?.requestClose() });
  });
  const pressBack = () => page.evaluate(() => (globalThis as unknown as { pressBack(): void }).pressBack());
  await seller.startPiece(await takePictures(470, 1));
  await page.reload();
  const address = page.url();

  await page.locator('#photos li[data-photo] > button').first().click();
  const sheet = page.getByRole('dialog', { name: 'Photo 1 of 1' });
  await expect(sheet).toBeVisible();
  await sheet.getByRole('button', { name: 'View' }).click();
  await expect(sheet.locator('img')).toBeVisible();
  await pressBack();
  await expect(sheet).toHaveCount(0);

  const choices = await seller.openPicker('Condition');
  await expect(choices).toBeVisible();
  await pressBack();
  await expect(choices).toHaveCount(0);
  await expect(page).toHaveURL(address);
});
