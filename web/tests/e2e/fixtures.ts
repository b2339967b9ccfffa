import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { devices, test as base, type Page } from '@playwright/test';
import { Phone } from './phone.ts';

interface Fixtures {
  /** Takes a phone out of a drawer: a browser profile of its own that can be killed and opened again. */
  phone: Phone;
  /** The same person's other device. */
  laptop: Phone;
  /** Somebody else, on another device, with no account. */
  shopper: Page;
}

interface WorkerFixtures {
  server: ServerProcess;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures wanted from this very pattern
    async ({}, use) => {
      const server = await startServerProcess({ withWeb: true });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  phone: async ({ server, launchOptions, playwright }, use) => {
    const phone = new Phone(playwright.chromium, launchOptions, server.origin);
    await use(phone);
    await phone.close();
  },
  laptop: async ({ server, launchOptions, playwright }, use) => {
    const desk = { ...devices['Desktop Chrome'], viewport: { width: 1280, height: 800 } };
    const laptop = new Phone(playwright.chromium, launchOptions, server.origin, desk);
    await use(laptop);
    await laptop.close();
  },
  shopper: async ({ browser, server }, use) => {
    const context = await browser.newContext({ baseURL: server.origin });
    await use(await context.newPage());
    await context.close();
  },
});

export { expect } from '@playwright/test';
