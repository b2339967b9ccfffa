import { signUp } from '@komod/testkit/account';
import { listPiece } from '@komod/testkit/list-piece';
import type { Locator } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { Person } from './person.ts';
import { takePictures } from './pictures.ts';
import { StockedSeller } from './stocked-seller.ts';

const askTitle = "Bring along what's on this phone?";

/** The pieces' pictures, not their placeholders. */
const expectThumbnails = async (sheet: Locator, count: number) => {
  const rows = sheet.locator('ul[aria-hidden="true"] > li');
  await expect(rows).toHaveCount(count);
  for (const row of await rows.all())
    await expect
      .poll(() =>
        row
          .locator('img')
          .last()
          .evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBeGreaterThan(50);
};

test('into a new account everything comes along, and the sheet says beforehand what goes live', async ({
  server,
  phone,
}) => {
  const liked = 'Shown by somebody';
  await (await StockedSeller.open(server.origin)).list({ title: liked });
  const guest = new Person(await phone.open());
  await guest.save(liked);
  await guest.draft('Half a thought');
  await guest.startPiece(await takePictures(51, 1));
  await guest.describe({ title: 'Suede coat', price: '90', description: '' });
  await guest.page.getByRole('button', { name: 'List it' }).click();
  const sheet = guest.page.getByRole('dialog');
  await expect(sheet).toContainText('1 ready piece will go live.');
  await expect(sheet.locator('img')).not.toHaveCount(0);
  await guest.fillSignUp('nadia');

  await guest.openSell();
  await guest.expectOnSell('Suede coat', /Live since/);
  await guest.expectOnSell('Half a thought', 'Draft. Safe on the server too.');
  await guest.expectNothingLeftOf('guest');
  // With no network at once: what Saved shows came along too.
  await guest.whenReadyForOffline();
  await phone.setOffline(true);
  await guest.page.goto('/saved');
  await expect(guest.card(liked)).toBeVisible();
});

test('into an account that has pieces it comes only when asked for, each guest’s once', async ({
  server,
  phone,
}) => {
  test.setTimeout(180_000);
  const sara = await signUp(server.origin, { handle: 'sara_b' });
  await listPiece(server.origin, sara, { id: 'from-before', seed: 61, change: { title: 'From before' } });
  const liked = 'Shown by another';
  await (await StockedSeller.open(server.origin)).list({ title: liked });
  const person = new Person(await phone.open());
  await person.save(liked);
  await person.draft('Made by nobody');
  await person.startPiece(await takePictures(53, 2));
  await person.describe({ title: 'Pressed by nobody', price: '70', description: '' });
  await person.page.getByRole('button', { name: 'List it' }).click();
  await person.page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
  await person.signIn(sara);

  const asked = person.sheet(askTitle);
  const all = '1 draft, 1 ready (goes live), 1 saved';
  await expect(asked).toContainText(all);
  await expectThumbnails(asked, 1);
  await asked.getByRole('button', { name: 'Leave on this phone' }).click();
  await expect(asked).toHaveCount(0);
  await person.openSell();
  await person.expectOnSell('From before', /Live since/);
  await expect(person.card('Made by nobody')).toHaveCount(0);
  await person.openCloset();
  const left = person.page.getByRole('region', { name: 'Left on this phone' });
  await expect(left).toContainText(all);
  await expect(asked).toHaveCount(0);

  await left.getByRole('button', { name: "Add to @sara_b's closet" }).click();
  await asked.getByRole('button', { name: "Add to @sara_b's closet" }).click();
  await expect(left).toHaveCount(0, { timeout: 30_000 });
  await person.openSell();
  await person.expectOnSell('Made by nobody', 'Draft. Safe on the server too.');
  await person.expectOnSell('Pressed by nobody', /Live since/);
  await person.expectNothingLeftOf('guest');
  await person.signOutSafely();
  await person.expectNothingLeftOf(sara.userId);

  await person.openSell();
  await expect(person.page.getByText('Photograph one good piece.')).toBeVisible();
  await person.draft('Made by nobody again');
  await person.signIn(sara);
  await expect(asked).toContainText('1 draft');
  await expect(asked).not.toContainText(/ready|saved/);
  await asked.getByRole('button', { name: "Add to @sara_b's closet" }).click();
  await person.openSell();
  await person.expectOnSell('Made by nobody again', 'Draft. Safe on the server too.');
  await person.expectOnSell('From before', /Live since/);
  for (const title of [/Made by nobody(?! again)/, /Pressed by nobody/])
    await expect(person.page.getByRole('main').getByRole('listitem').filter({ hasText: title })).toHaveCount(
      1,
    );
  await expect(asked).toHaveCount(0);
  await person.expectNothingLeftOf('guest');
  await person.page.goto('/saved');
  await expect(person.page.getByRole('main')).toContainText(liked, { timeout: 30_000 });
});

test('work locked to one account is neither seen nor sent by another, and goes on when its owner is back', async ({
  server,
  phone,
}) => {
  const [mina, reza] = [
    await signUp(server.origin, { handle: 'mina_b' }),
    await signUp(server.origin, { handle: 'reza_b' }),
  ];
  const person = new Person(await phone.open());
  await person.signIn(mina);
  await person.openSell();
  await person.whenReadyForOffline();
  await phone.setOffline(true);
  await person.startPiece(await takePictures(54, 2));
  await person.field('Title').fill('Only Mina knows');
  await person.openSell();
  await expect(person.card('Only Mina knows')).toBeVisible();
  const leaving = await person.askToSignOut();
  await expect(leaving).toContainText('1 draft and 2 photos are not on the server yet.');
  await leaving.getByRole('button', { name: 'Keep here, locked to @mina_b' }).click();
  await person.expectGuest();
  await expect(person.page.getByRole('main')).toContainText('Locked to @mina_b');
  await person.openSell();
  await expect(person.card('Only Mina knows')).toHaveCount(0);

  await phone.setOffline(false);
  await person.signIn(reza);
  await person.openSell();
  await person.draft('Only Reza knows');
  await person.expectOnSell('Only Reza knows', 'Draft. Safe on the server too.');
  await expect(person.card('Only Mina knows')).toHaveCount(0);
  await person.withPlainClient(server, (listings) =>
    expect([...listings.values()].map((listing) => listing.get('title'))).toEqual(['Only Reza knows']),
  );
  await person.signOutSafely();

  await person.signIn(mina);
  await person.openSell();
  await person.expectOnSell('Only Mina knows', 'Draft. Safe on the server too.');
  await expect(person.card('Only Reza knows')).toHaveCount(0);
  await person.openPiece('Only Mina knows', () => person.expectPhotosShown(2));
});

test('sending before signing out waits for the network, can be cancelled, and takes the closet off the phone', async ({
  server,
  phone,
}) => {
  const lale = await signUp(server.origin, { handle: 'lale' });
  const person = new Person(await phone.open());
  await person.signIn(lale);
  await person.openSell();
  await person.whenReadyForOffline();
  await phone.setOffline(true);
  await person.draft('Written on a train');
  const leaving = await person.askToSignOut();
  await leaving.getByRole('button', { name: 'Send, then sign out' }).click();
  await expect(leaving).toContainText('No connection.');
  await leaving.getByRole('button', { name: 'Cancel' }).click();
  await leaving.getByRole('button', { name: 'Send, then sign out' }).click();
  await phone.setOffline(false);
  await person.expectGuest();
  await person.expectNothingLeftOf(lale.userId);

  await person.signIn(lale);
  await person.openSell();
  await person.expectOnSell('Written on a train', 'Draft. Safe on the server too.');
});

test('throwing away asks again with the number, and nobody is let in afterwards, also after the browser died', async ({
  server,
  phone,
}) => {
  const person = new Person(await phone.open());
  await person.signUp('omid');
  // Only now the browser has written its cookie down.
  await phone.putAway();
  const again = new Person(await phone.open());
  await again.openSell();
  await again.whenReadyForOffline();
  const cookies = await again.page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const whoIs = async () => (await fetch(`${server.origin}/api/me`, { headers: { cookie } })).status;
  expect(await whoIs()).toBe(200);
  await phone.setOffline(true);
  await again.draft('Never mind');
  const leaving = await again.askToSignOut();
  await leaving.getByRole('button', { name: 'Throw away…' }).click();
  await expect(leaving).toContainText('Throw away 1 draft?');
  await leaving.getByRole('button', { name: 'Throw away 1 draft' }).click();
  await again.expectGuest();
  await phone.kill();

  const after = new Person(await phone.open({ offline: true }));
  await after.openSell();
  await expect(after.page.getByText('Photograph one good piece.')).toBeVisible();
  await phone.setOffline(false);
  await expect.poll(whoIs, { timeout: 30_000 }).toBe(401);
  await after.openCloset();
  await after.expectGuest();
});

test('a guest’s work that began to come to one account waits for it alone, through death and another’s sign-in', async ({
  server,
  phone,
}) => {
  test.setTimeout(180_000);
  const reza = await signUp(server.origin, { handle: 'reza_two' });
  const guest = new Person(await phone.open());
  // Everything that is sent is lost on the way.
  await guest.page.context().routeWebSocket(/\/sync\//, () => undefined);
  await guest.draft('For Kian alone');
  await guest.signUp('kian');
  await guest.openSell();
  await expect(guest.card('For Kian alone')).toBeVisible();
  await phone.kill();

  const other = new Person(await phone.open());
  await other.page.context().clearCookies();
  await other.openSell();
  await other.expectOnSell('For Kian alone', 'Sign in again to send it.');
  await other.signIn(reza);
  await other.openSell();
  await expect(other.page.getByText('Photograph one good piece.')).toBeVisible();
  await other.openCloset();
  await expect(other.page.getByRole('main')).toContainText('Locked to @kian');
  await expect(other.sheet(askTitle)).toHaveCount(0);
  await other.withPlainClient(server, (listings) => expect(listings.size).toBe(0));
  await other.signOutSafely();

  await other.signIn({ email: 'kian@example.com', password: 'a long enough password' });
  await other.openSell();
  await other.expectOnSell('For Kian alone', 'Draft. Safe on the server too.');
  await other.expectNothingLeftOf('guest');
  await expect(other.sheet(askTitle)).toHaveCount(0);
});

for (const isHeard of [true, false])
  test(`a tab does not sign out over what another tab has, ${isHeard ? 'which tells it' : 'also when it was not told'}`, async ({
    server,
    phone,
  }) => {
    const golnar = await signUp(server.origin, { handle: isHeard ? 'golnar' : 'golnaar' });
    const idle = new Person(await phone.open());
    await idle.signIn(golnar);
    await idle.openSell();
    await idle.whenReadyForOffline();
    const leaving = await idle.askToSignOut();
    await expect(leaving).toContainText('Your closet is on the server.');
    await phone.setOffline(true);
    const busy = new Person(await idle.page.context().newPage());
    if (!isHeard)
      await busy.page.addInitScript(() => Object.assign(BroadcastChannel.prototype, { postMessage() {} }));
    await busy.draft('Made in the other tab');
    await idle.page.bringToFront();
    if (isHeard) await expect(leaving).toContainText('1 draft is not on the server yet.');
    else {
      await leaving.getByRole('button', { name: 'Sign out' }).click();
      await expect(leaving.getByRole('alert')).toContainText('Nothing was removed.');
    }

    await busy.page.bringToFront();
    await phone.setOffline(false);
    await busy.expectOnSell('Made in the other tab', 'Draft. Safe on the server too.');
  });
