import { signUp, type Account } from '@komod/testkit/account';
import { listPiece } from '@komod/testkit/list-piece';
import { expect, test } from './fixtures.ts';
import { coversKept, titlesKept, workerTookOver } from './kept-on-device.ts';
import type { Page } from '@playwright/test';

let count = 0;

/** `amount` pieces of one new seller, the last one listed newest. */
async function hang(origin: string, amount: number): Promise<{ account: Account; titles: string[] }> {
  count += 1;
  const account = await signUp(origin, { handle: `shop_${process.pid}_${count}`, name: `Shop ${count}` });
  const titles: string[] = [];
  for (let index = 0; index < amount; index += 1) {
    const title = `Shopped ${count} ${index}`;
    const seed = 40_000 + count * 100 + index;
    await listPiece(origin, account, {
      id: `shopped-${process.pid}-${count}-${index}`,
      seed,
      change: { title, brand: null },
    });
    titles.push(title);
  }
  return { account, titles };
}

const cards = (page: Page) => page.getByRole('list', { name: 'Pieces' }).getByRole('link');

test('a shopper scrolls to the end, opens a piece and comes back to the same card', async ({
  server,
  shopper,
}) => {
  await hang(server.origin, 30);
  await shopper.setViewportSize({ width: 390, height: 844 });
  await shopper.goto('/');
  await expect(async () => {
    await shopper.mouse.wheel(0, 2000);
    await expect(shopper.getByText("That's all for now.")).toBeInViewport({ timeout: 200 });
  }).toPass({ timeout: 30_000 });
  const addresses = await cards(shopper).evaluateAll((links) =>
    links.map((link) => link.getAttribute('href')),
  );
  expect(new Set(addresses).size).toBe(addresses.length);
  expect(addresses.length).toBeGreaterThanOrEqual(30);

  const card = cards(shopper).nth(20);
  // In the middle, clear of the bars: a press that has to scroll first would move what is compared.
  await card.evaluate((link) => link.scrollIntoView({ block: 'center' }));
  const before = await shopper.evaluate(() => scrollY);
  const name = await card.textContent();
  await card.click();
  await expect(shopper.locator('article h1')).toBeFocused();
  expect(name).toContain(await shopper.locator('article h1').textContent());
  await shopper.getByRole('link', { name: 'Back' }).click();
  await expect(card).toBeInViewport();
  expect(await shopper.evaluate(() => scrollY)).toBe(before);
});

test('news stands behind a pill and moves nothing until it is pressed', async ({ server, shopper }) => {
  const { titles } = await hang(server.origin, 2);
  await shopper.goto('/');
  const second = cards(shopper).filter({ hasText: titles[0]! });
  const before = await second.boundingBox();
  const news = await hang(server.origin, 1);
  const pill = shopper.getByRole('button', { name: '1 new' });
  await expect(pill).toBeVisible();
  expect(await second.boundingBox()).toEqual(before);
  await expect(cards(shopper).filter({ hasText: news.titles[0]! })).toHaveCount(0);
  await pill.click();
  await expect(cards(shopper).first()).toContainText(news.titles[0]!);
  await expect(pill).toHaveCount(0);
});

