import type { Account } from '@komod/testkit/account';
import type { Locator } from '@playwright/test';
import { expect } from './fixtures.ts';
import { Seller } from './seller.ts';

/** A seller with pieces in the closet, keeping house on Sell. */
export class Housekeeper extends Seller {
  get sheet(): Locator {
    return this.page.getByRole('dialog');
  }

  get toast(): Locator {
    return this.page.locator('.toast');
  }

  async signIn({ email, password }: Pick<Account, 'email' | 'password'>): Promise<void> {
    const { page } = this;
    await page.goto('/sign-in');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in', { timeout: 60_000 });
    await this.openSell();
  }

  async openTab(name: string): Promise<void> {
    const tabs = this.page.getByRole('navigation', { name: 'My pieces by state' });
    await tabs.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  }

  async openMenu(title: string): Promise<void> {
    await this.page.getByRole('button', { name: `More for ${title}` }).click();
    await expect(this.sheet).toBeVisible();
  }

  /** By the menu of the card. */
  async act(title: string, act: string): Promise<void> {
    await this.openMenu(title);
    await this.sheet.getByRole('button', { name: act, exact: true }).click();
    await expect(this.sheet).toHaveCount(0);
  }

  /** Takes back what the toast tells of. */
  async undo(told: string): Promise<void> {
    await expect(this.toast).toContainText(told);
    await this.toast.getByRole('button', { name: 'Undo' }).click();
  }

  choice(title: string): Locator {
    return this.page.getByRole('checkbox', { name: new RegExp(`^${title},`) });
  }

  async select(...titles: string[]): Promise<void> {
    await this.page.getByRole('button', { name: 'Select', exact: true }).click();
    for (const title of titles) await this.choice(title).click();
  }

  /** A draft of a title alone. */
  async startDraft(title: string): Promise<void> {
    await this.page.goto('/sell/new');
    await this.field('Title').fill(title);
    await this.page.getByRole('link', { name: 'Back to Sell' }).click();
    await expect(this.card(title)).toBeVisible();
  }

  async expectEmpty(): Promise<void> {
    await expect(this.page.getByText('Photograph one good piece.')).toBeVisible({ timeout: 30_000 });
  }
}
