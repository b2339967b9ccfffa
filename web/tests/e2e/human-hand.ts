import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import type { Picture } from './pictures.ts';

/** Seconds that a practised, unhurried person needs. The machine may be as slow or as fast as it likes. */
const pace = {
  tap: 0.8,
  letter: 1 / 7,
  /** Tab, Enter, an arrow. */
  key: 0.3,
  /** Finding the next thing with the eyes, whenever the screen changes. */
  look: 1,
};

/** Does what a person does, one thing after another, and adds up how long that person would have needed. */
export class HumanHand {
  seconds = 0;
  interactions = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  look(): void {
    this.seconds += pace.look;
  }

  async tap(target: Locator): Promise<void> {
    this.#spend(pace.tap);
    await target.tap({ timeout: 30_000 });
  }

  async key(key: string): Promise<void> {
    this.#spend(pace.key);
    await this.#page.keyboard.press(key);
  }

  /** Into whatever has the focus. */
  async type(text: string): Promise<void> {
    for (const letter of text) {
      this.#spend(pace.letter);
      await this.#page.keyboard.type(letter);
    }
  }

  /** Tab by Tab until it is there. */
  async tabTo(target: Locator): Promise<void> {
    const hasFocus = () => target.evaluate((element) => element === document.activeElement);
    await expect(target).toBeVisible();
    for (let tabs = 0; !(await hasFocus()); tabs += 1) {
      expect(tabs, 'tabs until it is reached').toBeLessThan(25);
      await this.key('Tab');
    }
  }

  /** What `open` does opens the system's own picker, where each picture is one more press, and one to be done. */
  async choosePictures(pictures: readonly Picture[], press: 'tap' | 'key', open: () => Promise<void>) {
    const choosing = this.#page.waitForEvent('filechooser');
    await open();
    this.look();
    for (let presses = 0; presses <= pictures.length; presses += 1) this.#spend(pace[press]);
    await (await choosing).setFiles([...pictures]);
  }

  #spend(seconds: number): void {
    this.seconds += seconds;
    this.interactions += 1;
  }
}
