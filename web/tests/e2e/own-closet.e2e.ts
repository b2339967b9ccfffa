import { execFileSync } from 'node:child_process';
import { makeJpeg } from '@komod/testkit/photo-factory';
import { expect, test } from './fixtures.ts';
import { findingsOn } from './reading.ts';
import { Seller } from './seller.ts';

test('a profile edited without a network is kept, and shown to everyone when there is one', async ({
  phone,
  shopper,
}) => {
  const before = new Seller(await phone.open());
  await before.signUp('laleh');
  await before.whenReadyForOffline();
  await phone.setOffline(true);
  const { page } = before;
  await page.getByRole('link', { name: 'Edit profile' }).click();
  await page.getByLabel('City').fill('Isfahan');
  await page.getByLabel('About you').fill('Linen, wool and things that last.');
  const contact = page.getByRole('textbox', { name: 'Instagram' });
  await contact.fill('https://example.com/laleh');
  await page.getByRole('button', { name: 'Telegram' }).click();
  await expect(page.getByText('This address is not on Telegram.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Telegram' }).fill('@laleh_closet');
  await page.getByRole('textbox', { name: 'Telegram' }).blur();
  const face = Buffer.from(await makeJpeg({ seed: 71, width: 300, height: 400 }));
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a photo' }).click();
  await (await choosing).setFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: face });
  await expect(page.getByRole('button', { name: 'Remove photo' })).toBeVisible();
  await expect(page.getByText('Kept on this phone. Goes out when Komod is open and online.')).toBeVisible();

  await page.reload();
  await expect(page.getByLabel('About you')).toHaveValue('Linen, wool and things that last.');
  await expect(page.getByRole('textbox', { name: 'Telegram' })).toHaveValue('@laleh_closet');
  await expect(page.getByRole('button', { name: 'Remove photo' })).toBeVisible();
  await phone.setOffline(false);
  await expect(page.getByText('Safe on the server. Everyone sees it so.')).toBeVisible({ timeout: 60_000 });

  await shopper.goto('/closet/laleh');
  await expect(shopper.getByText('Linen, wool and things that last.')).toBeVisible();
  await expect(shopper.getByText('Isfahan')).toBeVisible();
  await expect
    .poll(() =>
      shopper
        .locator('header img')
        .evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth),
    )
    .toBeGreaterThan(0);
});

test('the closet speaks another language, and signs out a device that was left behind', async ({
  phone,
  shopper,
}) => {
  const seller = new Seller(await phone.open());
  await seller.signUp('parisa');
  await shopper.goto('/sign-in');
  await shopper.getByLabel('E-mail').fill('parisa@example.com');
  await shopper.getByLabel('Password', { exact: true }).fill('a long enough password');
  await shopper.getByRole('button', { name: 'Forgot your password?' }).click();
  await expect(shopper.getByText('Ask your host for a reset link.')).toBeVisible();
  await shopper.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(shopper.getByText('@parisa')).toBeVisible({ timeout: 30_000 });

  const { page } = seller;
  await page.goto('/closet');
  const devices = page.getByRole('region', { name: 'Signed-in devices' }).getByRole('listitem');
  await expect(devices).toHaveCount(2);
  await expect(devices.filter({ hasText: 'This phone' })).toContainText('Chrome on Android');
  const inLight = await findingsOn(page);
  await devices
    .filter({ hasNotText: 'This phone' })
    .getByRole('button', { name: /^Sign out Chrome on / })
    .click();
  await expect(devices).toHaveCount(1);
  // Its own sockets told it: nobody pressed anything there.
  await expect(shopper.getByText('Your session ended.')).toBeVisible({ timeout: 30_000 });

  await page.getByRole('button', { name: 'فارسی' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'کمد من' })).toBeVisible();
  expect(await page.locator('html').evaluate(({ lang, dir }: HTMLElement) => [lang, dir])).toEqual([
    'fa',
    'rtl',
  ]);
  await page.getByRole('button', { name: 'تیره' }).click();
  await page.reload();
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await ground()).toBe('rgb(14, 14, 17)');
  await expect(page.getByRole('region', { name: 'دستگاه‌های واردشده' }).getByRole('listitem')).toHaveCount(1);
  const inDark = await findingsOn(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'تغییر گذرواژه' }).click();
  await expect(page.getByRole('dialog').getByLabel('گذرواژهٔ تازه')).toBeVisible();
  const onSheet = await findingsOn(page);
  await page.goto('/profile');
  await expect(page.getByLabel('شهر')).toBeVisible();
  expect([...inLight, ...inDark, ...onSheet, ...(await findingsOn(page))]).toEqual([]);
});

test('a host’s link sets a new password once', async ({ phone, server }) => {
  const seller = new Seller(await phone.open());
  await seller.signUp('forgot_it');
  const { page } = seller;
  const link = execFileSync(process.execPath, ['packages/commands/src/reset-link.ts', 'forgot_it'], {
    env: { ...process.env, DATA_DIR: server.dataDir, PUBLIC_ORIGIN: server.origin },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
    .trim()
    .split('\n')
    .at(-1)!;
  await page.goto(link);
  await page.getByLabel('New password').fill('short');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await expect(page.getByText('At least 10 characters.')).toBeVisible();
  await page.getByLabel('New password').fill('a wholly new password');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await expect(page.getByText('Your password is changed. Sign in with it.')).toBeVisible();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail').fill('forgot_it@example.com');
  await page.getByLabel('Password', { exact: true }).fill('a wholly new password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('link', { name: 'Edit profile' })).toBeVisible({ timeout: 30_000 });
  await page.goto('/');
  await page.goto(link);
  await page.getByLabel('New password').fill('one more new password');
  await page.getByRole('button', { name: 'Set the new password' }).click();
  await expect(page.getByText('This link was used already or is older than an hour.')).toBeVisible();
});
