import { listPiece } from '@komod/testkit/list-piece';
import { signUp } from '@komod/testkit/account';
import type { ServerProcess } from '@komod/testkit/server-process';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { Housekeeper } from './housekeeper.ts';

// The first screen of a fresh phone alone takes long on a busy machine.
test.setTimeout(120_000);

let sellers = 0;

/** A seller whose pieces were listed before, on a phone that is signed in. */
async function keeperOf(server: ServerProcess, page: Page, titles: readonly string[]): Promise<Housekeeper> {
  sellers += 1;
  const account = await signUp(server.origin, { handle: `keeper_${process.pid}_${sellers}` });
  for (const [index, title] of titles.entries())
    await listPiece(server.origin, account, {
      id: `keeper-${process.pid}-${sellers}-${index}`,
      seed: 500 + sellers * 20 + index,
      change: { title, price: 4000 },
    });
  const keeper = new Housekeeper(page);
  await keeper.signIn(account);
  for (const title of titles) await keeper.expectOnSell(title, /Live since/);
  return keeper;
}

/** What a stranger sees of a piece now. */
async function shown(server: ServerProcess, title: string): Promise<number | null> {
  const answer = await fetch(`${server.origin}/api/catalog`);
  const { entries } = (await answer.json()) as { entries: { title: string; price: number }[] };
  return entries.find((entry) => entry.title === title)?.price ?? null;
}

test('a sold piece leaves the feed, and Undo hangs it there again', async ({ server, phone }) => {
  const keeper = await keeperOf(server, await phone.open(), ['Sold coat']);
  await keeper.act('Sold coat', 'Mark sold');
  await keeper.expectOnSell('Sold coat', /Sold on/);
  await expect.poll(() => shown(server, 'Sold coat')).toBeNull();
  await keeper.undo('Marked sold');
  await keeper.expectOnSell('Sold coat', /Live since/);
  await expect.poll(() => shown(server, 'Sold coat')).toBe(4000);
});

test('taken down, put back, deleted, restored, and at last deleted for good', async ({ server, phone }) => {
  const keeper = await keeperOf(server, await phone.open(), ['House skirt']);
  await keeper.act('House skirt', 'Take down');
  await expect(keeper.card('House skirt')).toHaveCount(0);
  await expect.poll(() => shown(server, 'House skirt')).toBeNull();

  await keeper.openTab('Removed');
  await keeper.expectOnSell('House skirt', 'Off the feed. Only you see it.');
  await keeper.act('House skirt', 'Put back');
  await keeper.openTab('All');
  await keeper.expectOnSell('House skirt', /Live since/);

  await keeper.act('House skirt', 'Delete');
  await keeper.undo('Moved to Removed');
  await keeper.expectOnSell('House skirt', /Live since/);

  await keeper.act('House skirt', 'Delete');
  await keeper.openTab('Removed');
  await keeper.openMenu('House skirt');
  await keeper.sheet.getByRole('button', { name: 'Delete for good' }).click();
  await expect(keeper.sheet).toContainText('1 piece with 1 photo');
  await keeper.sheet.getByRole('button', { name: 'Keep' }).click();
  await expect(keeper.card('House skirt')).toBeVisible();
  await keeper.openMenu('House skirt');
  await keeper.sheet.getByRole('button', { name: 'Delete for good' }).click();
  await keeper.sheet.getByRole('button', { name: 'Delete for good' }).click();
  await expect(keeper.card('House skirt')).toHaveCount(0);
  await keeper.page.reload();
  await keeper.expectEmpty();
  expect(await shown(server, 'House skirt')).toBeNull();
});

test('a draft that was never pressed lies on Removed as one that only its owner sees', async ({ phone }) => {
  const keeper = new Housekeeper(await phone.open());
  await keeper.startDraft('Second thoughts');
  await keeper.act('Second thoughts', 'Delete');
  await keeper.openTab('Removed');
  await keeper.expectOnSell('Second thoughts', 'Off the feed. Only you see it.');
  await keeper.card('Second thoughts').getByRole('button', { name: 'Put back', exact: true }).click();
  await keeper.openTab('Drafts');
  await keeper.expectOnSell('Second thoughts', 'Draft. On this phone only.');
});

/** The browser's own question of installing comes when it likes; a journey that minds asks it itself. */
const withoutInstalling = (page: Page) =>
  page.addInitScript(() =>
    addEventListener(
      'beforeinstallprompt',
      (event) => event.isTrusted && event.stopImmediatePropagation(),
      true,
    ),
  );

test('an Undo lies over a sheet that was opened meanwhile, and leaves it open', async ({ phone }) => {
  const keeper = new Housekeeper(await phone.open());
  await withoutInstalling(keeper.page);
  await keeper.startDraft('Gone too fast');
  await keeper.startDraft('Looked at');
  await keeper.act('Gone too fast', 'Delete');
  await keeper.openMenu('Looked at');
  await keeper.undo('Moved to Removed');
  await expect(keeper.sheet).toBeVisible();
  await keeper.page.keyboard.press('Escape');
  await expect(keeper.card('Gone too fast')).toBeVisible();
});

