import type { Account } from '@komod/testkit/account';
import type { Page } from '@playwright/test';
import { PhoneBrowser, slowPage, useAccount } from './phone-browser.ts';

const longFrameMs = 50;
const steps = 60;
const stepPixels = 240;

/** Share in percent of frames that took longer than 50 ms while a list was scrolled on for some seconds. */
async function scroll(page: Page): Promise<number> {
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    let isWatching = true;
    const watch = (now: number): void => {
      frames.push(now - last);
      last = now;
      if (isWatching) requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
    Object.assign(window, {
      komodFrames: () => {
        isWatching = false;
        return frames.slice(2);
      },
    });
  });
  await page.mouse.move(195, 500);
  for (let step = 0; step < steps; step += 1) {
    await page.mouse.wheel(0, stepPixels);
    await page.waitForTimeout(50);
  }
  const frames = await page.evaluate(() =>
    (window as unknown as { komodFrames: () => number[] }).komodFrames(),
  );
  return (100 * frames.filter((ms) => ms > longFrameMs).length) / frames.length;
}

/**
 * Goes to the end again and again until `count` cards stand there.
 * @throws when no more come.
 */
async function lengthen(page: Page, card: string, count: number): Promise<void> {
  const standing = (): Promise<number> => page.locator(card).count();
  for (let before = await standing(); before < count; before = await standing()) {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const grows = page.waitForFunction(
      ([selector, known]) => document.querySelectorAll(selector).length > known,
      [card, before] as const,
      { timeout: 60_000 },
    );
    await grows;
  }
}

/** Opens a list once, until `count` cards stand there, and scrolls a part of it each run, from its top to its end in all. */
export async function scrollList(
  address: string,
  options: { account?: Account; card: string; count?: number; runs: number },
): Promise<number[]> {
  const phone = new PhoneBrowser();
  try {
    const context = await phone.open();
    if (options.account) await useAccount(context, options.account);
    const page = await slowPage(context);
    await page.goto(address);
    await page.locator(options.card).first().waitFor({ timeout: 60_000 });
    if (options.count) await lengthen(page, options.card, options.count);
    const shares: number[] = [];
    for (let run = 0; run < options.runs; run += 1) {
      const share = options.runs > 1 ? run / (options.runs - 1) : 0;
      await page.evaluate(
        ([part, length]) =>
          scrollTo(0, part * (document.documentElement.scrollHeight - innerHeight - length)),
        [share, steps * stepPixels] as const,
      );
      await page.waitForTimeout(500);
      shares.push(await scroll(page));
    }
    return shares;
  } finally {
    await phone.close();
  }
}
