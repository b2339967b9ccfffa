import { signUp } from '@komod/testkit/account';
import { startServerProcess } from '@komod/testkit/server-process';
import { expect, test } from './fixtures.ts';
import { Person } from './person.ts';
import { takePictures } from './pictures.ts';

test('whatever the server refuses at sign-up is said beside its field, with the typed text kept, in both languages', async ({
  server,
  shopper: page,
}) => {
  await signUp(server.origin, { handle: 'taken_one', email: 'known@example.com' });
  const said = {
    en: {
      open: 'Sign up',
      taken: '@taken_one is taken.',
      known: 'This e-mail has a closet already. Sign in?',
      signIn: 'Sign in',
    },
    fa: {
      open: 'ثبت‌نام',
      taken: '@taken_one گرفته شده است.',
      known: 'با این ایمیل کمدی هست. وارد می‌شوید؟',
      signIn: 'ورود',
    },
  };
  for (const [locale, words] of Object.entries(said)) {
    await page.goto('/closet');
    await page.getByRole('button', { name: locale === 'fa' ? 'فارسی' : 'English' }).click();
    await page.getByRole('button', { name: words.open }).first().click();
    const sheet = page.getByRole('dialog');
    const field = (id: string) => sheet.locator(`#auth-${id}`);
    const error = async (id: string) =>
      (await sheet.locator(`#auth-${id}-error`).innerText()).replaceAll(/[\u2066-\u2069]/g, '');
    const submit = sheet.locator('button[type="submit"]');

    await submit.click();
    for (const id of ['name', 'handle', 'email', 'password'])
      await expect(field(id)).toHaveAttribute('aria-invalid', 'true');
    await expect(field('name')).toBeFocused();
    await expect(field('password')).toHaveAttribute('autocomplete', 'new-password');

    await field('name').fill('Mina');
    await field('handle').fill('Taken_One');
    await expect.poll(() => error('handle')).toBe(words.taken);
    await expect(sheet.getByRole('group').getByRole('button')).toHaveCount(3);
    await sheet.getByRole('group').getByRole('button').first().click();
    const suggested = await field('handle').inputValue();
    expect(suggested).not.toBe('taken_one');
    await field('email').fill('known@example.com');
    await field('password').fill('a long enough password');
    await submit.click();
    await expect.poll(() => error('email')).toBe(words.known);
    expect(await field('handle').inputValue()).toBe(suggested);

    await sheet.getByRole('button', { name: words.signIn, exact: true }).click();
    await expect(field('name')).toHaveCount(0);
    await expect(field('email')).toHaveValue('known@example.com');
    await expect(field('password')).toBeFocused();
    await field('password').fill('not the right one');
    await submit.click();
    await expect(field('password')).toHaveAttribute('aria-invalid', 'true');
    await expect(field('email')).toHaveValue('known@example.com');
    await expect(field('password')).toHaveValue('not the right one');
  }
});

test('after signing up from a piece the focus is back at that piece', async ({ phone }) => {
  const guest = new Person(await phone.open());
  await guest.startPiece(await takePictures(57, 1));
  await guest.describe({ title: 'Silk kimono', price: '70', description: '' });
  await guest.page.getByRole('button', { name: 'List it' }).click();
  await guest.page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
  await guest.openSell();
  await guest.card('Silk kimono').getByRole('button', { name: 'Sign up' }).click();
  await guest.fillSignUp('hasti');
  await expect(guest.card('Silk kimono').getByRole('link').first()).toBeFocused();
  await guest.expectOnSell('Silk kimono', /Live since/);
});

test('a session that ended keeps the work, says so, and goes on when the same person signs in again', async ({
  server,
  phone,
}) => {
  const account = await signUp(server.origin, { handle: 'kaveh' });
  const person = new Person(await phone.open());
  await person.signIn(account);
  await person.draft('Before the end');
  await person.expectOnSell('Before the end', 'Draft. Safe on the server too.');
  await person.page.context().clearCookies();
  await person.draft('After the end');
  await person.expectOnSell('After the end', 'Kept on this phone. Sign in again to send it.');
  await person.card('After the end').getByRole('button', { name: 'Sign in' }).click();
  const sheet = person.sheet('Welcome back');
  await sheet.getByLabel('E-mail').fill(account.email);
  await sheet.getByLabel('Password', { exact: true }).fill(account.password);
  await sheet.getByRole('button', { name: 'Sign in', exact: true }).click();
  await person.expectOnSell('After the end', 'Draft. Safe on the server too.');
  await expect(person.card('Before the end')).toHaveCount(1);
});

test('where the host mails links, whoever forgot the password asks for one with the e-mail in the sheet', async ({
  shopper: page,
}) => {
  // Whether the mail arrives is between the server and its post office; the screen says the same.
  const server = await startServerProcess({ withWeb: true, env: { SMTP_URL: 'smtp://127.0.0.1:9' } });
  try {
    const { email } = await signUp(server.origin, { handle: 'forgot_it' });
    await page.goto(`${server.origin}/closet`);
    await page.getByRole('button', { name: 'Sign in' }).first().click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Forgot your password?' }).click();
    const send = sheet.getByRole('button', { name: 'Send me a link' });
    await send.click();
    await expect(sheet.getByLabel('E-mail')).toBeFocused();
    await expect(sheet.locator('#auth-email-error')).toBeVisible();
    for (const address of [email, 'nobody@example.com']) {
      await sheet.getByLabel('E-mail').fill(address);
      await send.click();
      await expect(sheet.getByRole('status')).toHaveText(
        'If this e-mail has a closet, a link is on its way.',
      );
      await sheet.getByRole('button', { name: 'Forgot your password?' }).click();
      await sheet.getByRole('button', { name: 'Forgot your password?' }).click();
    }
  } finally {
    await server.close();
  }
});
