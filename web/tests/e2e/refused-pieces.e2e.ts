import { signUp } from '@komod/testkit/account';
import { cutShort } from '@komod/testkit/bad-pictures';
import { listPiece } from '@komod/testkit/list-piece';
import { makePhotoRef, makePiece, writeDraft } from '@komod/testkit/listing-factory';
import { makeJpeg } from '@komod/testkit/photo-factory';
import { connectStockClient } from '@komod/testkit/stock-client';
import { photoIdOf, uploadPhoto } from '@komod/testkit/upload-photo';
import type { Piece } from '@komod/domain/piece';
import type { Page } from '@playwright/test';
import type * as Y from 'yjs';
import { expect, test } from './fixtures.ts';
import { openPhone } from './signed-in-phone.ts';

type Case =
  | 'no title'
  | 'a price changed elsewhere'
  | 'a listing of another seller'
  | 'a currency without a row'
  | 'no piece'
  | 'a number where a text belongs'
  | 'a photo id that is none'
  | 'too many photos'
  | 'no photos'
  | 'a photo that cannot be read';

/** What stands in the line above the piece, and beside the field. */
const said: Record<string, Record<Case, readonly [truth: string, field: string]>> = {
  'en-US': {
    'no title': ['Not live: the title is empty.', 'Give it a title.'],
    'a price changed elsewhere': [
      'Still live as before. Update not accepted: the price was changed on another device meanwhile.',
      '$13 is live. Another device asked for $18.',
    ],
    'a listing of another seller': [
      'Not live: it belongs to another closet on this server. List it from there, or make it anew here.',
      'It belongs to another closet on this server. List it from there, or make it anew here.',
    ],
    'a currency without a row': [
      'Not live: this currency is not in the list.',
      'This currency is not in the list.',
    ],
    'no piece': ['Not live: the piece is missing.', 'The piece is missing.'],
    'a number where a text belongs': [
      'Not live: the description is not text.',
      'The description is not text.',
    ],
    'a photo id that is none': ['Not live: photo 1 is not a photo.', 'Photo 1 is not a photo.'],
    'too many photos': ['Not live: 16 at most for the photo.', '16 at most for the photo.'],
    'no photos': ['Not live: at least one photo is needed.', 'Add at least one photo.'],
    'a photo that cannot be read': ["Not live: photo 1 can't be read.", "Photo 1 can't be read."],
  },
  'fa-IR': {
    'no title': ['روی ویترین نرفت: عنوان خالی است.', 'یک عنوان بنویسید.'],
    'a price changed elsewhere': [
      'نسخهٔ قبلی روی ویترین است. تغییر پذیرفته نشد: قیمت در این میان روی دستگاه دیگری عوض شده است.',
      '۱۳ دلار روی ویترین است. دستگاه دیگری ۱۸ دلار خواسته بود.',
    ],
    'a listing of another seller': [
      'روی ویترین نرفت: این آگهی در کمد دیگری روی همین سرور است. از همان کمد روی ویترین بگذارید، یا اینجا از نو بسازید.',
      'این آگهی در کمد دیگری روی همین سرور است. از همان کمد روی ویترین بگذارید، یا اینجا از نو بسازید.',
    ],
    'a currency without a row': [
      'روی ویترین نرفت: این واحد پول در فهرست نیست.',
      'این واحد پول در فهرست نیست.',
    ],
    'no piece': ['روی ویترین نرفت: آگهی وارد نشده است.', 'آگهی وارد نشده است.'],
    'a number where a text belongs': ['روی ویترین نرفت: توضیح متن نیست.', 'توضیح متن نیست.'],
    'a photo id that is none': ['روی ویترین نرفت: عکس ۱ عکس نیست.', 'عکس ۱ عکس نیست.'],
    'too many photos': ['روی ویترین نرفت: عکس: حداکثر ۱۶.', 'عکس: حداکثر ۱۶.'],
    'no photos': ['روی ویترین نرفت: دست‌کم یک عکس لازم است.', 'دست‌کم یک عکس بگذارید.'],
    'a photo that cannot be read': ['روی ویترین نرفت: عکس ۱ خوانده نمی‌شود.', 'عکس ۱ خوانده نمی‌شود.'],
  },
};

