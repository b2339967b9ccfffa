import type { ServerProcess } from '@komod/testkit/server-process';
import { connectStockClient } from '@komod/testkit/stock-client';
import { waitUntil } from '@komod/testkit/wait-until';
import type { Locator, Page } from '@playwright/test';
import type * as Y from 'yjs';
import { expect } from './fixtures.ts';
import type { Picture } from './pictures.ts';

export interface PieceWords {
  title: string;
  price: string;
  description: string;
}

type PickerLabel = 'Category' | 'Size' | 'Brand' | 'Condition' | 'Colour';

/** What was typed before the end, by when. */
export interface Typed {
  text: string;
  /** How many characters had been typed that long before the end. */
  olderThan(ms: number): number;
}

/** A person listing pieces: what they press and read, by the words on the screen. */
export class Seller {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async signUp(handle: string): Promise<void> {
    const { page } = this;
    await page.goto('/closet');
    await page.getByRole('button', { name: 'Sign up' }).first().click();
    await this.fillSignUp(handle);
  }

  /** In the sheet that is open. */
  async fillSignUp(handle: string): Promise<void> {
    const sheet = this.page.getByRole('dialog');
    await sheet.getByLabel('Name').fill(handle);
    await sheet.getByLabel('Handle').fill(handle);
    await sheet.getByLabel('E-mail').fill(`${handle}@example.com`);
    await sheet.getByLabel('Password', { exact: true }).fill('a long enough password');
    await sheet.getByRole('button', { name: 'Sign up' }).click();
    await expect(sheet).toHaveCount(0, { timeout: 60_000 });
  }

  /** The service worker answers for this page, so every address opens without a network. */
  async whenReadyForOffline(): Promise<void> {
    await this.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  }

  async openSell(): Promise<void> {
    await this.page.goto('/sell');
    await expect(this.page.getByRole('heading', { level: 1, name: 'Sell' })).toBeVisible();
  }

  /** Chooses pictures on Sell; leaves the new piece's editor open with all of them. */
  async startPiece(pictures: readonly Picture[]): Promise<void> {
    await this.openSell();
    await this.#choosePictures(pictures);
    await this.expectPhotosShown(pictures.length);
  }

  /** Chooses pictures on Sell or in the editor; returns once each has a tile: how many of these are not photos yet. */
  async choosePhotos(pictures: readonly Picture[]): Promise<number> {
    const before = await this.page.locator('#photos li[data-photo] > button').count();
    await this.#choosePictures(pictures);
    const tiles = await this.page.waitForFunction((count) => {
      const coming = document.querySelectorAll('#photos li[aria-busy]').length;
      const photos = document.querySelectorAll('#photos li[data-photo] > button').length;
      return coming + photos === count ? { coming } : null;
    }, before + pictures.length);
    return (await tiles.jsonValue())?.coming ?? 0;
  }

  field(label: 'Title' | 'Description' | 'Price'): Locator {
    const isOptional = label === 'Description';
    return this.page.getByLabel(isOptional ? `${label} · optional` : label, { exact: true });
  }

  async describe({ title, price, description }: PieceWords): Promise<void> {
    await this.field('Title').fill(title);
    await this.chooseCategory('blazers', /^Blazers Women/);
    await this.choose('Size', 'M');
    await this.choose('Brand', 'No brand');
    await this.choose('Condition', /^Like new/);
    await this.chooseColours('Black');
    await this.field('Description').fill(description);
    await this.field('Price').fill(price);
  }

  /** Opens a field that is answered by choosing; its choices. */
  async openPicker(label: PickerLabel): Promise<Locator> {
    await this.page.getByRole('button', { name: new RegExp(`^${label}`) }).click();
    return this.page.getByRole('dialog', { name: label });
  }

  async choose(label: 'Size' | 'Brand' | 'Condition', choice: string | RegExp): Promise<void> {
    const picker = await this.openPicker(label);
    await picker.getByRole('option', { name: choice, exact: true }).first().click();
    await expect(picker).toHaveCount(0);
  }

