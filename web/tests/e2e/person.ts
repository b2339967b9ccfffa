import type { Account } from '@komod/testkit/account';
import type { Locator } from '@playwright/test';
import { expect } from './fixtures.ts';
import { Seller } from './seller.ts';

/** Somebody who comes to a phone, with or without an account, and goes again. */
export class Person extends Seller {
  /** From the feed; kept on the phone when this returns. */
  async save(title: string): Promise<void> {
    const { page } = this;
    await page.goto('/');
    const heart = page.getByRole('button', { name: `Save ${title}` });
    // The server draws it before there is a script to hear the press.
    await expect(async () => {
      if ((await heart.getAttribute('aria-pressed')) !== 'true') await heart.click();
      await expect(heart).toHaveAttribute('aria-pressed', 'true', { timeout: 1000 });
    }).toPass();
    await page.getByRole('link', { name: 'Saved pieces' }).click();
    await expect(page.getByRole('main')).toContainText(title);
  }

  /** A piece with no photo, kept on the phone. */
  async draft(title: string): Promise<void> {
    await this.page.goto('/sell/new');
    await this.field('Title').fill(title);
    await expect(this.page).toHaveURL(/\/sell\/[0-9a-f-]{36}$/);
    await this.openSell();
    await expect(this.card(title)).toBeVisible();
  }

  async openCloset(): Promise<void> {
    await this.page.goto('/closet');
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
  }

  async signIn({ email, password }: Pick<Account, 'email' | 'password'>): Promise<void> {
    await this.openCloset();
    await this.page.getByRole('button', { name: 'Sign in' }).first().click();
    const sheet = this.sheet('Welcome back');
    await sheet.getByLabel('E-mail').fill(email);
    await sheet.getByLabel('Password', { exact: true }).fill(password);
    await sheet.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(sheet).toHaveCount(0, { timeout: 60_000 });
  }

  /** The sheet that asks how to go. */
  async askToSignOut(): Promise<Locator> {
    await this.openCloset();
    await this.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    return this.sheet('Sign out');
  }

  async signOutSafely(): Promise<void> {
    const sheet = await this.askToSignOut();
    await expect(sheet).toContainText('Your closet is on the server.', { timeout: 30_000 });
    await sheet.getByRole('button', { name: 'Sign out' }).click();
    await this.expectGuest();
  }

  async expectGuest(): Promise<void> {
    await expect(this.page.getByRole('button', { name: 'Sign up' }).first()).toBeVisible({ timeout: 30_000 });
  }

  sheet(title: string): Locator {
    return this.page.getByRole('dialog', { name: title });
  }

  /** The documents of an owner, on this phone. */
  async expectNothingLeftOf(owner: string): Promise<void> {
    const names = () =>
      this.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ''));
    await expect
      .poll(async () => (await names()).filter((name) => name.startsWith(`komod/${owner}/`)), {
        timeout: 30_000,
      })
      .toEqual([]);
  }
}
