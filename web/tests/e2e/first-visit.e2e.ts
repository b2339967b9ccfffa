import { expect, test } from './fixtures.ts';
import { workerTookOver } from './kept-on-device.ts';
import { openPhone } from './signed-in-phone.ts';
import { StockedSeller } from './stocked-seller.ts';

test('the very first service worker takes over without a page being loaded again under the hand', async ({
  phone,
}) => {
  const first = await phone.open();
  const second = await first.context().newPage();
  // One of the two registers the worker; to the other it comes from outside.
  await Promise.all([first.goto('/closet'), second.goto('/closet')]);
  for (const page of [first, second]) {
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
    await page.bringToFront();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sell' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Sell' })).toBeVisible();
    expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true);
  }
});

test('a page the first service worker did not see when it took over is taken by it later', async ({
  phone,
}) => {
  const page = await phone.open();
  await page.goto('/');
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  // Loaded past the worker, as a page is whose request left before there was one.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.reload', { ignoreCache: true });
  await page.waitForFunction(() => performance.getEntriesByType('navigation')[0] !== undefined);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  expect(await page.evaluate(() => performance.getEntriesByType('navigation')[0]?.toJSON().workerStart)).toBe(
    0,
  );
});

test('scripts wait for the pictures of a page that is about pictures, and for nothing on one that has none', async ({
  server,
}) => {
  const seller = await StockedSeller.open(server.origin);
  await seller.list({ title: 'Pictured coat' });
  const scripts = async (path: string) => {
    const page = await (await fetch(server.origin + path)).text();
    return page.match(/<link [^>]*rel="modulepreload"[^>]*>/g) ?? [];
  };
  const isLast = (link: string) => link.includes('fetchpriority="low"');
  await expect.poll(async () => (await scripts('/')).map(isLast)).toContain(true);
  expect((await scripts('/')).filter((link) => !isLast(link))).toEqual([]);
  expect((await scripts('/sell')).length).toBeGreaterThan(0);
  expect((await scripts('/sell')).filter(isLast)).toEqual([]);
});

for (const { screen, path, card, maxKb } of [
  { screen: 'the feed', path: '/', card: 'main a[href^="/listing/"]', maxKb: 110 },
  { screen: 'Sell', path: '/sell', card: 'main a[href^="/sell/"]', maxKb: 140 },
])
  test(`a first visit to ${screen} asks for at most ${maxKb} KB of script`, async ({ browser, server }) => {
    const seller = await StockedSeller.open(server.origin);
    await seller.list({ title: 'Weighed coat' });
    const page = await openPhone(browser, server, 'en-US', path === '/sell' ? seller.account : undefined);
    const asked: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      if (request.resourceType() !== 'script') return;
      asked.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    await page.goto(path);
    await expect(page.locator(card).first()).toBeVisible();
    await workerTookOver(page);
    const sizes = await Promise.all(asked);
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0) / 1000).toBeLessThanOrEqual(maxKb);
    await page.context().close();
  });