  async chooseCategory(search: string, choice: RegExp): Promise<void> {
    const picker = await this.openPicker('Category');
    await picker.getByLabel('Search categories').fill(search);
    await picker.getByRole('option', { name: choice }).click();
    await expect(picker).toHaveCount(0);
  }

  async chooseColours(...names: string[]): Promise<void> {
    const picker = await this.openPicker('Colour');
    for (const name of names) await picker.getByRole('option', { name, exact: true }).click();
    await picker.getByRole('button', { name: 'Done' }).click();
    await expect(picker).toHaveCount(0);
  }

  /** Presses, and is back on Sell. */
  async listIt(): Promise<void> {
    await this.page.getByRole('button', { name: 'List it' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: 'Sell' })).toBeVisible();
  }

  async updateListing(): Promise<void> {
    await this.page.getByRole('button', { name: 'Update listing' }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: 'Sell' })).toBeVisible();
  }

  card(title: string): Locator {
    return this.page.getByRole('main').getByRole('listitem').filter({ hasText: title });
  }

  async expectOnSell(title: string, truth: string | RegExp): Promise<void> {
    await expect(this.card(title)).toContainText(truth, { timeout: 60_000 });
  }

  /** Opens the piece from Sell and returns there. */
  async openPiece(title: string, inEditor: () => Promise<void>): Promise<void> {
    await this.card(title).getByRole('link').first().click();
    await expect(this.field('Title')).toHaveValue(title);
    await inEditor();
    const back = this.page.getByRole('link', { name: 'Back to Sell' });
    if (await back.isVisible()) await back.click();
    await expect(this.page.getByRole('heading', { level: 1, name: 'Sell' })).toBeVisible();
  }

  /** All tiles of the open editor show a picture, from this device or from the server. */
  async expectPhotosShown(count: number): Promise<void> {
    const tiles = this.page.getByRole('button', { name: /^Photo \d+ of / });
    await expect(tiles).toHaveCount(count, { timeout: 60_000 });
    for (const tile of await tiles.all()) {
      const picture = tile.locator('img').last();
      await expect
        .poll(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0), {
          timeout: 30_000,
        })
        .toBe(true);
    }
  }

  async expectTruth(sentence: string | RegExp): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: sentence })).toBeVisible({
      timeout: 30_000,
    });
  }

  /** Types letter by letter and kills in the middle of it. */
  async typeUntilKilled(label: 'Description', text: string, kill: () => Promise<void>): Promise<Typed> {
    const times: number[] = [];
    await this.field(label).fill('');
    await this.field(label).focus();
    const end = Math.floor(text.length * 0.7);
    for (const letter of text.slice(0, end)) {
      await this.page.keyboard.type(letter, { delay: 30 });
      times.push(performance.now());
    }
    const killedAt = performance.now();
    await kill();
    return {
      text: text.slice(0, end),
      olderThan: (ms) => times.filter((time) => time <= killedAt - ms).length,
    };
  }

  /** The working keys reached the server: asked for by a plain client with this browser's session. */
  async whenOnServer(server: ServerProcess, id: string, wanted: Record<string, unknown>): Promise<void> {
    await this.withPlainClient(server, (listings) =>
      waitUntil(`${JSON.stringify(wanted)} to reach the server`, () =>
        Object.entries(wanted).every(([key, value]) => (listings.get(id)?.get(key) ?? '') === value),
      ),
    );
  }

  /** This person's closet in a client that is not ours, with this browser's session. */
  async withPlainClient(
    server: ServerProcess,
    work: (listings: Y.Map<Y.Map<unknown>>) => unknown,
  ): Promise<void> {
    const cookies = await this.page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const me = await fetch(`${server.origin}/api/me`, { headers: { cookie } });
    const { userId } = (await me.json()) as { userId: string };
    const client = connectStockClient({ origin: server.origin, cookie, document: `closet/${userId}` });
    await client.whenSynced();
    await work(client.doc.getMap<Y.Map<unknown>>('listings'));
    client.close();
  }

  async #choosePictures(pictures: readonly Picture[]): Promise<void> {
    const choosing = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: 'Choose', exact: true }).click();
    await (await choosing).setFiles([...pictures]);
  }
}
