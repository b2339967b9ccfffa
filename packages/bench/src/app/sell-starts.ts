import type { Account } from '@komod/testkit/account';
import type { Page } from '@playwright/test';
import { countBytes, PhoneBrowser, slowPage, sum, useAccount, whenControlled } from './phone-browser.ts';

const card = 'main a[href^="/sell/"]';

/** Notes the moment at which a card stands there and the page is free to answer a tap. */
async function watchCards(page: Page): Promise<void> {
  await page.addInitScript((selector) => {
    const look = (): void => {
      if (!document.querySelector(selector)) {
        requestAnimationFrame(look);
        return;
      }
      // After this frame is drawn and whatever the page still had to do.
      requestAnimationFrame(() =>
        setTimeout(() => Object.assign(window, { komodReadyAt: performance.now() })),
      );
    };
    look();
  }, card);
}

/** Brings a closet onto a phone, as signing in and waiting does. Gives the KB of script the first visit took. */
async function bringHere(phone: PhoneBrowser, origin: string, account: Account): Promise<number> {
  const context = await phone.open();
  await useAccount(context, account);
  const page = await context.newPage();
  const scripts = countBytes(page, 'script');
  await page.goto(`${origin}/sell`);
  await page.locator(card).first().waitFor({ timeout: 60_000 });
  const scriptKb = sum((await scripts()).values());
  await whenControlled(page);
  // The shell and the closet are kept when a start without a network shows them.
  await page.waitForFunction(
    async (id) => (await indexedDB.databases()).some(({ name }) => name?.includes(id)),
    account.userId,
  );
  return scriptKb;
}

/** Milliseconds from the tap on the icon to a Sell screen that answers, without a network, browser cold. */
export async function startSellOffline(
  origin: string,
  account: Account,
  runs: number,
): Promise<{ startMs: number[]; scriptKb: number }> {
  const phone = new PhoneBrowser();
  try {
    const scriptKb = await bringHere(phone, origin, account);
    const startMs: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const page = await slowPage(await phone.open({ offline: true }));
      await watchCards(page);
      await page.goto(`${origin}/sell`);
      const readyAt = await page.waitForFunction(
        () => (window as unknown as { komodReadyAt?: number }).komodReadyAt,
        undefined,
        { timeout: 60_000 },
      );
      startMs.push((await readyAt.jsonValue()) ?? Number.NaN);
    }
    return { startMs, scriptKb };
  } finally {
    await phone.close();
  }
}
