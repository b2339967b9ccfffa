import { startServerProcess } from '@komod/testkit/server-process';
import type { Page } from '@playwright/test';
import { Deploys } from './deploys.ts';
import { expect, test as base } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

// A server of its own for these journeys: its host puts up a new version in the middle.
const test = base.extend<{ deploy: (which: 'first' | 'next') => Promise<void> }, { deploys: Deploys }>({
  deploys: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures wanted from this very pattern
    async ({}, use) => {
      const deploys = new Deploys();
      await use(deploys);
      deploys.remove();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ deploys }, use) => {
      const server = await startServerProcess({ withWeb: true, env: { WEB_BUILD: deploys.current } });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  deploy: async ({ deploys, server }, use) => {
    const deploy = async (which: 'first' | 'next') => {
      await server.stop();
      deploys.choose(which);
      await server.start();
    };
    await deploy('first');
    await use(deploy);
  },
});

const isOfNext = (page: Page): Promise<boolean> =>
  page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('-next.js')));
const mark = (page: Page): Promise<unknown> =>
  page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
const isSamePage = (page: Page): Promise<boolean> => page.evaluate(() => 'isSamePage' in globalThis);

test('a new version waits until Refresh is pressed, and never comes while somebody types', async ({
  deploy,
  phone,
}) => {
  const seller = new Seller(await phone.open());
  const { page } = seller;
  await page.goto('/sell/new');
  await seller.whenReadyForOffline();
  await page.getByLabel('Title', { exact: true }).fill('Raw silk shirt');
  await mark(page);
  await deploy('next');
  // As when the app comes back to the front.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.waiting?.state === 'installed';
  });
  await page.keyboard.type(', worn twice');
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Raw silk shirt, worn twice');
  await page.getByRole('link', { name: 'Back to Sell' }).click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Closet' }).click();
  await expect(page.getByText('A new version is ready')).toBeVisible();
  expect([await isSamePage(page), await isOfNext(page)]).toEqual([true, false]);

  // Pressed, and then something else is opened: it waits for that, and says so.
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.getByRole('button', { name: 'Refresh', includeHidden: true }).dispatchEvent('click');
  await expect(page.getByText('It starts when you have left the field')).toBeVisible();
  expect(await isSamePage(page)).toBe(true);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !('isSamePage' in globalThis));
  await expect(page.getByRole('heading', { level: 1, name: 'Closet' })).toBeVisible();
  expect(await isOfNext(page)).toBe(true);
  await expect(page.getByText('A new version is ready')).toHaveCount(0);
  await seller.openSell();
  await seller.expectOnSell('Raw silk shirt, worn twice', 'Draft.');
});

test('what a page needs and the server no longer has leads to one reload, not under the hand, and loses nothing', async ({
  deploy,
  server,
  browser,
}) => {
  // Nothing of the old version is kept on this device.
  const context = await browser.newContext({ baseURL: server.origin, serviceWorkers: 'block' });
  const seller = new Seller(await context.newPage());
  const { page } = seller;
  await seller.signUp(`old_tab_${process.pid}`);
  const other = await context.newPage();
  await other.goto('/closet');
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goto('/sell/new');
  const title = page.getByLabel('Title', { exact: true });
  await title.fill('Wool cape');
  await mark(page);
  let loads = 0;
  page.on('load', () => (loads += 1));
  await deploy('next');

  const gone = page.waitForResponse(
    (response) => response.status() === 404 && response.url().includes('/_app/immutable/'),
  );
  // Straight into the input: the hand stays on the title. What sends photos is loaded only now.
  await page
    .locator('#photos input[type="file"]')
    .last()
    .setInputFiles([...(await takePictures(81, 1))]);
  await gone;
  // It knows that it must reload, and somebody types on, as fast as people do.
  await page.waitForFunction(() => sessionStorage.getItem('komod.reloaded-from') !== null);
  await page.keyboard.type(' with a hood', { delay: 200 });
  await expect(title).toHaveValue('Wool cape with a hood');
  expect([await isSamePage(page), loads]).toEqual([true, 0]);
  await title.blur();
  await page.waitForFunction(() => !('isSamePage' in globalThis), undefined, { timeout: 60_000 });
  await expect(title).toHaveValue('Wool cape with a hood');
  await seller.expectPhotosShown(1);
  await seller.expectTruth('Draft. Safe on the server too.');
  expect([await isOfNext(page), loads]).toEqual([true, 1]);

  // A screen that is gone is opened from the server.
  await other.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Feed' }).click();
  await expect(other).toHaveURL('/');
  await expect(other.getByRole('heading', { level: 1 })).toBeAttached();
  expect(await isOfNext(other)).toBe(true);
  await context.close();
});