test('what the browser says late of installing moves nothing: the card comes with the next visit', async ({
  phone,
}) => {
  const keeper = new Housekeeper(await phone.open());
  const { page } = keeper;
  await withoutInstalling(page);
  await keeper.startDraft('Stays put');
  const install = page.getByRole('button', { name: 'Install', exact: true });
  await page.evaluate(() => dispatchEvent(new Event('beforeinstallprompt', { cancelable: true })));
  await expect(install).toHaveCount(0);
  await page.getByRole('link', { name: 'Closet', exact: true }).click();
  // Else the second press is a change of mind, and Sell was never left.
  await expect(page).toHaveURL(/\/closet$/);
  await page.getByRole('link', { name: 'Sell', exact: true }).click();
  await expect(install).toBeVisible();
});

test('where a link can neither be shared nor copied, it is shown to be copied by hand', async ({
  server,
  phone,
}) => {
  const page = await phone.open();
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'share', { value: undefined });
    navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
    document.execCommand = () => false;
  });
  const keeper = await keeperOf(server, page, ['Shown link']);
  await keeper.act('Shown link', 'Share');
  await expect(keeper.toast).toContainText(`${server.origin}/listing/keeper-`);
});

test('Change price sends the price alone, in Persian digits too', async ({ server, phone }) => {
  const keeper = await keeperOf(server, await phone.open(), ['Price jacket']);
  await keeper.openPiece('Price jacket', async () => {
    await keeper.field('Title').fill('Half a tit');
    await keeper.expectTruth('Live. Your changes are not out yet.');
  });
  await keeper.openMenu('Half a tit');
  await keeper.sheet.getByRole('button', { name: 'Change price' }).click();
  await expect(keeper.sheet).toContainText('Only the price goes out.');
  await keeper.sheet.getByLabel('New price').fill('۱');
  await keeper.sheet.getByRole('button', { name: 'Save price' }).click();
  await expect(keeper.sheet).toContainText('Price must be at least $3.');
  await keeper.sheet.getByLabel('New price').fill('');
  await keeper.sheet.getByLabel('New price').pressSequentially('1200');
  await expect(keeper.sheet.getByLabel('New price')).toHaveValue('1,200');
  await expect(keeper.sheet).toContainText('You get $960.00 after the 20 % fee ($240.00).');
  await keeper.sheet.getByLabel('New price').fill('۳۵');
  await keeper.sheet.getByRole('button', { name: 'Save price' }).click();
  await expect.poll(() => shown(server, 'Price jacket')).toBe(3500);
  await keeper.expectOnSell('Half a tit', 'Live. Your changes are not out yet.');
  await keeper.undo('The new price, $35, is on its way.');
  await expect.poll(() => shown(server, 'Price jacket')).toBe(4000);
});

test('a bulk act is one act: what is not ready is named, and one Undo takes all of it back', async ({
  server,
  phone,
}) => {
  const titles = ['Bulk blazer', 'Bulk coat', 'Bulk shirt'];
  const keeper = await keeperOf(server, await phone.open(), titles);
  await keeper.startDraft('Bulk hat');
  await keeper.select('Bulk blazer', 'Bulk coat', 'Bulk hat');
  await expect(keeper.page.getByText('3 selected')).toBeVisible();
  await expect(keeper.page.getByRole('button', { name: 'List (0 ready of 3)' })).toBeVisible();
  await expect(keeper.page.getByRole('button', { name: 'Take photos' })).toBeHidden();
  await keeper.page.getByRole('button', { name: 'Take down', exact: true }).click();
  await expect(keeper.card('Bulk shirt')).toContainText('Live since');
  for (const title of titles.slice(0, 2)) await expect.poll(() => shown(server, title)).toBeNull();
  await keeper.undo('2 pieces taken down');
  for (const title of titles) await keeper.expectOnSell(title, /Live since/);
  for (const title of titles) await expect.poll(() => shown(server, title)).toBe(4000);

  await keeper.select('Bulk hat');
  const list = keeper.page.getByRole('button', { name: 'List (0 ready of 1)' });
  await list.click();
  await expect(keeper.toast).toContainText('Not ready: \u2068Bulk hat\u2069.');
  await expect(keeper.toast.getByRole('button', { name: 'Undo' })).toHaveCount(0);
});

test('by keyboard: Space chooses, Escape leaves', async ({ server, phone }) => {
  const keeper = await keeperOf(server, await phone.open(), ['Key blazer', 'Key coat']);
  await keeper.page.getByRole('button', { name: 'Select', exact: true }).focus();
  await keeper.page.keyboard.press('Enter');
  await keeper.choice('Key coat').focus();
  await keeper.page.keyboard.press('Space');
  await expect(keeper.choice('Key coat')).toBeChecked();
  await expect(keeper.page.getByText('1 selected')).toBeVisible();
  await keeper.page.keyboard.press('Enter');
  await expect(keeper.choice('Key coat')).not.toBeChecked();
  await keeper.page.keyboard.press('Escape');
  await expect(keeper.choice('Key coat')).toHaveCount(0);
});

