import { signUp } from '@komod/testkit/account';
import { listPiece } from '@komod/testkit/list-piece';
import { readPiece } from './catalog.ts';
import { expect, test } from './fixtures.ts';
import { Person } from './person.ts';

test('a price pressed on two devices offline: one is live, the other is offered with one tap, and Undo takes it back', async ({
  server,
  phone,
  laptop,
}) => {
  test.setTimeout(240_000);
  const account = await signUp(server.origin, { handle: 'golnaz' });
  await listPiece(server.origin, account, {
    id: 'both',
    seed: 1,
    change: { title: 'Silk scarf', price: 4000 },
  });
  const here = new Person(await phone.open());
  const there = new Person(await laptop.open());
  for (const person of [here, there]) {
    await person.signIn(account);
    await person.openSell();
    await person.expectOnSell('Silk scarf', /Live since/);
    await person.whenReadyForOffline();
  }
  await phone.setOffline(true);
  await laptop.setOffline(true);
  for (const [person, price] of [
    [here, '35'],
    [there, '45'],
  ] as const) {
    await person.card('Silk scarf').getByRole('link').first().click();
    await person.field('Price').fill(price);
  }
  await there.field('Description').fill('Linen, worn twice.');
  await here.updateListing();
  await there.updateListing();

  await phone.setOffline(false);
  await expect
    .poll(async () => (await readPiece(server, 'Silk scarf')).price, { timeout: 60_000 })
    .toBe(3500);
  await laptop.setOffline(false);
  await there.expectOnSell(
    'Silk scarf',
    'Update not accepted: the price was changed on another device meanwhile.',
  );
  await there.card('Silk scarf').getByRole('link').first().click();
  const { page } = there;
  const note = page.getByRole('group', { name: 'price' });
  await expect(note).toContainText('$35 from another device is live, yours was $45.');

  await note.getByRole('button', { name: 'Use mine' }).click();
  await expect
    .poll(async () => (await readPiece(server, 'Silk scarf')).price, { timeout: 60_000 })
    .toBe(4500);
  await expect(note).toHaveCount(0);
  await expect(there.field('Price')).toHaveValue('45');
  await there.expectTruth(/Live since/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(async () => (await readPiece(server, 'Silk scarf')).price, { timeout: 60_000 })
    .toBe(3500);
});
