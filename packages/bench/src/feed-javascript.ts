import { chromiumArgs, findChromium } from '@komod/testkit/chromium';
import { chromium } from '@playwright/test';

/**
 * KB of JavaScript as sent (headers left out) that the feed asks for on a first visit until the service worker
 * has taken over: more than the first card needs, never less.
 */
export async function measureFeedJavaScript(origin: string): Promise<number> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs });
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, hasTouch: true });
    const scripts: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      if (request.resourceType() === 'script')
        scripts.push(request.sizes().then((sizes) => sizes.responseBodySize));
    });
    await page.goto(origin);
    await page.getByRole('listitem').getByRole('link').first().tap({ trial: true });
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const sizes = await Promise.all(scripts);
    return sizes.reduce((total, size) => total + size, 0) / 1000;
  } finally {
    await browser.close();
  }
}
