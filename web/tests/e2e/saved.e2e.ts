import { expect, test } from './fixtures.ts';
import { workerTookOver } from './kept-on-device.ts';
import { Seller } from './seller.ts';
import { StockedSeller } from './stocked-seller.ts';
import type { Locator, Page } from '@playwright/test';

const shown = (page: Page) => page.getByRole('main').getByRole('listitem');
const card = (page: Page, title: string) => shown(page).filter({ hasText: title });
const heart = (page: Page, title: string) => page.getByRole('button', { name: `Save ${title}` });

/** Again and again: a page from the server is drawn before it listens. */
const save = (page: Page, title: string) =>
  expect(async () => {
    const button = heart(page, title);
    if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true', { timeout: 500 });
  }).toPass();

/** Titles that `store` of `database` holds. Looks without making the database itself. */
const keptTitles = (page: Page, database: string, store: string) =>
  page.evaluate(
    async ([name, from]) => {
      if (!(await indexedDB.databases()).some((found) => found.name === name)) return '';
      return new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open(name!);
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const reading = opening.result.transaction(from!).objectStore(from!).getAll();
          reading.addEventListener('success', () => {
            opening.result.close();
            resolve(JSON.stringify(reading.result));
          });
        });
      });
    },
    [database, store],
  );

test('a heart beats once when it is pressed, and lies still where it was pressed before', async ({
  server,
  shopper,
}) => {
  const seller = await StockedSeller.open(server.origin);
  const title = 'Beating coat';
  await seller.list({ title });
  await shopper.goto('/');
  await save(shopper, title);
  const beats = (button: Locator) =>
    button.evaluate((element) => getComputedStyle(element.querySelector('svg')!).animationName);
  expect(await beats(heart(shopper, title))).toContain('beat');
  await shopper.reload();
  await expect(heart(shopper, title)).toHaveAttribute('aria-pressed', 'true');
  expect(await beats(heart(shopper, title))).toBe('none');
  await shopper.emulateMedia({ reducedMotion: 'reduce' });
  await heart(shopper, title).click();
  await heart(shopper, title).click();
  await expect(heart(shopper, title)).toHaveAttribute('aria-pressed', 'true');
  expect(await beats(heart(shopper, title))).toBe('none');
});

test('what a guest saves without a network is there when the browser starts again', async ({
  server,
  phone,
}) => {
  const seller = await StockedSeller.open(server.origin);
  const [first, second] = ['Guest saved coat', 'Guest saved scarf'];
  const coat = await seller.list({ title: first });
  const scarf = await seller.list({ title: second });

  const before = await phone.open();
  await before.goto('/');
  await workerTookOver(before);
  await expect.poll(() => keptTitles(before, 'komod-feed', 'feeds')).toContain(first);
  const covers = () =>
    before.evaluate(async () => {
      const names = await caches.keys();
      const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return kept.flat().filter(({ url }) => new URL(url).pathname.startsWith('/media/')).length;
    });
  await expect.poll(covers).toBeGreaterThanOrEqual(2);
  await phone.setOffline(true);
  await before.reload();
  await expect(before.getByText(/^Offline · as of/)).toBeVisible();
  for (const title of [first, second]) {
    await save(before, title);
    await expect.poll(() => keptTitles(before, 'komod-saved', 'saved')).toContain(title);
  }
  await phone.kill();

  const again = await phone.open({ offline: true });
  await again.goto('/saved');
  await expect(shown(again)).toHaveCount(2);
  await expect(shown(again).first()).toContainText(second);
  await expect(heart(again, first)).toHaveAttribute('aria-pressed', 'true');
  const cover = card(again, first).locator('img').last();
  await expect.poll(() => cover.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

  await seller.markSold(coat);
  await seller.takeDown(scarf);
  await phone.setOffline(false);
  await expect(card(again, first)).toContainText('Sold');
  await expect(card(again, second)).toContainText('No longer here');
  await phone.setOffline(true);
  await again.reload();
  await expect(card(again, first)).toContainText('Sold');
  await expect(card(again, second)).toContainText('No longer here');
});

test('a heart that is pressed before the account is there outlives the page', async ({ server, browser }) => {
  const seller = await StockedSeller.open(server.origin);
  const title = 'Hurried coat';
  await seller.list({ title });
  // No worker that has every file already: the account comes over the network.
  const context = await browser.newContext({ baseURL: server.origin, serviceWorkers: 'block' });
  const hurried = await context.newPage();
  await hurried.addInitScript(() =>
    addEventListener('komod:listens', () => Object.assign(globalThis, { listens: true })),
  );
  await hurried.goto('/');
  await hurried.waitForFunction(() => 'listens' in globalThis);
  // A first press brings nothing but waits for it, however often it is tried.
  await hurried.route('**/_app/immutable/**', () => undefined);
  await save(hurried, title);
  await hurried.close();
  const later = await context.newPage();
  await later.goto('/saved');
  await expect(card(later, title)).toBeVisible();
  await later.reload();
  await expect(card(later, title)).toBeVisible();
  // Kept where it belongs, nothing waits any more.
  await expect
    .poll(() => later.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('hearts'))))
    .toEqual([]);
  await context.close();
});

test('a piece taken out of Saved comes back to its place by Undo', async ({ server, shopper }) => {
  const seller = await StockedSeller.open(server.origin);
  const titles = ['Undone hat', 'Undone belt', 'Undone bag'];
  for (const title of titles) await seller.list({ title });
  await shopper.goto('/saved');
  await expect(shopper.getByText('Tap the heart on a piece to keep it here.')).toBeVisible();
  await shopper.getByRole('link', { name: 'Feed' }).click();
  for (const title of titles) await save(shopper, title);
  await shopper.getByRole('link', { name: 'Saved pieces' }).click();
  const newestFirst = ['Undone bag', 'Undone belt', 'Undone hat'].map((title) => new RegExp(title));
  await expect(shown(shopper)).toHaveText(newestFirst);
  await heart(shopper, 'Undone belt').click();
  await expect(shown(shopper)).toHaveText([/Undone bag/, /Undone hat/]);
  await shopper.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(shown(shopper)).toHaveText(newestFirst);
});

test("a member's hearts and those of another device are one", async ({ server, phone }) => {
  const seller = await StockedSeller.open(server.origin);
  await seller.list({ title: 'Hearted here' });
  const there = await seller.list({ title: 'Hearted there' });
  const page = await phone.open();
  const member = new Seller(page);
  await member.signUp(`hearts_${process.pid}`);
  await page.goto('/');
  await save(page, 'Hearted here');
  await page.goto('/saved');
  await expect(card(page, 'Hearted here')).toBeVisible();
  await (await StockedSeller.whoIsSignedIn(page, server.origin)).likeToo(there);
  await expect(shown(page).first()).toContainText('Hearted there');
});