test('without a network every piece that waits says why, and the line goes when all is safe', async ({
  server,
  phone,
}) => {
  const keeper = await keeperOf(server, await phone.open(), ['Waiting boots']);
  await keeper.whenReadyForOffline();
  await phone.setOffline(true);
  await keeper.act('Waiting boots', 'Mark sold');
  await keeper.expectOnSell('Waiting boots', 'Live. It goes to sold when Komod is open and online.');
  await keeper.startDraft('Waiting scarf');
  await keeper.page.getByRole('button', { name: 'Offline. 2 pieces wait on this phone.' }).click();
  await expect(keeper.sheet.getByRole('listitem')).toHaveCount(2);
  await expect(keeper.sheet).toContainText("Draft. On this phone; backs up when you're online.");
  await expect(keeper.sheet).toContainText(/Last reached the server \d\d:\d\d\./);
  await expect(keeper.sheet.getByRole('button', { name: 'Try now' })).toBeEnabled();
  await keeper.page.keyboard.press('Escape');
  await phone.setOffline(false);
  await keeper.expectOnSell('Waiting boots', /Sold on/);
  await keeper.expectOnSell('Waiting scarf', 'Draft. Safe on the server too.');
  await expect(keeper.page.getByText(/wait on this phone/)).toHaveCount(0);
});

test('going live is told: the first piece ever, the next by its name, and after an absence in numbers', async ({
  server,
  phone,
}) => {
  const account = await signUp(server.origin, { handle: `moments_${process.pid}` });
  const list = (index: number, title: string) =>
    listPiece(server.origin, account, {
      id: `moment-${process.pid}-${index}`,
      seed: 900 + index,
      change: { title, price: 4000 },
    });
  const keeper = new Housekeeper(await phone.open());
  await keeper.signIn(account);
  await keeper.expectEmpty();
  await list(1, 'First scarf');
  await expect(keeper.toast).toContainText("It's live. Show someone.", { timeout: 30_000 });
  await expect(keeper.toast.getByRole('button', { name: 'Share' })).toBeVisible();
  await expect(keeper.toast).toHaveCount(0, { timeout: 30_000 });

  await list(2, 'Second scarf');
  await expect(keeper.toast).toContainText('Second scarf\u2069 is live', { timeout: 30_000 });
  await keeper.toast.getByRole('button', { name: 'See' }).click();
  await expect(keeper.page).toHaveURL(/\/listing\/moment-/);

  await phone.putAway();
  await list(3, 'Third scarf');
  const again = new Housekeeper(await phone.open());
  await again.openSell();
  await expect(again.toast).toContainText('While you were away: 1 live.', { timeout: 30_000 });
});

test('Put back from the Removed shelf makes a piece what it was: one that was taken down stays off the feed', async ({
  server,
  phone,
}) => {
  const keeper = await keeperOf(server, await phone.open(), ['Shelf coat']);
  await keeper.act('Shelf coat', 'Take down');
  await expect.poll(() => shown(server, 'Shelf coat')).toBeNull();
  await keeper.openTab('Removed');
  await keeper.expectOnSell('Shelf coat', 'Off the feed. Only you see it.');
  await keeper.act('Shelf coat', 'Delete');
  await keeper.openMenu('Shelf coat');
  await expect(keeper.sheet.getByRole('button', { name: 'Delete for good' })).toBeVisible();
  await keeper.sheet.getByRole('button', { name: 'Put back' }).click();
  await keeper.openMenu('Shelf coat');
  await expect(keeper.sheet.getByRole('button', { name: 'Delete', exact: true })).toBeVisible();
  await expect(keeper.sheet.getByRole('button', { name: 'Delete for good' })).toHaveCount(0);
  expect(await shown(server, 'Shelf coat')).toBeNull();
  await keeper.sheet.getByRole('button', { name: 'Put back' }).click();
  await expect.poll(() => shown(server, 'Shelf coat')).toBe(4000);
});

test('a piece opened while the closet is still coming is waited for', async ({ server, phone, laptop }) => {
  const keeper = await keeperOf(server, await phone.open(), ['Coming coat']);
  await keeper.card('Coming coat').getByRole('link').first().click();
  await expect(keeper.field('Title')).toHaveValue('Coming coat');
  const { pathname } = new URL(keeper.page.url());
  const session = await keeper.page.context().cookies();

  const page = await laptop.open();
  await page.context().addCookies(session);
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  await page.routeWebSocket(/\/sync\//, async (socket) => {
    await opened;
    socket.connectToServer();
  });
  await page.goto(pathname);
  await expect(page.getByText('Fetching your closet')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("This piece isn't in your closet")).toHaveCount(0);
  open();
  await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Coming coat', { timeout: 30_000 });
});