test('without a network the feed, a seen piece and every other address open', async ({ server, shopper }) => {
  const { account, titles } = await hang(server.origin, 3);
  await shopper.goto('/');
  await workerTookOver(shopper);
  await cards(shopper).filter({ hasText: titles[2]! }).click();
  await expect(shopper.locator('article h1')).toHaveText(titles[2]!);
  const seen = shopper.url();
  await shopper.goto('/');
  await expect(cards(shopper).filter({ hasText: titles[0]! })).toBeVisible();
  await expect.poll(() => titlesKept(shopper)).toEqual(expect.arrayContaining(titles));
  await expect.poll(() => coversKept(shopper)).toBeGreaterThanOrEqual(titles.length);

  await shopper.context().setOffline(true);
  await shopper.reload();
  await expect(shopper.getByText(/^Offline · as of/)).toBeVisible();
  const cover = cards(shopper).filter({ hasText: titles[0]! }).locator('img').last();
  await expect.poll(() => cover.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await shopper.goto(seen);
  await expect(shopper.locator('article h1')).toHaveText(titles[2]!);
  await expect(shopper.getByText(/^Offline · as of/)).toBeVisible();
  await shopper.goto('/listing/never-seen');
  await expect(
    shopper.getByRole('heading', { name: "This piece isn't on this computer yet." }),
  ).toBeVisible();
  await shopper.goto(`/closet/${account.handle}`);
  await expect(shopper.getByRole('navigation', { name: 'Main' })).toBeVisible();

  await shopper.context().setOffline(false);
  await shopper.goto('/');
  await expect(cards(shopper).filter({ hasText: titles[0]! })).toBeVisible();
  await expect(shopper.getByText(/^Offline/)).toHaveCount(0);
});

test('a link to a piece shows what it is before any script runs', async ({ server, playwright }) => {
  const { account, titles } = await hang(server.origin, 1);
  const request = await playwright.request.newContext({ baseURL: server.origin });
  const closet = await request.get(`/api/closets/${account.handle}`);
  const { entries } = (await closet.json()) as { entries: { id: string; cover: { id: string } }[] };
  const { id, cover } = entries[0]!;
  const page = await request.get(`/listing/${id}`);
  const html = await page.text();
  expect(page.status()).toBe(200);
  expect(html).toContain(`<title>\u2068${titles[0]}\u2069 · Komod</title>`);
  expect(html).toContain(`property="og:image" content="${server.origin}/media/${cover.id}/og"`);
  expect(html).toMatch(/<h1[^>]*><bdi>Shopped/);
  expect(html).toContain('"@type":"Product"');
  expect(page.headers()['content-security-policy']).toMatch(/script-src 'self' 'nonce-/);
  expect(page.headers()['content-security-policy']).not.toMatch(/script-src[^;]*unsafe-inline/);
  const persian = await request.get(`/closet/${account.handle}`, {
    headers: { 'accept-language': 'fa-IR,fa' },
  });
  expect(await persian.text()).toContain('<html lang="fa" dir="rtl">');
  expect((await request.get('/listing/nowhere')).status()).toBe(404);
  await request.dispose();
});

test('the feed asks for at most 110 KB of script before its first card can be tapped', async ({
  server,
  shopper,
}) => {
  await hang(server.origin, 1);
  const session = await shopper.context().newCDPSession(shopper);
  await session.send('Network.enable');
  await session.send('Page.enable');
  const asked = new Map<string, number>();
  const sizes = new Map<string, number>();
  let loadedAt: number | null = null;
  session.on('Network.requestWillBeSent', ({ requestId, type, timestamp }) => {
    if (type === 'Script') asked.set(requestId, timestamp);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    sizes.set(requestId, encodedDataLength),
  );
  session.on('Page.loadEventFired', ({ timestamp }) => (loadedAt = timestamp));
  await shopper.goto('/');
  await expect(cards(shopper).first()).toBeVisible();
  await expect.poll(() => loadedAt).not.toBeNull();
  // What is fetched once the page stands no longer keeps anybody from its cards.
  const scripts = [...asked].filter(([, askedAt]) => askedAt <= loadedAt!).map(([id]) => id);
  await expect.poll(() => scripts.every((id) => sizes.has(id))).toBe(true);
  const sent = scripts.reduce((sum, id) => sum + sizes.get(id)!, 0);
  console.log(`script before the first card: ${(sent / 1024).toFixed(1)} KB`);
  expect(scripts.length).toBeGreaterThan(0);
  expect(sent).toBeLessThan(110 * 1024);
});

test('where the browser tells nothing of its history, Back still lands on the same card', async ({
  server,
  shopper,
}) => {
  await hang(server.origin, 12);
  await shopper.addInitScript(() => {
    Object.defineProperty(window, 'navigation', { value: undefined });
  });
  await shopper.setViewportSize({ width: 390, height: 844 });
  await shopper.goto('/');
  const card = cards(shopper).nth(8);
  await card.evaluate((link) => link.scrollIntoView({ block: 'center' }));
  const before = await shopper.evaluate(() => scrollY);
  expect(before).toBeGreaterThan(0);
  await card.click();
  await expect(shopper.locator('article h1')).toBeFocused();
  await shopper.getByRole('link', { name: 'Back' }).click();
  await expect(card).toBeInViewport();
  expect(await shopper.evaluate(() => scrollY)).toBe(before);
  // Opened from a link there is nothing of ours behind it.
  await card.click();
  await shopper.locator('article h1').waitFor();
  await shopper.reload();
  await shopper.getByRole('link', { name: 'Back' }).click();
  await expect(cards(shopper).first()).toBeVisible();
});

test('a feed that is open when the network goes says how old it is, until there is one again', async ({
  server,
  shopper,
}) => {
  await hang(server.origin, 1);
  await shopper.goto('/');
  await expect(cards(shopper).first()).toBeVisible();
  const line = shopper.getByText(/^Offline · as of \d\d:\d\d$/);
  await expect(line).toHaveCount(0);
  await expect(async () => {
    await shopper.context().setOffline(true);
    await expect(line).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(cards(shopper).first()).toBeVisible();
  await shopper.context().setOffline(false);
  await expect(line).toHaveCount(0);
});
