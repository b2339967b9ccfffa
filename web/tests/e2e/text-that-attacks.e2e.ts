import { signUp } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { listPiece } from '@komod/testkit/list-piece';
import { waitUntil } from '@komod/testkit/wait-until';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** Turns round whatever follows it in its line, as far as that is not kept apart. */
const override = '\u202e';
/** Ends whatever keeps the text apart, if it is let through. */
const closer = '\u2069';
const markup = '<img src=x onerror="globalThis.attacked=1"><b>';
const hostile = (name: string) => `${name} ${closer}${override}${markup}`;
/** As everybody gets it: a closer that closes nothing of its own is gone. */
const published = (text: string) => text.replaceAll(closer, '');
const words = {
  title: hostile('Coat'),
  brand: hostile('Maman'),
  description: `${hostile('Warm')}\n${'unbreakable'.repeat(30)}`,
  name: hostile('Nasrin'),
  city: hostile('Tabriz'),
  bio: hostile('Wool'),
};

/** Lines in which hostile text stands beside other text without being kept apart from it. */
async function brokenLines(page: Page): Promise<string[]> {
  return page.evaluate(
    ([mark, end]) => {
      const isolates = new Set(['isolate', 'plaintext', 'isolate-override']);
      // First strong isolate … pop: how a sentence of ours holds people's words.
      const withoutHeld = (text: string) => text.replaceAll(/\u2068[^\u2069]*\u2069/g, '');
      const isAlone = (node: Text): boolean => {
        let element = node.parentElement!;
        while (getComputedStyle(element).display.startsWith('inline')) {
          if (isolates.has(getComputedStyle(element).unicodeBidi)) return true;
          element = element.parentElement!;
        }
        return element.textContent.trim() === node.data.trim();
      };
      const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
      const broken: string[] = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node as Text;
        const open = withoutHeld(text.data);
        if (!open.includes(mark) || text.parentElement!.closest('script, style')) continue;
        if (open.includes(end) || !isAlone(text))
          broken.push(`${text.parentElement!.outerHTML.slice(0, 120)}: ${text.data.slice(0, 40)}`);
      }
      return broken;
    },
    [override, closer] as const,
  );
}

async function expectUnharmed(page: Page, screen: string): Promise<void> {
  expect(await brokenLines(page), screen).toEqual([]);
  const harm = await page.evaluate(() => ({
    ran: 'attacked' in globalThis,
    became: document.querySelectorAll('img[src="x"]').length,
    tooWide: document.documentElement.scrollWidth > innerWidth,
  }));
  expect(harm, screen).toEqual({ ran: false, became: 0, tooWide: false });
}

for (const locale of ['en-US', 'fa-IR']) {
  test(`markup and turned-round text stay text, and break no line around them, ${locale}`, async ({
    browser,
    server,
  }) => {
    const suffix = `${process.pid}_${locale.slice(0, 2)}`;
    const account = await signUp(server.origin, { handle: `hostile_${suffix}` });
    const profile = connectDurableClient({
      origin: server.origin,
      cookie: account.cookie,
      document: `account/${account.userId}`,
    });
    await profile.whenOpen();
    for (const field of ['name', 'city', 'bio'] as const)
      profile.doc.getMap('profile').set(field, words[field]);
    await profile.whenAcked();
    profile.close();
    const id = `hostile-${suffix}`;
    const { title, brand, description } = words;
    const seed = 80_000 + locale.charCodeAt(0);
    await listPiece(server.origin, account, { id, seed, change: { title, brand, description } });
    const shown = async () =>
      ((await (await fetch(`${server.origin}/api/listings/${id}`)).json()) as { seller: { bio?: string } })
        .seller.bio;
    await waitUntil('the profile to be shown', async () => (await shown()) === published(words.bio));

    const context = await browser.newContext({
      baseURL: server.origin,
      locale,
      viewport: { width: 390, height: 844 },
    });
    const page = await context.newPage();
    await page.goto('/');
    await expect(page.getByRole('main').getByText(published(brand)).first()).toBeVisible();
    await expectUnharmed(page, 'Feed');
    for (const path of [`/listing/${id}`, `/closet/hostile_${suffix}`]) {
      await page.goto(path);
      await expect(page.getByText(published(words.name)).first()).toBeVisible();
      await expectUnharmed(page, path);
    }

    await page.goto('/sell/new');
    await page.locator('#title').fill(published(title));
    await page.locator('#description').fill(published(description));
    await expectUnharmed(page, 'Editor');
    await page.goto('/sell');
    await expect(page.getByRole('main').getByText(published(title)).first()).toBeVisible();
    await expectUnharmed(page, 'Sell');
    await context.close();
  });
}
