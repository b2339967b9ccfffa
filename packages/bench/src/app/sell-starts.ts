import type { Account } from '@komod/testkit/account';
import type { Page } from '@playwright/test';
import { countBytes, PhoneBrowser, slowPage, sum, useAccount, whenControlled } from './phone-browser.ts';

const card = 'main a[href^="/sell/"]';

/**
 * Tells the milliseconds until a card stands there and the page is free to answer a tap. The page says so itself: whoever asks it
 * has it read 330 KB of script first, on the thread that is measured.
 */
async function watchCards(page: Page): Promise<() => Promise<number>> {
  const { promise, resolve } = Promise.withResolvers<number>();
  page.on('console', (message) => {
    const [, ms] = /^komod ready ([\d.]+)$/.exec(message.text()) ?? [];
    if (ms !== undefined) resolve(Number(ms));
  });
  await page.addInitScript((selector) => {
    const look = (): void => {
      if (!document.querySelector(selector)) {
        requestAnimationFrame(look);
        return;
      }
      // After this frame is drawn and whatever the page still had to do.
      requestAnimationFrame(() => setTimeout(() => console.log(`komod ready ${performance.now()}`)));
    };
    look();
  }, card);
  return () => promise;
}

export interface StartedCloset {
  account: Account;
  /** How many hang in it. */
  pieces: number;
}

/** Until Sell says that all of the closet is here. */
const whenAllHangs = (page: Page, { pieces }: StartedCloset): Promise<void> =>
  page
    .getByRole('button', { name: `All ${pieces.toLocaleString('en-US')}`, exact: true })
    .waitFor({ timeout: 60_000 });

async function signedInPage(phone: PhoneBrowser, account: Account): Promise<Page> {
  const context = await phone.open();
  await useAccount(context, account);
  return context.newPage();
}

/** KB of script that a first visit to Sell asks for, until the service worker has taken over. */
export async function visitSell(origin: string, account: Account): Promise<number> {
  const phone = new PhoneBrowser();
  try {
    const page = await signedInPage(phone, account);
    const scripts = countBytes(page, 'script');
    await page.goto(`${origin}/sell`);
    // A thumb does not hover, which would load the next screen as well.
    await page.locator(card).first().tap({ trial: true, timeout: 60_000 });
    await whenControlled(page);
    return sum((await scripts()).values());
  } finally {
    await phone.close();
  }
}

/** Milliseconds from the tap on the icon to a Sell screen that answers, without a network, browser cold. */
export async function startSellOffline(
  origin: string,
  closet: StartedCloset,
  runs: number,
): Promise<number[]> {
  const phone = new PhoneBrowser();
  try {
    // As signing in and waiting does.
    const first = await signedInPage(phone, closet.account);
    await first.goto(`${origin}/sell`);
    await whenAllHangs(first, closet);
    await whenControlled(first);
    const startMs: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const page = await slowPage(await phone.open({ offline: true }));
      const readyMs = await watchCards(page);
      await page.goto(`${origin}/sell`);
      startMs.push(await readyMs());
      await whenAllHangs(page, closet);
    }
    return startMs;
  } finally {
    await phone.close();
  }
}
