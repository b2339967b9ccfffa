import { signUp } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { listPiece } from '@komod/testkit/list-piece';
import { makePiece, writeDraft } from '@komod/testkit/listing-factory';
import { waitUntil } from '@komod/testkit/wait-until';
import type { Browser, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { wordsOf } from './screens/words.ts';

/** Turns round whatever follows it in its line, as far as that is not kept apart. */
const override = '\u202e';
/** Ends whatever keeps the text apart, if it is let through. */
const closer = '\u2069';
const markup = '<img src=x onerror="globalThis.attacked=1"><b>';
const hostile = (name: string) => `${name} ${closer}${override}${markup}`;
/** As everybody gets it from the server: a closer that closes nothing of its own is gone. */
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
    ([mark, end, tags]) => {
      const isolates = new Set(['isolate', 'plaintext', 'isolate-override']);
      // First strong isolate … pop: how a sentence of ours holds people's words.
      const withoutHeld = (text: string) => text.replaceAll(/\u2068[^\u2069]*\u2069/g, '');
      /** In a block of its own, or in an inline element that keeps it apart: which a closer would end too. */
      const isAlone = (node: Text, hasCloser: boolean): boolean => {
        let element = node.parentElement!;
        while (getComputedStyle(element).display.startsWith('inline')) {
          if (!hasCloser && isolates.has(getComputedStyle(element).unicodeBidi)) return true;
          element = element.parentElement!;
        }
        return element.textContent.trim() === node.data.trim();
      };
      /** Nothing of ours beside it in the same text: a name, the marks, the tags or as much of them as fits. */
      const isPure = (held: string): boolean => {
        const rest = /^\w+ \u2069?\u202e([^]*)$/.exec(held)?.[1];
        return rest !== undefined && (tags.startsWith(rest) || rest.startsWith(`${tags}\n`));
      };
      const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
      const broken: string[] = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node as Text;
        const open = withoutHeld(text.data);
        if (!open.includes(mark) || text.parentElement!.closest('script, style, .sr-only')) continue;
        if (!isPure(open.trim()) || !isAlone(text, open.includes(end)))
          broken.push(`${text.parentElement!.outerHTML.slice(0, 120)}: ${text.data.slice(0, 40)}`);
      }
      return broken;
    },
    [override, closer, markup] as const,
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

const readers = [
  { locale: 'en-US', say: wordsOf('en') },
  { locale: 'fa-IR', say: wordsOf('fa') },
];

const onPhone = async (browser: Browser, baseURL: string, locale: string): Promise<Page> => {
  const context = await browser.newContext({ baseURL, locale, viewport: { width: 390, height: 844 } });
  return context.newPage();
};

/** Types it into each field there is, as it is; every one takes it as text. */
async function typeInto(page: Page, screen: string, ...ids: string[]): Promise<void> {
  for (const id of ids) {
    await page.locator(`#${id}`).fill(hostile(id.replace(/^.*-/, '')));
    await page.locator(`#${id}`).blur();
  }
  await expectUnharmed(page, screen);
}