/** Where the words beside the field stand; what has no field is said at the end of the form. */
const places: Record<Case, string> = {
  'no title': '#title-error',
  'a price changed elsewhere': '[data-error=price] p',
  'a listing of another seller': '#form-error',
  'a currency without a row': '#form-error',
  'no piece': '#form-error',
  'a number where a text belongs': '#description-error',
  'a photo id that is none': '[data-error=photos]',
  'too many photos': '[data-error=photos]',
  'no photos': '[data-error=photos]',
  'a photo that cannot be read': '[data-error=photos]',
};

for (const [locale, words] of Object.entries(said))
  test(`a refused piece says why above it and beside the field, ${locale}`, async ({ server, browser }) => {
    const { origin } = server;
    const name = `${process.pid}_${locale.slice(0, 2)}`;
    const [seller, stranger] = await Promise.all([
      signUp(origin, { handle: `refused_${name}` }),
      signUp(origin, { handle: `stranger_${name}` }),
    ]);
    const idOf = (what: Case): string =>
      `refused-${name}-${Object.keys(words).indexOf(what)}`.replace('_', '-');
    const live = await listPiece(origin, seller, { id: idOf('a price changed elsewhere'), seed: 71_000 });
    await listPiece(origin, stranger, { id: idOf('a listing of another seller'), seed: 72_000 });
    const half = cutShort(await makeJpeg({ seed: 73_000, width: 300, height: 400 }));
    expect((await uploadPhoto({ origin, cookie: seller.cookie, bytes: half })).status).toBe(422);

    const good = makePiece(70_000, { photos: live.photos });
    const ids = Array.from({ length: 17 }, (_, index) => (index + 1).toString(16).padStart(64, 'a'));
    const pressed: Record<Case, { piece: Partial<Piece> | undefined; base?: number }> = {
      'no title': { piece: { ...good, title: '' } },
      'a price changed elsewhere': { piece: { ...live, price: live.price + 500 } },
      'a listing of another seller': { piece: good },
      'a currency without a row': { piece: { ...good, currency: 'XAU' } },
      'no piece': { piece: undefined },
      'a number where a text belongs': { piece: { ...good, description: 7 as unknown as string } },
      'a photo id that is none': { piece: { ...good, photos: [makePhotoRef('../../etc/passwd')] } },
      'too many photos': { piece: { ...good, photos: ids.map(makePhotoRef) } },
      'no photos': { piece: { ...good, photos: [] } },
      'a photo that cannot be read': { piece: { ...good, photos: [makePhotoRef(photoIdOf(half))] } },
    };
    const client = connectStockClient({
      origin,
      cookie: seller.cookie,
      document: `closet/${seller.userId}`,
    });
    await client.whenSynced();
    const cases = Object.keys(words) as Case[];
    client.doc.transact(() => {
      for (const [index, what] of cases.entries()) {
        const { piece } = pressed[what];
        const { description, ...rest } = { ...good, ...piece };
        const draft = { ...rest, description: typeof description === 'string' ? description : '' };
        writeDraft(client.doc, idOf(what), draft, Date.now());
        const listing = client.doc.getMap<Y.Map<unknown>>('listings').get(idOf(what))!;
        listing.set('wish', { want: 'listed', base: null, at: Date.now() + index, ...(piece && { piece }) });
      }
    });

    const page = await openPhone(browser, server, locale, seller);
    for (const what of cases) await expectSaid(page, idOf(what), places[what], words[what]);
    const { entries } = (await (await fetch(`${origin}/api/closets/${seller.handle}`)).json()) as {
      entries: { id: string; price: number }[];
    };
    expect(entries).toMatchObject([{ id: idOf('a price changed elsewhere'), price: live.price }]);
    client.close();
    await page.context().close();
  });

async function expectSaid(page: Page, id: string, place: string, [truth, field]: readonly [string, string]) {
  await page.goto(`/sell/${id}`);
  await expect(page.getByRole('status').filter({ hasText: truth })).toBeVisible();
  await expect(page.locator(place)).toHaveText(field);
}
