import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signUp } from '@komod/testkit/account';
import { blankPng, emptyZip } from '@komod/testkit/bad-pictures';
import { listPiece } from '@komod/testkit/list-piece';
import { makePhotoRef } from '@komod/testkit/listing-factory';
import { makeJpeg } from '@komod/testkit/photo-factory';
import { photoIdOf, uploadPhoto } from '@komod/testkit/upload-photo';
import { connectStockClient } from '@komod/testkit/stock-client';
import type { Page } from '@playwright/test';
import * as Y from 'yjs';
import { readPiece } from './catalog.ts';
import { expect, test } from './fixtures.ts';
import { openPhone } from './signed-in-phone.ts';

const readers = [
  {
    locale: 'en-US',
    missing: {
      title: 'Give it a title.',
      category: 'Choose a category.',
      size: 'Choose a size.',
      brand: 'Write the brand, or choose No brand.',
      condition: 'Choose its condition.',
      colours: 'Choose a colour.',
      price: 'Set a price.',
    },
    noPhoto: 'Add at least one photo.',
    cut: 'Cut to 80 characters.',
    tooLow: { text: '1', says: 'Price must be at least $3.' },
    junk: { text: 'about forty', says: 'The price is not a number.' },
    tooHigh: { text: '99,999,999', says: 'Price must be at most $15,000.' },
    belowPrice: 'What you paid must be above the price.',
    unreadable: (name: string) => `Can't read ${name}. Set the camera to Most Compatible, or choose a JPEG.`,
    alreadyHere: 'Already here.',
    tooMany: '16 at most. 2 were not added.',
    live: 'Still live as before. Update not accepted:',
    titleTooLong: 'The title is longer than 80 characters.',
    notOfCategory: 'This size does not belong to the category.',
    unknownCategory: 'This category is not in the list.',
    tooManyColours: '2 at most for the colour.',
    brandTooLong: 'The brand is longer than 60 characters.',
    descriptionTooLong: 'The description is longer than 1,500 characters.',
    notYours: 'Photo 2 belongs to another closet.',
    storedLow: '1',
  },
  {
    locale: 'fa-IR',
    missing: {
      title: 'یک عنوان بنویسید.',
      category: 'دسته را انتخاب کنید.',
      size: 'سایز را انتخاب کنید.',
      brand: 'برند را بنویسید یا «بدون برند» را بزنید.',
      condition: 'وضعیت را انتخاب کنید.',
      colours: 'رنگ را انتخاب کنید.',
      price: 'قیمت را بنویسید.',
    },
    noPhoto: 'دست‌کم یک عکس بگذارید.',
    cut: 'به ۸۰ نویسه کوتاه شد.',
    tooLow: { text: '۱', says: 'قیمت باید دست‌کم ۳ دلار باشد.' },
    junk: { text: 'حدود چهل', says: 'قیمت عدد نیست.' },
    tooHigh: { text: '۹۹٬۹۹۹٬۹۹۹', says: 'قیمت باید حداکثر ۱۵٬۰۰۰ دلار باشد.' },
    belowPrice: 'قیمت خرید باید بیشتر از قیمت باشد.',
    unreadable: (name: string) =>
      `${name} خوانده نمی‌شود. دوربین را روی «سازگارترین» بگذارید یا یک JPEG انتخاب کنید.`,
    alreadyHere: 'این عکس هست.',
    tooMany: 'حداکثر ۱۶ عکس. ۲ عکس افزوده نشد.',
    live: 'نسخهٔ قبلی روی ویترین است. تغییر پذیرفته نشد:',
    titleTooLong: 'عنوان بلندتر از ۸۰ نویسه است.',
    notOfCategory: 'این سایز برای این دسته نیست.',
    unknownCategory: 'این دسته در فهرست نیست.',
    tooManyColours: 'رنگ: حداکثر ۲.',
    brandTooLong: 'برند بلندتر از ۶۰ نویسه است.',
    descriptionTooLong: 'توضیح بلندتر از ۱٬۵۰۰ نویسه است.',
    notYours: 'عکس ۲ از کمد دیگری است.',
    storedLow: '۱',
  },
] as const;

