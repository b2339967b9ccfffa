import type { Page } from '@playwright/test';
import { countBytes, PhoneBrowser, slowPage, sum, whenControlled } from './phone-browser.ts';

export interface FeedVisit {
  firstPaintMs: number;
  repeatPaintMs: number;
  layoutShift: number;
  scriptKb: number;
  imageKb: number;
  imageKbAskedFor: number;
}

/** Keeps what the browser reports from the first moment on: later observers would miss the early entries. */
async function watchPaints(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { paint: 0, shift: 0 };
    Object.assign(window, { komodSeen: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.paint = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[])
        if (!entry.hadRecentInput) seen.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Until every picture on the first screen is drawn. */
const whenFirstScreenIsDrawn = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const pictures = [...document.querySelectorAll('main img')].filter(
      (image) => image.getBoundingClientRect().top < innerHeight,
    ) as HTMLImageElement[];
    return pictures.length > 1 && pictures.every((image) => image.complete && image.naturalWidth > 0);
  });

const seenBy = (page: Page): Promise<{ paint: number; shift: number }> =>
  page.evaluate(
    () =>
      new Promise<{ paint: number; shift: number }>((resolve) => {
        const { komodSeen } = window as unknown as { komodSeen: { paint: number; shift: number } };
        requestAnimationFrame(() => setTimeout(() => resolve(komodSeen), 200));
      }),
  );

/** A stranger's first visit to the feed over the slow link, and the next one. */
export async function visitFeed(origin: string): Promise<FeedVisit> {
  const phone = new PhoneBrowser();
  try {
    const context = await phone.open();
    const page = await slowPage(context);
    await watchPaints(page);
    const scripts = countBytes(page, 'script');
    const images = countBytes(page, 'image');
    await page.goto(origin);
    await page.locator('main a[href^="/listing/"]').first().tap({ trial: true });
    await whenFirstScreenIsDrawn(page);
    const first = await seenBy(page);
    const onScreen = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLImageElement>('main img')]
        .filter((image) => image.getBoundingClientRect().top < innerHeight)
        .map(({ currentSrc }) => currentSrc),
    );
    const sizes = await images();
    await whenControlled(page);
    const scriptKb = sum((await scripts()).values());
    await page.close();

    const again = await slowPage(context);
    await watchPaints(again);
    await again.goto(origin);
    await whenFirstScreenIsDrawn(again);
    const repeat = await seenBy(again);
    return {
      firstPaintMs: first.paint,
      repeatPaintMs: repeat.paint,
      layoutShift: Math.max(first.shift, repeat.shift),
      scriptKb,
      imageKb: sum(onScreen.map((address) => sizes.get(address) ?? 0)),
      imageKbAskedFor: sum(sizes.values()),
    };
  } finally {
    await phone.close();
  }
}