for (const { locale, say } of readers) {
  const suffix = `${process.pid}_${locale.slice(0, 2)}`;

  test(`what others made of markup and turned-round text is text to a shopper, ${locale}`, async ({
    browser,
    server,
  }) => {
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

    const page = await onPhone(browser, server.origin, locale);
    await page.goto('/');
    const main = page.getByRole('main');
    await expect(main.getByText(published(brand)).first()).toBeVisible();
    await expectUnharmed(page, 'Feed');
    const card = main
      .getByRole('listitem')
      .filter({ hasText: published(brand) })
      .first();
    const heart = card.getByRole('button');
    // The server draws it before there is a script to hear the press.
    await expect(async () => {
      if ((await heart.getAttribute('aria-pressed')) !== 'true') await heart.click();
      await expect(heart).toHaveAttribute('aria-pressed', 'true', { timeout: 1000 });
    }).toPass();
    for (const path of [`/listing/${id}`, `/closet/hostile_${suffix}`]) {
      await page.goto(path);
      await expect(page.getByText(published(words.name)).first()).toBeVisible();
      await expectUnharmed(page, path);
    }
    await page.goto('/saved');
    await expect(main.getByText(published(brand)).first()).toBeVisible();
    await expectUnharmed(page, 'Saved');
    await page.context().close();
  });

  test(`markup and turned-round text that is typed stays text in every field, ${locale}`, async ({
    browser,
    server,
  }) => {
    const page = await onPhone(browser, server.origin, locale);
    await page.goto('/sell/new');
    await typeInto(page, 'Editor', 'title', 'description', 'price', 'originalPrice');
    await expect(page).toHaveURL(/\/sell\/[0-9a-f-]{36}$/);
    for (const picker of ['category', 'brand']) {
      await page.locator(`#${picker}`).click();
      await page.locator(`#${picker}-search`).fill(hostile('Maman'));
      await expectUnharmed(page, `the search for a ${picker}`);
      if (picker === 'brand') await page.getByRole('option').last().click();
      else await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    await expect(page.locator('#brand')).toContainText(published(hostile('Maman')));
    await page.locator('[data-foot] button').last().click();
    await expect(page.locator('#price-error')).toBeVisible();
    await expectUnharmed(page, 'Editor with its errors');
    await page.goto('/sell');
    await expect(page.getByRole('main').locator('a.cover')).toHaveCount(1);
    await expect(page.getByRole('main').getByText(say('sell_continue').replace('{title}', ''))).toBeVisible();
    await expectUnharmed(page, 'Sell with a piece to go on with');

    await page.goto('/closet');
    const signUpButton = page.getByRole('button', { name: say('auth_sign_up'), exact: true }).first();
    await signUpButton.click();
    await typeInto(page, 'Sign up', 'auth-name', 'auth-handle', 'auth-email');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('auth_sign_up'), exact: true })
      .click();
    await expect(page.getByRole('dialog').locator('[aria-invalid="true"]').first()).toBeVisible();
    await expectUnharmed(page, 'Sign up, refused');
    await page.context().close();
  });

  test(`a seller's own screens keep markup and turned-round text as text, ${locale}`, async ({
    browser,
    server,
  }) => {
    const account = await signUp(server.origin, { handle: `own_${suffix}` });
    const closet = connectDurableClient({
      origin: server.origin,
      cookie: account.cookie,
      document: `closet/${account.userId}`,
    });
    await closet.whenOpen();
    const { title, brand, description } = words;
    // So many that they can be searched.
    for (let index = 0; index < 20; index += 1)
      writeDraft(closet.doc, `draft-${index}`, makePiece(index, { title, brand, description }), index);
    await closet.whenAcked();
    closet.close();

    const page = await onPhone(browser, server.origin, locale);
    const cookies = account.cookie.split('; ').map((pair) => pair.split('=', 2));
    await page
      .context()
      .addCookies(cookies.map(([name, value]) => ({ name: name!, value: value!, url: server.origin })));
    await page.goto('/profile');
    await typeInto(page, 'Profile', 'profile-name', 'profile-city', 'profile-bio', 'profile-contact');
    await page.goto('/closet');
    await expect(
      page
        .getByRole('main')
        .getByText(published(hostile('name')))
        .first(),
    ).toBeVisible();
    await expectUnharmed(page, 'own Closet');

    await page.goto('/sell/draft-0');
    await expect(page.locator('#title')).toHaveValue(title);
    await expectUnharmed(page, 'Editor of a draft from elsewhere');
    await page.goto('/sell');
    await expect(page.locator('a.cover').first()).toBeVisible();
    await expectUnharmed(page, 'Sell');
    await page.locator('#closet-search').fill(hostile('nothing'));
    await expect(page.locator('a.cover')).toHaveCount(0);
    await expectUnharmed(page, 'Sell, searched');
    await page.locator('#closet-search').fill('');

    const dialog = page.getByRole('dialog');
    await page.locator('article button').first().click();
    await expect(dialog).toContainText('<b>');
    await expectUnharmed(page, 'the menu of a card');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await page.getByRole('button', { name: say('sell_select'), exact: true }).click();
    for (const index of [0, 1]) await page.getByRole('checkbox').nth(index).click();
    await page.locator('[data-foot] button').first().click();
    await expect(page.locator('.toast')).toContainText('<b>');
    await expectUnharmed(page, 'a toast that names pieces');
    await page.keyboard.press('Escape');

    await page.context().setOffline(true);
    await page.locator('a.cover').first().click();
    await page.locator('#title').fill(hostile('Offline'));
    await page.locator('a[href="/sell"]').first().click();
    const line = page.getByRole('status').getByRole('button');
    await line.click();
    await expect(dialog).toContainText('<b>');
    await expectUnharmed(page, 'the waiting list');
    await page.context().close();
  });
}
