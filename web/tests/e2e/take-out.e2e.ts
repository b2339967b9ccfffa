import { signUp } from '@komod/testkit/account';
import { startServerProcess } from '@komod/testkit/server-process';
import { photoIdOf } from '@komod/testkit/upload-photo';
import type { Page } from '@playwright/test';
import { readPiece } from './catalog.ts';
import { expect, test } from './fixtures.ts';
import { Person } from './person.ts';
import { takePictures } from './pictures.ts';
import { findingsOn } from './reading.ts';
import { openPhone } from './signed-in-phone.ts';
import { StockedSeller } from './stocked-seller.ts';
import { exportCloset, lookInto, onServer } from './take-out.ts';

const masterOf = async (origin: string, cookie: string, id: string) => {
  const answer = await fetch(`${origin}/media/${id}/master`, { headers: { cookie } });
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
};

/** While the first photo that is fetched is still on its way. */
async function giveUpExporting(page: Page) {
  const isMaster = '**/media/*/master';
  const asked = page.waitForRequest(isMaster);
  await page.context().route(isMaster, () => undefined);
  await page.getByRole('button', { name: 'Export my closet' }).click();
  const sheet = page.getByRole('dialog', { name: 'Export my closet' });
  await sheet.getByRole('button', { name: 'Make the file' }).click();
  await asked;
  await expect(sheet.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /^Photo \d of 5$/);
  await sheet.getByRole('button', { name: 'Cancel' }).click();
  await expect(sheet.getByRole('button', { name: 'Make the file' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Export my closet' })).toBeFocused();
  await page.context().unroute(isMaster);
}

/** While the last photo is still being read. */
async function giveUpImporting(page: Page, file: Buffer) {
  await page.evaluate(() => {
    const real = globalThis.createImageBitmap;
    const released = new Promise<void>((release) => Object.assign(globalThis, { release }));
    globalThis.createImageBitmap = async (source: ImageBitmapSource) => {
      await released;
      return real(source);
    };
  });
  const sheet = await lookInto(page, file);
  await sheet.getByRole('button', { name: 'Add all, 1 goes live' }).click();
  await sheet.getByRole('button', { name: 'Cancel' }).click();
  await page.evaluate(() => (globalThis as unknown as { release(): void }).release());
  await expect(sheet.getByRole('button', { name: 'Add all, 1 goes live' })).toBeFocused();
}

const openImport = (page: Page) => page.getByRole('button', { name: 'Import a closet' });

test('[X1] a closet exported from one server is the same on another, and its photos are served there', async ({
  server,
  phone,
  browser,
}) => {
  test.setTimeout(180_000);
  const account = await signUp(server.origin, { handle: 'sara_out' });
  const elsewhere = new StockedSeller(server.origin, account);
  await elsewhere.list({ title: 'Hangs here' }, 2);
  await elsewhere.markSold(await elsewhere.list({ title: 'Sold here' }));
  await elsewhere.describeMyself({ city: 'Shiraz', bio: 'Linen. «کتان»' });
  const sara = new Person(await phone.open());
  await sara.signIn(account);
  await sara.openSell();
  await sara.startPiece(await takePictures(801, 2));
  await sara.field('Title').fill('Still a draft');
  await sara.openSell();
  await sara.expectOnSell('Still a draft', 'Draft. Safe on the server too.');
  await sara.whenReadyForOffline();

  await phone.setOffline(true);
  await sara.openCloset();
  const { page } = sara;
  await page.getByRole('button', { name: 'Export my closet' }).click();
  const asked = page.getByRole('dialog', { name: 'Export my closet' });
  await expect(asked).toContainText('3 pieces and 5 photos go into the file.');
  await expect(asked).toContainText('Offline. 3 photos are on the server only and stay out of the file.');
  expect(await findingsOn(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Close', exact: true }).click();
  await phone.setOffline(false);
  await giveUpExporting(page);
  const file = await exportCloset(page);

  const other = await startServerProcess({ withWeb: true });
  try {
    const owner = await signUp(other.origin, { handle: 'sara_in' });
    const there = await openPhone(browser, other, 'en-US', owner);
    await there.goto('/closet');
    const look = await lookInto(there, file);
    await expect(look).toContainText('The closet of @sara_out, exported');
    await expect(look).toContainText('To be added: 1 draft, 1 that was live, 1 sold, 5 photos.');
    await expect(look.locator('ul[aria-hidden="true"] > li')).toHaveCount(3);
    expect(await findingsOn(there)).toEqual([]);
    await look.getByRole('button', { name: 'Add all, 1 goes live' }).click();
    await expect(look).toHaveCount(0, { timeout: 60_000 });

    const closet = await onServer(server.origin, account, 'closet');
    await expect.poll(() => onServer(other.origin, owner, 'closet'), { timeout: 60_000 }).toBe(closet);
    await expect
      .poll(() => onServer(other.origin, owner, 'account'))
      .toBe(await onServer(server.origin, account, 'account'));
    const ids = [...new Set(closet.match(/[0-9a-f]{64}/g))];
    expect(ids).toHaveLength(5);
    for (const id of ids) {
      await expect.poll(() => masterOf(other.origin, owner.cookie, id), { timeout: 60_000 }).not.toBeNull();
      expect(photoIdOf((await masterOf(other.origin, owner.cookie, id))!)).toBe(id);
    }
    const seller = new Person(there);
    await seller.openSell();
    await seller.expectOnSell('Hangs here', /Live since/);
    expect((await readPiece(other, 'Hangs here')).photos).toHaveLength(2);
    await seller.expectOnSell('Still a draft', 'Draft. Safe on the server too.');
    await seller.expectOnSell('Sold here', /^.*Sold on/);
    await there.context().close();
  } finally {
    await other.close();
  }
});

test('[X3] a guest’s file made offline comes in as drafts or goes live, as the member says; one Undo takes it out', async ({
  server,
  phone,
  laptop,
}) => {
  test.setTimeout(180_000);
  const guest = new Person(await phone.open());
  await guest.openSell();
  await guest.whenReadyForOffline();
  await phone.setOffline(true);
  await guest.draft('Half a thought out');
  await guest.startPiece(await takePictures(811, 1));
  await guest.describe({ title: 'Pressed and packed', price: '90', description: 'Wool.' });
  await guest.page.getByRole('button', { name: 'List it' }).click();
  await guest.page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
  await guest.openCloset();
  const file = await exportCloset(guest.page);

  const account = await signUp(server.origin, { handle: 'leila_in' });
  const member = new Person(await laptop.open());
  await member.signIn(account);
  await member.openCloset();
  const { page } = member;
  const before = await onServer(server.origin, account, 'closet');
  const sheet = await lookInto(page, file);
  await expect(sheet).toContainText('To be added: 1 draft, 1 that was live, 1 photo.');
  await sheet.getByRole('button', { name: 'Add all, live ones as drafts' }).click();
  await expect(sheet).toHaveCount(0, { timeout: 60_000 });
  await expect(openImport(page)).toBeFocused();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Taken out again.')).toBeVisible();
  await expect.poll(() => onServer(server.origin, account, 'closet')).toBe(before);

  await (await lookInto(page, file)).getByRole('button', { name: 'Add all, live ones as drafts' }).click();
  await expect(sheet).toHaveCount(0, { timeout: 60_000 });
  await member.openSell();
  await member.expectOnSell('Pressed and packed', 'Draft. Safe on the server too.');
  const feed = await (await fetch(`${server.origin}/api/catalog?q=Pressed`)).text();
  expect(feed).not.toContain('Pressed and packed');

  await member.openCloset();
  await expect(await lookInto(page, file)).toContainText('Everything in this file is here already.');
});

test('[X5] [X7] what is not a whole file of ours is refused with a word for each, and what is given up is gone, and nothing has changed', async ({
  server,
  phone,
}) => {
  test.setTimeout(180_000);
  const account = await signUp(server.origin, { handle: 'mahin_x' });
  await new StockedSeller(server.origin, account).list({ title: 'Untouched' });
  const person = new Person(await phone.open());
  await person.signIn(account);
  await person.openCloset();
  const { page } = person;
  const file = await exportCloset(page);
  const before = await onServer(server.origin, account, 'closet');

  const altered = (from: string, to: string) => {
    const copy = Buffer.from(file);
    copy.write(to, copy.indexOf(from), 'latin1');
    return copy;
  };
  const photoBytes = file.indexOf(Buffer.from([0xff, 0xd8, 0xff]));
  const spoilt = Buffer.from(file);
  spoilt.writeUInt8(spoilt.readUInt8(photoBytes + 400) ^ 1, photoBytes + 400);
  for (const [bad, words] of [
    [Buffer.from('a letter'), '“Export my closet” did not make this file.'],
    [altered('komod-take-out', 'someone-else!!'), '“Export my closet” did not make this file.'],
    [altered('"version": 1', '"version": 9'), 'A newer Komod made this file. Update this one first.'],
    [file.subarray(0, -40), 'The file is not whole. Get it again from where it was made.'],
    [altered('Untouched', 'Touched!!'), 'Part of the file is not what it was when it was made.'],
  ] as const) {
    const sheet = await lookInto(page, bad);
    await expect(sheet.getByRole('alert')).toContainText(words);
    await expect(sheet.getByRole('button', { name: 'Choose another file' })).toBeVisible();
  }
  expect(await findingsOn(page)).toEqual([]);
  expect(await onServer(server.origin, account, 'closet')).toBe(before);

  const owner = await signUp(server.origin, { handle: 'mahin_y' });
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
  await person.signOutSafely();
  await person.signIn(owner);
  await person.openCloset();
  await giveUpImporting(page, file);
  expect(await page.evaluate(photosKept)).toBe(0);
  expect(await onServer(server.origin, owner, 'closet')).toBe('[]');

  const sheet = await lookInto(page, spoilt);
  await sheet.getByRole('button', { name: 'Add all, 1 goes live' }).click();
  await expect(sheet.getByRole('alert')).toContainText('Part of the file is not what it was');
  expect(await onServer(server.origin, owner, 'closet')).toBe('[]');
  expect(await page.evaluate(photosKept)).toBe(0);
});

const photosKept = () =>
  new Promise<number>((resolve, reject) => {
    const opening = indexedDB.open('komod-photos');
    opening.addEventListener('error', () => reject(new Error('the photos cannot be opened')));
    opening.addEventListener('success', () => {
      const count = opening.result.transaction('masters').objectStore('masters').count();
      count.addEventListener('success', () => {
        opening.result.close();
        resolve(count.result);
      });
    });
  });