const press = (page: Page) => page.locator('[data-foot] button').last().click();
const says = (page: Page, field: string, words: string) =>
  expect(page.locator(`#${field}-error`)).toHaveText(words);

for (const reader of readers) {
  const { locale } = reader;

  test(`nothing typed wrong leaves the device, and each field says why, ${locale}`, async ({
    server,
    browser,
  }) => {
    const page = await openPhone(browser, server, locale);
    await page.goto('/sell/new');
    const title = page.locator('#title');
    await expect(title).toBeVisible();
    await expect(page.locator('[id$="-error"]')).toHaveCount(0);
    await press(page);
    for (const [field, words] of Object.entries(reader.missing)) await says(page, field, words);
    await expect(page.locator('#photos')).toContainText(reader.noPhoto);
    await expect(page.locator('#photos')).toBeFocused();

    await title.fill('Kilim coat '.repeat(9));
    await expect(title).toHaveValue('Kilim coat '.repeat(9).slice(0, 80));
    await expect(page.locator('#title-hint')).toHaveText(reader.cut);
    await title.fill('');
    await says(page, 'title', reader.missing.title);

    const price = page.locator('#price');
    for (const { text, says: words } of [reader.tooLow, reader.junk, reader.tooHigh]) {
      await price.fill(text);
      await says(page, 'price', words);
      await price.blur();
      await press(page);
      await expect(price).toHaveValue(text);
    }
    await price.fill('40');
    await page.locator('#originalPrice').fill('5');
    await says(page, 'originalPrice', reader.belowPrice);
    await page.locator('#originalPrice').fill(reader.junk.text);
    await press(page);
    await expect(page.locator('#originalPrice-error')).toBeVisible();
    await expect(page.locator('#originalPrice')).toHaveValue(reader.junk.text);
    await page.goto('/sell');
    await page.goBack();
    await expect(page.locator('#originalPrice')).toHaveValue(reader.junk.text);
    await expect(price).not.toHaveValue('');

    const files = page.locator('#photos input[type=file][multiple]');
    const notes = page.locator('#photos [role=status]').filter({ hasText: /./ });
    await files.setInputFiles({
      name: 'notes.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from('not a picture'),
    });
    await expect(notes).toHaveText(reader.unreadable('notes.jpg'));
    const traps = await badFiles(test.info().outputDir);
    await files.setInputFiles(Object.values(traps));
    for (const name of Object.keys(traps)) await expect(notes).toContainText(reader.unreadable(name));
    await expect(page.locator('#photos li[data-photo] > button, #photos li[aria-busy]')).toHaveCount(0);
    await rm(test.info().outputDir, { recursive: true });
    const album = await tinyPictures(18);
    await files.setInputFiles(album.slice(0, 1));
    await expect(page.locator('#photos li[data-photo] > button')).toHaveCount(1);
    await files.setInputFiles(album.slice(0, 1));
    await expect(notes).toHaveText(reader.alreadyHere);
    await files.setInputFiles(album.slice(1));
    await expect(notes).toHaveText(reader.tooMany);
    await expect(page.locator('#photos li[data-photo] > button')).toHaveCount(16, { timeout: 60_000 });
    await page.context().close();
  });

  test(`what another client presses and the server refuses stands beside its field, ${locale}`, async ({
    server,
    browser,
  }) => {
    const handle = `bad_input_${process.pid}_${locale.slice(0, 2)}`;
    const account = await signUp(server.origin, { handle });
    const id = `bad-input-${process.pid}-${locale.slice(0, 2)}`;
    const title = `Bad input ${locale}`;
    const piece = await listPiece(server.origin, account, {
      id,
      seed: 61_000 + locale.length,
      change: { title },
    });
    const page = await openPhone(browser, server, locale, account);
    await page.goto(`/sell/${id}`);
    await expect(page.locator('#title')).toHaveValue(title);

    const client = connectStockClient({
      origin: server.origin,
      cookie: account.cookie,
      document: `closet/${account.userId}`,
    });
    await client.whenSynced();
    const listing = client.doc.getMap<Y.Map<unknown>>('listings').get(id)!;
    /** The whole piece again, but for what is wrong in it. */
    const pressWith = (wrong: Record<string, unknown>) =>
      client.doc.transact(() => {
        const { description, photos, ...plain } = { ...piece, ...wrong };
        for (const [key, value] of Object.entries(plain)) listing.set(key, value);
        const text = listing.get('description') as Y.Text;
        text.delete(0, text.length);
        text.insert(0, description);
        const tray = listing.get('photos') as Y.Array<unknown>;
        tray.delete(0, tray.length);
        tray.push(photos);
        listing.set('wish', {
          want: 'listed',
          base: 1,
          at: Date.now(),
          piece: { ...plain, description, photos },
        });
      });

    pressWith({ title: '', price: 100, category: 'women.nothing.none' });
    await says(page, 'title', reader.missing.title);
    await says(page, 'price', reader.tooLow.says);
    await says(page, 'category', reader.unknownCategory);
    await expect(page.locator('#price')).toHaveValue(reader.storedLow);
    await expect(page.getByRole('status').filter({ hasText: reader.live })).toBeVisible();

    const longTitle = 'A title of eighty-one letters '.repeat(3).slice(0, 81);
    pressWith({
      title: longTitle,
      size: 'shoe-40',
      colours: ['black', 'white', 'red'],
      price: 9_999_999_900,
    });
    await says(page, 'title', reader.titleTooLong);
    await says(page, 'colours', reader.tooManyColours);
    await says(page, 'price', reader.tooHigh.says);
    await says(page, 'size', reader.notOfCategory);
    await expect(page.locator('#title')).toHaveValue(longTitle);

    const long = 'x'.repeat(1501);
    pressWith({ description: long, brand: 'y'.repeat(61), colours: [], originalPrice: 300 });
    await says(page, 'description', reader.descriptionTooLong);
    await says(page, 'brand', reader.brandTooLong);
    await says(page, 'colours', reader.missing.colours);
    await says(page, 'originalPrice', reader.belowPrice);
    await expect(page.locator('#description')).toHaveValue(long);

    const stranger = await signUp(server.origin, { handle: `other_${process.pid}_${locale.slice(0, 2)}` });
    const foreign = await makeJpeg({ seed: 62_000 + locale.length, width: 150, height: 200 });
    await uploadPhoto({ origin: server.origin, cookie: stranger.cookie, bytes: foreign });
    pressWith({ originalPrice: undefined, photos: [...piece.photos, makePhotoRef(photoIdOf(foreign))] });
    await expect(page.locator('#photos')).toContainText(reader.notYours);

    expect(await readPiece(server, title)).toMatchObject({ version: 1, price: piece.price });
    client.close();
    await page.context().close();
  });
}

/** A picture that would fill the memory, and a zip of 60 MB, each by its path: too large to be handed over. */
async function badFiles(folder: string): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  const files = { 'bomb.png': blankPng(30_000, 30_000), 'album.jpg': emptyZip(60_000_000) };
  const kept = Object.entries(files).map(async ([name, bytes]) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return [name, path] as const;
  });
  return Object.fromEntries(await Promise.all(kept));
}

async function tinyPictures(count: number) {
  const makeOne = async (seed: number) => ({
    name: `IMG_${seed}.JPG`,
    mimeType: 'image/jpeg',
    buffer: Buffer.from(await makeJpeg({ seed, width: 150, height: 200 })),
  });
  return Promise.all(Array.from({ length: count }, (_, index) => makeOne(63_000 + index)));
}
