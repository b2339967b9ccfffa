import { expect, type Page } from '@playwright/test';
import { coversKept, titlesKept, workerTookOver } from '../kept-on-device.ts';
import { pieceId } from './marketplace.ts';
import type { Walk } from './screen.ts';

export const cards = (page: Page) => page.locator('main .photo-grid > :is(li, [role="listitem"])');

export const press = ({ page, say }: Walk, key: string) =>
  page
    .getByRole('button', { name: say(key), exact: true })
    .first()
    .click();

/** A button whose words hold what only the moment knows, known by those before it. */
export const pressWith = ({ page, say }: Walk, key: string) =>
  page
    .getByRole('button', { name: say(key).split('{')[0]! })
    .first()
    .click();

export const sheet = ({ page }: Walk) => page.getByRole('dialog').last().waitFor();

export const pressForSheet = (key: string) => async (walk: Walk) => {
  await press(walk, key);
  await sheet(walk);
};

export const picker = (id: string) => async (walk: Walk) => {
  await walk.page.locator(`#${id}`).click();
  await sheet(walk);
};

export const closeSheet = async ({ page }: Walk) => {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
};

export const editor = (name: string) => `/sell/${pieceId(name)}`;

export const filledIn = ({ page }: Walk) => page.locator('#title').waitFor();

export const menuOf = (title: string) => async (walk: Walk) => {
  const card = cards(walk.page).filter({ hasText: title });
  // How far a click scrolls depends on what it finds in its way, and the page stands behind the sheet.
  await card.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await card.locator('button').last().click();
  await sheet(walk);
};

/** Sentences are known by a word of theirs, whatever stands around it. */
export const said = (key: string) => (walk: Walk) =>
  walk.page.getByText(walk.say(key).split('{')[0]!.trim()).first().waitFor();

/** Until then the Closet tab says that it is on its way. */
export const closetIsHere = ({ page, say }: Walk) =>
  page.getByRole('button', { name: say('takeout_import') }).waitFor();

export const toFoot = async ({ page }: Walk) => {
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.waitForFunction(
    () => Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight - 1,
  );
};

/** Without a network, with everything on the device that a visit leaves there. */
export const cut = async (page: Page) => {
  await workerTookOver(page);
  await expect.poll(() => titlesKept(page)).toHaveLength(await cards(page).count());
  await expect.poll(() => coversKept(page)).toBeGreaterThanOrEqual(await cards(page).count());
  await page.context().setOffline(true);
};

/** A socket may live on for a while after the browser says that it is offline. */
export const withoutSockets = (page: Page) => page.routeWebSocket(/\/sync\//, (socket) => socket.close());
