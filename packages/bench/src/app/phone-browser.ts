import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from '@komod/testkit/account';
import { chromiumArgs, findChromium } from '@komod/testkit/chromium';
import { chromium, type BrowserContext, type Page } from '@playwright/test';

/** How much slower than this machine the phone is. */
const cpuSlowdown = 4;

/** A phone of 390×844 at three pixels a point, whose profile survives its browser's end. */
export class PhoneBrowser {
  readonly #profile = mkdtempSync(join(tmpdir(), 'komod-bench-'));
  #context: BrowserContext | null = null;

  async open({ offline = false } = {}): Promise<BrowserContext> {
    await this.#context?.close();
    this.#context = await chromium.launchPersistentContext(this.#profile, {
      executablePath: findChromium(),
      args: chromiumArgs,
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 3,
      isMobile: true,
      hasTouch: true,
      locale: 'en-US',
      timezoneId: 'UTC',
      offline,
    });
    return this.#context;
  }

  async close(): Promise<void> {
    await this.#context?.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }
}

export async function useAccount(context: BrowserContext, { cookie }: Account): Promise<void> {
  const cookies = cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), domain: 'localhost', path: '/' };
  });
  await context.addCookies(cookies);
}

/** A page as slow as the phone from its first byte on. */
export async function slowPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  return page;
}

/** Until the service worker answers for this page. */
export const whenControlled = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

/** Sizes as sent, in KB, of everything of a kind that the page asked for. */
export function countBytes(page: Page, kind: 'script' | 'image'): () => Promise<Map<string, number>> {
  const sizes: Promise<[string, number]>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== kind) return;
    sizes.push(request.sizes().then(({ responseBodySize }) => [request.url(), responseBodySize / 1000]));
  });
  return async () => new Map(await Promise.all(sizes));
}

export const sum = (values: Iterable<number>): number =>
  [...values].reduce((total, value) => total + value, 0);
