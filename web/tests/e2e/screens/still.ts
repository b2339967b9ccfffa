import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';

const inter = readFileSync(
  new URL(import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')),
);

/** One text face on every machine instead of its system's. */
const face = `
  @font-face {
    font-family: 'Inter';
    font-weight: 100 900;
    src: url('data:font/woff2;base64,${inter.toString('base64')}') format('woff2');
  }
  :root { --font-text: 'Vazirmatn', 'Inter' !important; }
`;

/** Makes what a page shows the same in every run: its text face, times, dates and sizes. Waits for its pictures. */
export async function holdStill(page: Page): Promise<void> {
  await page.addStyleTag({ content: face });
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
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node as Text;
      const still = changing.reduce((said, [part, same]) => said.replaceAll(part, same), text.data);
      if (still !== text.data) text.data = still;
    }
  });
}
