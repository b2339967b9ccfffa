import { test, expect, type BrowserContext } from '@playwright/test';
import { signUp } from '@komod/testkit/account';
import { findingsOn } from '../reading.ts';
import { maxDiffPixels, sizes } from './looks.ts';
import { openMarketplace, type Marketplace } from './marketplace.ts';
import { screens } from './screen-list.ts';
import { visitors, type Visitor, type VisitorOptions } from './screen.ts';
import { squeezeBaselines } from './squeeze-baselines.ts';
import { holdStill, wearOneFace } from './still.ts';
import { wordsOf } from './words.ts';

// Every screen in both sizes, themes and languages: how it looks, beside what it looked like when somebody last
// said that it was right, and whether it can be read and pressed.

// A walk through some eighty looks may lose a race once.
test.describe.configure({ mode: 'parallel', retries: 3 });

const themes = ['light', 'dark'] as const;
const locales = { en: 'en-US', fa: 'fa-IR' };

let marketplace: Marketplace;
test.beforeAll(async () => {
  marketplace = await openMarketplace();
});
test.afterAll(async () => {
  await marketplace.server.close();
  await marketplace.empty.close();
  if (/all|changed/.test(test.info().config.updateSnapshots)) await squeezeBaselines();
});

for (const [size, viewport] of Object.entries(sizes))
  for (const colorScheme of themes)
    for (const [language, locale] of Object.entries(locales))
      test(`every screen looks and reads as it should: ${size}, ${colorScheme}, ${language}`, async ({
        browser,
      }) => {
        test.setTimeout(600_000);
        const { server, empty, sara } = marketplace;
        // Of this test alone: the devices of an account are told on its page.
        const omid = await signUp(server.origin, {
          handle: `omid_${size}_${colorScheme}_${language}`,
          name: 'Omid',
        });
        const contexts = new Map<Visitor, BrowserContext>();
        const findings: string[] = [];
        const say = wordsOf(language);
        for (const screen of screens) {
          let context = contexts.get(screen.as);
          if (!context) {
            const { isEmptyServer, isSara, ...options }: VisitorOptions = visitors[screen.as];
            context = await browser.newContext({
              ...options,
              baseURL: isEmptyServer ? empty.origin : server.origin,
              locale,
              colorScheme,
              viewport,
              timezoneId: 'UTC',
              reducedMotion: 'reduce',
              // For the text face that the baselines are drawn with.
              bypassCSP: true,
            });
            contexts.set(screen.as, context);
            await wearOneFace(context);
            if (isSara) await context.addCookies(cookiesOf(sara.cookie, server.origin));
          }
          const page = await context.newPage();
          page.setDefaultTimeout(20_000);
          await screen.prepare?.(page);
          await page.goto(screen.path);
          await page.locator('h1').first().waitFor({ state: 'attached' });
          const walk = { page, say, omid };
          for (const look of [screen, ...(screen.further ?? [])]) {
            await look.reach?.(walk);
            await holdStill(page);
            await expect
              .soft(page)
              .toHaveScreenshot(`${look.name}-${size}-${colorScheme}-${language}.png`, { maxDiffPixels });
            for (const finding of await findingsOn(page)) findings.push(`${look.name}: ${finding}`);
            await look.leave?.(walk);
          }
          await page.close();
          await context.setOffline(false);
        }
        expect(findings).toEqual([]);
        for (const context of contexts.values()) await context.close();
      });

function cookiesOf(header: string, url: string) {
  return header.split('; ').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), url, httpOnly: true };
  });
}
