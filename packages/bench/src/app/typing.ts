import type { Account } from '@komod/testkit/account';
import { percentile } from '../figure.ts';
import { PhoneBrowser, slowPage, useAccount } from './phone-browser.ts';

const text = 'Worn twice, kept in a cotton bag, made in a small workshop near the sea';

/** 98th percentile of the milliseconds from a key to the next picture, in the editor of a closet of that account. */
export async function typeInEditor(
  origin: string,
  account: Account,
  listingId: string,
  runs: number,
): Promise<number[]> {
  const phone = new PhoneBrowser();
  try {
    const context = await phone.open();
    await useAccount(context, account);
    const worst: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const page = await slowPage(context);
      await page.addInitScript(() => {
        const slowest = new Map<number, number>();
        Object.assign(window, { komodKeys: slowest });
        new PerformanceObserver((list) => {
          for (const { interactionId, duration } of list.getEntries() as PerformanceEventTiming[])
            if (interactionId)
              slowest.set(interactionId, Math.max(duration, slowest.get(interactionId) ?? 0));
        }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
      });
      await page.goto(`${origin}/sell/${listingId}`);
      const field = page.getByLabel('Description · optional', { exact: true });
      await field.click({ timeout: 60_000 });
      await page.evaluate(() => (window as unknown as { komodKeys: Map<number, number> }).komodKeys.clear());
      await page.keyboard.type(text, { delay: 70 });
      const slow = await page.evaluate(
        () =>
          new Promise<number[]>((resolve) => {
            const { komodKeys } = window as unknown as { komodKeys: Map<number, number> };
            setTimeout(() => resolve([...komodKeys.values()]), 300);
          }),
      );
      // Those under 16 ms are not reported.
      const quick = Array.from({ length: Math.max(0, text.length - slow.length) }, () => 8);
      worst.push(percentile([...slow, ...quick], 0.98));
      await page.close();
    }
    return worst;
  } finally {
    await phone.close();
  }
}
