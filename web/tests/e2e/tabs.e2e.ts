import { signUp } from '@komod/testkit/account';
import type { ServerProcess } from '@komod/testkit/server-process';
import { connectStockClient } from '@komod/testkit/stock-client';
import type { Page } from '@playwright/test';
import { readDeviceCloset } from './device-closet.ts';
import { expect, test } from './fixtures.ts';
import { Person } from './person.ts';
import { takePictures } from './pictures.ts';
import { openPhone } from './signed-in-phone.ts';
import { StockedSeller } from './stocked-seller.ts';

/** Closet, shelf and account. */
const documents = 3;

async function figure(server: ServerProcess, name: 'connections' | 'feed_readers'): Promise<number> {
  const metrics = await (await fetch(`${server.origin}/metrics`)).text();
  return Number(new RegExp(`^komod_${name} (\\d+)$`, 'm').exec(metrics)?.[1]);
}

const connections = (server: ServerProcess): Promise<number> => figure(server, 'connections');

/** Stops all that runs in a page: no timer, no message, no frame. Returns the end of it. */
async function freeze(page: Page): Promise<() => Promise<void>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Debugger.enable');
  const paused = new Promise((resolve) => devtools.once('Debugger.paused', resolve));
  await devtools.send('Debugger.pause');
  await paused;
  return async () => {
    await devtools.send('Debugger.disable');
    await devtools.detach();
  };
}

test('three tabs are one device: one connection each document, and what is typed in any is in all and safe, whoever leads', async ({
  browser,
  server,
}) => {
  const account = await signUp(server.origin, { handle: 'tabbed' });
  const first = new Person(await openPhone(browser, server, 'en-US', account));
  // Until this device knows whose cookie it has, a new piece would be a guest's.
  await first.page.goto('/closet');
  await expect(first.page.getByText('@tabbed')).toBeVisible();
  await first.page.goto('/sell/new');
  await first.field('Title').fill('Wool coat');
  await first.expectTruth('Draft. Safe on the server too.');
  const address = first.page.url();
  const people = [first];
  for (let index = 0; index < 2; index++) {
    const person = new Person(await first.page.context().newPage());
    await person.page.goto(address);
    await person.expectTruth('Draft. Safe on the server too.');
    people.push(person);
  }
  const [leader, follower, other] = people as [Person, Person, Person];
  await expect.poll(() => connections(server)).toBe(documents);

  await follower.field('Title').fill('Wool coat, lined');
  for (const person of people) {
    await expect(person.field('Title')).toHaveValue('Wool coat, lined');
    await person.expectTruth('Draft. Safe on the server too.');
  }
  expect(await connections(server)).toBe(documents);

  const thaw = await freeze(leader.page);
  await follower.field('Title').fill('Wool coat, frozen');
  await follower.expectTruth('Draft. Safe on the server too.');
  await expect(other.field('Title')).toHaveValue('Wool coat, frozen');
  const plain = connectStockClient({
    origin: server.origin,
    cookie: account.cookie,
    document: `closet/${account.userId}`,
  });
  await plain.whenSynced();
  expect(JSON.stringify(plain.doc.getMap('listings').toJSON())).toContain('Wool coat, frozen');
  plain.close();

  await thaw();
  await expect.poll(() => connections(server)).toBe(documents);
  await leader.field('Price').fill('45');
  for (const person of people) {
    await expect(person.field('Title')).toHaveValue('Wool coat, frozen');
    await expect(person.field('Price')).toHaveValue(/^45/);
    await person.expectTruth('Draft. Safe on the server too.');
  }
  expect(await connections(server)).toBe(documents);

  await leader.page.close();
  await follower.field('Title').fill('Wool coat, alone');
  await follower.expectTruth('Draft. Safe on the server too.');
  await expect(other.field('Title')).toHaveValue('Wool coat, alone');
  await expect.poll(() => connections(server)).toBe(documents);
  const { drafts } = await readDeviceCloset(other.page, account.userId);
  expect(drafts.map(({ title }) => title)).toEqual(['Wool coat, alone']);
  await other.page.context().close();
});

test('of three windows on the feed one hears the server and tells the others, and another does when it is frozen or closed', async ({
  browser,
  server,
}) => {
  const seller = await StockedSeller.open(server.origin);
  await seller.list({ title: 'Heard coat' });
  const first = await openPhone(browser, server, 'en-US');
  const pages = [first, await first.context().newPage(), await first.context().newPage()];
  const [holder, ...others] = pages as [Page, Page, Page];
  const readers = () => figure(server, 'feed_readers');
  for (const page of pages) {
    await page.goto('/');
    await expect.poll(readers).toBe(1);
  }
  const expectNews = async (page: Page, count: number) =>
    expect(page.getByRole('button', { name: `${count} new` })).toBeVisible();

  await seller.list({ title: 'News for three' });
  for (const page of pages) await expectNews(page, 1);
  expect(await readers()).toBe(1);

  const thaw = await freeze(holder);
  await expect.poll(readers).toBeGreaterThan(1);
  await seller.list({ title: 'News for two' });
  for (const page of others) await expectNews(page, 2);
  await thaw();
  await expectNews(holder, 2);
  await expect.poll(readers).toBe(1);

  await holder.close();
  await seller.list({ title: 'News without the first' });
  for (const page of others) await expectNews(page, 3);
  await expect.poll(readers).toBe(1);
  await others[0]!.context().close();
});

test('photos go up from another tab while the one whose turn it is, is frozen, and from that one again when it is alone', async ({
  browser,
  server,
}) => {
  const account = await signUp(server.origin, { handle: 'turns' });
  const holder = new Person(await openPhone(browser, server, 'en-US', account));
  await holder.openCloset();
  const isHeld = () =>
    holder.page.evaluate(async () =>
      (await navigator.locks.query()).held!.some(({ name }) => name!.startsWith('komod-uploads-')),
    );
  await expect.poll(isHeld).toBe(true);
  const other = new Person(await holder.page.context().newPage());
  const isUploaded = async (person: Person) => {
    const id = await person.page.locator('#photos li[data-photo]').getAttribute('data-photo');
    const master = `${server.origin}/media/${id}/master`;
    await expect
      .poll(async () => (await fetch(master, { headers: { cookie: account.cookie } })).status, {
        timeout: 30_000,
      })
      .toBe(200);
  };

  const thaw = await freeze(holder.page);
  await other.startPiece(await takePictures(850, 1));
  await isUploaded(other);
  await thaw();
  await other.page.close();
  await holder.startPiece(await takePictures(851, 1));
  await isUploaded(holder);
  await holder.page.context().close();
});
