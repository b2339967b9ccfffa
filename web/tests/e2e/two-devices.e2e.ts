import { canonicalJson } from '@komod/documents/canonical-json';
import { signUp } from '@komod/testkit/account';
import { connectStockClient } from '@komod/testkit/stock-client';
import type { Page } from '@playwright/test';
import { readDeviceCloset } from './device-closet.ts';
import { expect, test } from './fixtures.ts';
import { Person } from './person.ts';
import { takePictures } from './pictures.ts';

const tiles = (page: Page) => page.locator('#photos li[data-photo] > button');
const order = (page: Page) =>
  page
    .locator('#photos li[data-photo]')
    .evaluateAll((all) => all.map((tile) => tile.getAttribute('data-photo') ?? ''));

/** By the sheet of one photo: the way without dragging. */
async function actOn(page: Page, photo: string, act: 'Make cover' | 'Later' | 'Remove'): Promise<void> {
  const before = await order(page);
  await page.locator(`#photos li[data-photo="${photo}"] > button`).click();
  await page.getByRole('dialog').getByRole('button', { name: act }).click();
  await expect.poll(() => order(page)).not.toEqual(before);
}

/** Types where the text begins or ends, as a person does who adds a thought. */
async function addTo(person: Person, end: 'Control+Home' | 'Control+End', text: string): Promise<void> {
  await person.field('Description').focus();
  await person.page.keyboard.press(end);
  await person.page.keyboard.type(text);
}

const openDraft = async (person: Person, title: string) => {
  await person.openSell();
  await person.card(title).getByRole('link').first().click();
  await expect(person.field('Title')).toHaveValue(title);
};

test('a phone and a laptop that edit the same drafts offline end with one closet that has the work of both', async ({
  server,
  phone,
  laptop,
}) => {
  test.setTimeout(240_000);
  const account = await signUp(server.origin, { handle: 'parvin' });
  const here = new Person(await phone.open());
  await here.signIn(account);
  await here.draft('No words yet');
  await here.startPiece(await takePictures(810, 4));
  await here.field('Title').fill('Green scarf');
  await here.field('Description').fill('Soft wool.');
  const [a, b, c, d] = await order(here.page);
  await here.openSell();
  await here.expectOnSell('Green scarf', 'Draft. Safe on the server too.');
  await here.whenReadyForOffline();

  const there = new Person(await laptop.open());
  await there.signIn(account);
  await there.openSell();
  await there.expectOnSell('Green scarf', 'Draft. Safe on the server too.');
  await there.whenReadyForOffline();
  await phone.setOffline(true);
  await laptop.setOffline(true);

  await openDraft(here, 'No words yet');
  await addTo(here, 'Control+End', 'From the phone.');
  await openDraft(there, 'No words yet');
  await addTo(there, 'Control+End', 'From the laptop.');

  await openDraft(here, 'Green scarf');
  await openDraft(there, 'Green scarf');
  await here.field('Title').fill('Green wool scarf');
  await there.field('Price').fill('25');
  await addTo(here, 'Control+Home', 'Hardly worn. ');
  await addTo(there, 'Control+End', ' From Tabriz.');
  // Both move a; one moves b, the other removes it; d moves there, and e is new here.
  await actOn(here.page, a!, 'Later');
  await actOn(there.page, a!, 'Later');
  await actOn(there.page, b!, 'Later');
  await actOn(here.page, b!, 'Remove');
  await actOn(there.page, d!, 'Make cover');
  await here.choosePhotos(await takePictures(820, 1));
  await here.expectPhotosShown(4);
  const added = (await order(here.page)).find((id) => ![a, b, c, d].includes(id))!;

  await phone.setOffline(false);
  await laptop.setOffline(false);
  for (const person of [here, there]) {
    await expect(tiles(person.page)).toHaveCount(4, { timeout: 60_000 });
    await expect(person.field('Title')).toHaveValue('Green wool scarf');
    await expect(person.field('Price')).toHaveValue(/^25/);
    await expect(person.field('Description')).toHaveValue('Hardly worn. Soft wool. From Tabriz.');
    await person.expectTruth('Draft. Safe on the server too.');
  }
  expect(await order(there.page)).toEqual(await order(here.page));
  expect((await order(here.page)).toSorted()).toEqual([a!, c!, d!, added].toSorted());
  expect((await order(here.page))[0]).toBe(d);

  const plain = connectStockClient({
    origin: server.origin,
    cookie: account.cookie,
    document: `closet/${account.userId}`,
  });
  await plain.whenSynced();
  const onServer = canonicalJson(plain.doc);
  plain.close();
  const closets = () => Promise.all([here, there].map(({ page }) => readDeviceCloset(page, account.userId)));
  await expect.poll(async () => (await closets()).map(({ json }) => json)).toEqual([onServer, onServer]);
  const { drafts } = await readDeviceCloset(here.page, account.userId);
  expect(drafts.map(({ title }) => title).toSorted()).toEqual(['Green wool scarf', 'No words yet']);
  const both = drafts.find(({ title }) => title === 'No words yet')?.description;
  expect(both).toContain('From the phone.');
  expect(both).toContain('From the laptop.');
});

test('photos stand on the other device before they arrive, and a piece pressed there waits for them', async ({
  server,
  phone,
  laptop,
}) => {
  test.setTimeout(180_000);
  const account = await signUp(server.origin, { handle: 'simin' });
  const here = new Person(await phone.open());
  await here.page.context().route(/\/media\/uploads/, (route) => route.abort());
  await here.signIn(account);
  await here.startPiece(await takePictures(830, 2));
  await here.describe({ title: 'Linen dress', price: '60', description: '' });

  const there = new Person(await laptop.open());
  await there.signIn(account);
  await there.openSell();
  await there.expectOnSell('Linen dress', 'Waiting for 2 photos from your other device. Open Komod there.');
  await openDraft(there, 'Linen dress');
  await expect(tiles(there.page)).toHaveCount(2);
  await expect(there.page.getByRole('button', { name: /on your other device/ })).toHaveCount(2);
  await there.listIt();
  await there.expectOnSell('Linen dress', 'Waiting for 2 photos from your other device. Open Komod there.');
  const cover = there.card('Linen dress').locator('a.cover');
  await expect(cover.getByRole('img', { name: 'Not on this computer' })).toBeVisible();

  await here.page.context().unroute(/\/media\/uploads/);
  await here.openSell();
  await here.expectOnSell('Linen dress', /Live since/);
  await there.expectOnSell('Linen dress', /Live since/);
  await expect(cover.getByRole('img', { name: 'Not on this computer' })).toHaveCount(0);
});
