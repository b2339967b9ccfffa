import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from '@playwright/test';

const inter = readFileSync(
  new URL(import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')),
);

const face = `
  @font-face {
    font-family: 'Inter';
    font-weight: 100 900;
    src: url('data:font/woff2;base64,${inter.toString('base64')}') format('woff2');
  }
  :root { --font-text: 'Vazirmatn', 'Inter' !important; }
`;

/** One text face on every machine instead of its system's, from the first layout on: nothing is measured twice. */
export const wearOneFace = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, face);

/** Makes what a page shows the same in every run: times, dates and sizes. Waits for its pictures. */
export async function holdStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    // A lazy picture beside the screen never comes.
    const seen = [...document.images].filter((image) => {
      const { top, bottom, left, right } = image.getBoundingClientRect();
      return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    });
    await Promise.all(seen.map((image) => image.decode().catch(() => undefined)));
    const changing: [RegExp, string][] = [
      [/\b[\d.]+ MB\b/g, '48 MB'],
      [/[۰-۹٫]+ مگابایت/g, '۴۸ مگابایت'],
      [/\b\d{1,2}:\d{2}\b/g, '14:05'],
      [/[۰-۹]{1,2}:[۰-۹]{2}/g, '۱۴:۰۵'],
      [/\b\d{1,2} [A-Z][a-z]{2,8}(?: \d{4})?\b/g, '3 May'],
      [
        /[۰-۹]{1,2} (?:فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند)(?: [۰-۹]{4})?/g,
        '۱۳ اردیبهشت',
      ],
    ];
    const still = (text: Text): void => {
      const said = changing.reduce((words, [part, same]) => words.replaceAll(part, same), text.data);
      if (said !== text.data) text.data = said;
    };
    const stillAll = (): void => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) still(node as Text);
    };
    stillAll();
    // What is said anew while the picture is taken is said the same.
    new MutationObserver(stillAll).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
}
