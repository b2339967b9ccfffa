import { generousLimits, startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { expect, test as base } from './fixtures.ts';
import { Seller } from './seller.ts';

// A server that has little room for a document: what does not fit is said, and stays where it was written.
const test = base.extend<object, { server: ServerProcess }>({
  server: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures wanted from this very pattern
    async ({}, use) => {
      const server = await startServerProcess({
        withWeb: true,
        limits: { ...generousLimits, wire: { ...generousLimits.wire, documentMaxBytes: 2_000 } },
      });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
});

test('what the server does not take is said to stay on this device, and signing out does not wait for it', async ({
  phone,
}) => {
  const seller = new Seller(await phone.open());
  const { page } = seller;
  await seller.signUp('roya');
  await seller.openSell();
  const texts = ['a wool coat ', 'a silk scarf '].map((words) => words.repeat(100));
  for (const [index, text] of texts.entries()) {
    await page.goto('/sell/new');
    await seller.field('Title').fill(`Piece ${index}`);
    await seller.expectTruth('Draft. Safe on the server too.');
    await seller.field('Description').fill(text);
    if (index === 0) await seller.expectTruth('Draft. Safe on the server too.');
  }
  const words = "Kept on this phone. The server doesn't take it.";
  await seller.expectTruth(words);
  await page.reload();
  await seller.expectTruth(words);
  await expect(seller.field('Description')).toHaveValue(texts[1]!);

  await seller.openSell();
  await expect(
    page.getByRole('status').filter({ hasText: "The server doesn't take 1 piece." }),
  ).toBeVisible();
  await page.goto('/closet');
  await page.getByRole('button', { name: 'Sign out' }).last().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'Send, then sign out' }).click();
  await expect(sheet.getByRole('alert')).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Send, then sign out' })).toBeVisible();
});
