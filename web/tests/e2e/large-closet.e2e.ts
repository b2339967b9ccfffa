import { signUp } from '@komod/testkit/account';
import { connectDurableClient } from '@komod/testkit/durable-client';
import { makePiece, writeDraft } from '@komod/testkit/listing-factory';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { openPhone } from './signed-in-phone.ts';

const pieces = 130;
/** A fraction of a pixel a row, summed up by the browser in another order. */
const roundingPx = 2;

const heightOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollHeight);
const placeOf = (page: Page): Promise<number> => page.evaluate(() => scrollY);

for (const { size, width, height } of [
  { size: 'a phone', width: 390, height: 844 },
  { size: 'a wide window', width: 1280, height: 800 },
])
  test(`of a closet of many pieces only what is near hangs, each in the place it always has, on ${size}`, async ({
    browser,
    server,
  }) => {
    const account = await signUp(server.origin, { handle: `large_${width}` });
    const { cookie, userId } = account;
    const client = connectDurableClient({ origin: server.origin, cookie, document: `closet/${userId}` });
    await client.whenOpen();
    client.doc.transact(() => {
      for (let index = 1; index <= pieces; index += 1) {
        const piece = makePiece(index, { title: `Piece ${index}`, photos: [] });
        writeDraft(client.doc, `large-${width}-${index}`, piece, index);
      }
    });
    await client.whenAcked();
    client.close();

    const page = await openPhone(browser, server, 'en-US', account);
    await page.setViewportSize({ width, height });
    await page.goto('/sell');
    const card = (index: number) => page.getByRole('link', { name: new RegExp(`^Piece ${index},`) });
    const places = page.getByRole('main').getByRole('listitem');
    await expect(card(pieces)).toBeVisible();
    await expect(page.getByRole('button', { name: `All ${pieces}`, exact: true })).toBeVisible();
    const whole = await heightOf(page);
    expect(await places.count()).toBeLessThan(pieces);

    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await expect(card(1)).toBeInViewport();
    await expect(places.last()).toHaveAttribute('aria-posinset', String(pieces));
    await expect(places.last()).toHaveAttribute('aria-setsize', String(pieces));
    // The newest hang far above by now.
    await expect(card(pieces)).toHaveCount(0);
    expect(Math.abs((await heightOf(page)) - whole)).toBeLessThanOrEqual(roundingPx);

    const place = await placeOf(page);
    await card(1).click();
    await expect(page.getByLabel('Title')).toHaveValue('Piece 1');
    await page.goBack();
    await expect(card(1)).toBeInViewport();
    expect(Math.abs((await placeOf(page)) - place)).toBeLessThanOrEqual(roundingPx);
    await page.context().close();
  });
