import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import type { Page } from '@playwright/test';
import { expect, test as base } from './fixtures.ts';
import { titlesKept } from './kept-on-device.ts';
import { Person } from './person.ts';
import { Phone } from './phone.ts';
import { takePictures } from './pictures.ts';
import { StockedSeller } from './stocked-seller.ts';

/**
 * A server that really goes: a worker that starts with its browser may ask before the browser is told that it is
 * offline.
 */
const test = base.extend<{ gone: ServerProcess; away: Phone }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures wanted from this very pattern
  gone: async ({}, use) => {
    const server = await startServerProcess({ withWeb: true });
    await use(server);
    await server.close();
  },
  away: async ({ gone, launchOptions, playwright }, use) => {
    const phone = new Phone(playwright.chromium, launchOptions, gone.origin);
    await use(phone);
    await phone.close();
  },
});
test.describe.configure({ timeout: 180_000 });

interface Screen {
  address: string;
  heading: string | RegExp;
  /** What only this screen shows. */
  shows: string | RegExp | ((page: Page) => Promise<void>);
}

/** Starts the browser anew for each address, with no network and no server. */
async function openEach(phone: Phone, screens: readonly Screen[]): Promise<void> {
  for (const { address, heading, shows } of screens) {
    const page = await phone.open({ offline: true });
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(error.message));
    await page.goto(address);
    const main = page.getByRole('main');
    await expect(page.getByRole('navigation', { name: 'Main' }), address).toBeVisible();
    await expect(main.getByRole('heading', { level: 1, name: heading, exact: true }), address).toBeAttached();
    if (typeof shows === 'function') await shows(page);
    else await expect(main, address).toContainText(shows);
    expect(broken, address).toEqual([]);
    await phone.putAway();
  }
}

const holds = (id: string, value: string) => (page: Page) =>
  expect(page.locator(`#${id}`)).toHaveValue(value);

test('every address opens without a network, on a device that saw only the feed', async ({ gone, away }) => {
  const hung = 'Hung before the tunnel';
  await (await StockedSeller.open(gone.origin)).list({ title: hung });
  const guest = new Person(await away.open());
  await guest.page.goto('/');
  await guest.whenReadyForOffline();
  await expect(guest.card(hung)).toBeVisible();
  await expect.poll(() => titlesKept(guest.page)).toContain(hung);
  await away.putAway();
  await gone.close();

  await openEach(away, [
    { address: '/', heading: 'Feed', shows: hung },
    { address: '/?category=women', heading: 'Women', shows: hung },
    { address: '/sell', heading: 'Sell', shows: 'Photograph one good piece.' },
    { address: '/sell/new', heading: 'New piece', shows: 'Choose a category first' },
    {
      address: '/sell/01890000-0000-7000-8000-000000000000',
      heading: "This piece isn't in your closet on this phone.",
      shows: 'Back to Sell',
    },
    { address: '/closet', heading: 'Closet', shows: 'Your closet starts here.' },
    {
      address: '/closet/nobody_yet',
      heading: "This closet isn't on this phone yet.",
      shows: 'Try again',
    },
    {
      address: '/listing/never-seen',
      heading: "This piece isn't on this phone yet.",
      shows: 'Try again',
    },
    { address: '/saved', heading: 'Saved', shows: 'Tap the heart on a piece to keep it here.' },
    { address: '/sign-in', heading: 'Welcome back', shows: 'Signing in needs a connection.' },
    { address: '/profile', heading: 'Profile', shows: 'Your profile begins with a closet of your own.' },
    { address: '/reset-password', heading: 'A new password', shows: 'needs the link your host gave you' },
  ]);
});

test("a member's own screens open without a network, with all that is theirs", async ({ gone, away }) => {
  const liked = 'Liked before the tunnel';
  await (await StockedSeller.open(gone.origin)).list({ title: liked });
  const member = new Person(await away.open());
  await member.signUp('tunnel');
  await member.whenReadyForOffline();
  await member.save(liked);
  await member.startPiece(await takePictures(71, 2));
  await member.describe({ title: 'Coat in the tunnel', price: '90', description: 'Warm.' });
  const { pathname } = new URL(member.page.url());
  await member.listIt();
  await member.expectOnSell('Coat in the tunnel', /Live since/);
  await member.draft('Draft in the tunnel');
  await member.expectOnSell('Draft in the tunnel', 'Draft. Safe on the server too.');
  await away.putAway();
  await gone.close();

  await openEach(away, [
    { address: '/sell', heading: 'Sell', shows: /Draft in the tunnel[^]*Coat in the tunnel/ },
    {
      address: pathname,
      heading: 'Coat in the tunnel',
      shows: async (page) => {
        await holds('title', 'Coat in the tunnel')(page);
        await holds('description', 'Warm.')(page);
        await new Person(page).expectPhotosShown(2);
      },
    },
    { address: '/profile', heading: 'Profile', shows: holds('profile-name', 'tunnel') },
    { address: '/closet', heading: 'Closet', shows: '@tunnel' },
    { address: '/saved', heading: 'Saved', shows: liked },
  ]);
});
