import { signUp } from '@komod/testkit/account';
import { listPiece } from '@komod/testkit/list-piece';
import { chromium, devices } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const hostname = 'komod.test';

test('on plain http away from home one may look around, and is told why nothing can be kept', async ({
  server,
  launchOptions,
}) => {
  const account = await signUp(server.origin);
  await listPiece(server.origin, account, { id: `plain-${process.pid}`, seed: 70_001 });
  // A name of its own for this machine: the browser trusts only localhost.
  const browser = await chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), `--host-resolver-rules=MAP ${hostname} 127.0.0.1`],
  });
  const page = await browser.newPage({ ...devices['Pixel 7'], locale: 'en-US' });
  const origin = server.origin.replace('localhost', hostname);
  const words =
    "This address isn't secure (http), so this phone can't keep your work. Open the https address.";
  await page.goto(origin);
  await expect(page.getByText(words)).toBeVisible();
  await page.getByRole('main').getByRole('listitem').getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.goto(`${origin}/sell`);
  await expect(page.getByRole('heading', { level: 1, name: words })).toBeVisible();
  await expect(page.getByRole('button', { name: /photo|Choose/i })).toHaveCount(0);
  await page.goto(`${origin}/closet`);
  await expect(page.getByText(words)).toBeVisible();
  await page.getByRole('button', { name: 'فارسی' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'کمد من' })).toBeVisible();
  await browser.close();
});

test('whoever comes to a screen that is still opening hears its heading', async ({ phone }) => {
  const page = await phone.open();
  for (const [tab, heading] of [
    ['Sell', 'Sell'],
    ['Closet', 'Closet'],
  ] as const) {
    await page.goto('/');
    await page.getByRole('link', { name: tab, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeFocused();
  }
});

for (const [name, mark] of [
  ['Instagram', 'Instagram 400.0.0.0'],
  ['Telegram', 'Telegram-Android/12.0'],
] as const) {
  test(`the browser inside ${name} is named where work could begin`, async ({ server, browser }) => {
    const context = await browser.newContext({
      baseURL: server.origin,
      userAgent: `Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36 ${mark}`,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    await page.goto('/sell');
    await expect(
      page.getByText(`Drafts made inside ${name} can vanish. Open in your browser.`),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect(page.getByText('Link copied')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${server.origin}/sell`);
    await context.close();
  });
}
