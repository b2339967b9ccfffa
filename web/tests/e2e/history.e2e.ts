import { generousLimits, startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { expect, test as base } from './fixtures.ts';
import { Person } from './person.ts';
import { findingsOn } from './reading.ts';

// A server that looks often, and for which every look is a time of its own.
const test = base.extend<object, { server: ServerProcess }>({
  server: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures wanted from this very pattern
    async ({}, use) => {
      const server = await startServerProcess({
        withWeb: true,
        limits: { ...generousLimits, history: { lookEveryMs: 50, spanMs: 1 } },
      });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
});

test('[H6] what a field held before is brought back from the editor with one tap, and Undo takes it back', async ({
  phone,
}) => {
  const seller = new Person(await phone.open());
  const { page } = seller;
  const look = async () => {
    await page.getByRole('button', { name: 'History' }).click();
    return page.getByRole('dialog', { name: 'History' });
  };
  const put = async (label: 'Title' | 'Price' | 'Description', text: string, kept: unknown) => {
    await seller.field(label).fill(text);
    const id = new URL(page.url()).pathname.split('/').at(-1);
    await expect
      .poll(async () => {
        const answer = await page.request.get(`/api/listings/${id}/history`);
        return ((await answer.json()) as { revisions: { value: unknown }[] }).revisions.map(
          ({ value }) => value,
        );
      })
      .toContain(kept);
  };
  await page.goto('/sell/new');
  await seller.field('Title').fill('A guest’s coat');
  await expect(await look()).toContainText('Earlier values are kept by a server');
  await page.keyboard.press('Escape');
  await seller.signUp('history_h');
  await seller.whenReadyForOffline();

  await page.goto('/sell/new');
  await seller.field('Title').fill('W');
  await expect(page).toHaveURL(/\/sell\/[0-9a-f-]{36}$/);
  await put('Title', 'Wool coat', 'Wool coat');
  await put('Price', '40', 4000);
  await put('Description', 'Worn twice.', 'Worn twice.');
  await put('Title', 'Winter coat', 'Winter coat');
  await put('Price', '45', 4500);
  await put('Description', '', 'Worn twice.');

  const sheet = await look();
  await expect(sheet.getByRole('heading', { level: 3 })).toHaveText(['title', 'description', 'price']);
  await expect(sheet).toContainText('this minute');
  expect(await findingsOn(page)).toEqual([]);
  await sheet.getByRole('button', { name: /Use this: .*Wool coat/ }).click();
  await sheet.getByRole('button', { name: 'Use this: $40' }).click();
  await sheet.getByRole('button', { name: /Use this: .*Worn twice/ }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(sheet.getByRole('button', { name: /Use this: .*Worn twice/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(seller.field('Title')).toHaveValue('Wool coat');
  await expect(seller.field('Price')).toHaveValue('40');
  await expect(seller.field('Description')).toHaveValue('');

  await phone.setOffline(true);
  await expect(await look()).toContainText('Earlier values are on the server.');
  await phone.setOffline(false);
  await sheet.getByRole('button', { name: 'Try again' }).click();
  await expect(sheet.getByRole('button', { name: /Use this: .*Winter coat/ })).toBeVisible();
});
