import type { Page } from '@playwright/test';

/** Until the service worker answers for this page. */
export const workerTookOver = (page: Page) =>
  page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');

/** Titles of the cards that the device keeps of the whole feed. Looks without making the database itself. */
export const titlesKept = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'komod-feed')) return [];
    return new Promise<string[]>((resolve) => {
      const opening = indexedDB.open('komod-feed');
      opening.addEventListener('success', () => {
        const reading = opening.result.transaction('feeds').objectStore('feeds').get('all');
        reading.addEventListener('success', () => {
          const kept = reading.result as { entries: { title: string }[] } | undefined;
          opening.result.close();
          resolve(kept?.entries.map(({ title }) => title) ?? []);
        });
      });
    });
  });

/** How many photos of others the device keeps. */
export const coversKept = (page: Page): Promise<number> =>
  page.evaluate(async () => (await (await caches.open('komod-cached-photos')).keys()).length);
