import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { HumanHand } from './human-hand.ts';
import { takePictures } from './pictures.ts';

// From Sell to *List it* in a minute. The clock of the machine is not looked at: what is added up is what a person
// of a known pace needs for every tap, letter and look (human-hand.ts), so the figure changes only when the way does.

const languages = {
  'en-US': {
    choose: 'Choose',
    title: 'Linen blazer from Paris',
    departments: ['Women', 'Jackets and coats', 'Blazers'],
    size: 'M',
    noBrand: 'No brand',
    condition: /^Like new/,
    colour: 'Black',
    done: 'Done',
    price: '40',
    net: 'You get $32.00 after the 20 % fee ($8.00).',
  },
  'fa-IR': {
    choose: 'انتخاب عکس',
    title: 'کت تک کتان از پاریس',
    departments: ['زنانه', 'مانتو، کت و پالتو', 'کت تک'],
    size: 'M',
    noBrand: 'بدون برند',
    condition: /^در حد نو/,
    colour: 'مشکی',
    done: 'تمام',
    price: '۴۰',
    net: 'پس از کارمزد ۲۰٪ (۸٫۰۰ دلار) به شما ۳۲٫۰۰ دلار می‌رسد.',
  },
};

const secondsMax = 60;
const option = (page: Page, name: string | RegExp) =>
  page
    .getByRole('dialog')
    .getByRole('option', { name, exact: typeof name === 'string' })
    .first();

async function expectListedByGuest(page: Page, hand: HumanHand, way: string) {
  // Pressed: a guest is asked to sign up, and sees the cover that goes live.
  const sheet = page.getByRole('dialog');
  await expect(sheet.locator('#auth-handle')).toBeVisible();
  await expect(sheet.locator('img').first()).toBeVisible();
  console.log(`${way}: ${hand.seconds.toFixed(1)} s in ${hand.interactions} interactions`);
  expect(hand.seconds).toBeLessThan(secondsMax);
}

for (const [locale, words] of Object.entries(languages)) {
  test(`a piece is listed within a minute by touch, ${locale}`, async ({ phone }) => {
    const page = await phone.open({ locale });
    const pictures = await takePictures(800, 3);
    const hand = new HumanHand(page);
    const choose = async (field: string, ...names: (string | RegExp)[]) => {
      await hand.tap(page.locator(`#${field}`));
      for (const name of names) {
        hand.look();
        await hand.tap(option(page, name));
      }
    };
    await page.goto('/sell');
    hand.look();
    await hand.choosePictures(pictures, 'tap', () =>
      hand.tap(page.getByRole('button', { name: words.choose, exact: true })),
    );
    hand.look();
    await hand.tap(page.locator('#title'));
    await hand.type(words.title);
    await choose('category', ...words.departments);
    await choose('size', words.size);
    await choose('brand', words.noBrand);
    await choose('condition', words.condition);
    await choose('colours', words.colour);
    await hand.tap(page.getByRole('dialog').getByRole('button', { name: words.done, exact: true }));
    await hand.tap(page.locator('#price'));
    await hand.type(words.price);
    await expect(page.getByText(words.net)).toBeVisible();
    hand.look();
    await hand.tap(page.locator('[data-foot] button').last());
    await expectListedByGuest(page, hand, `by touch, ${locale}`);
  });
}

test('a piece is listed within a minute by keyboard alone', async ({ phone }) => {
  const words = languages['en-US'];
  const page = await phone.open();
  const pictures = await takePictures(810, 3);
  const hand = new HumanHand(page);
  /** A field that is reached opens, and answers to letters and Enter. */
  const choose = async (field: string, letters: string, wanted: string | RegExp) => {
    await hand.tabTo(page.locator(`#${field}`));
    await hand.key('Enter');
    hand.look();
    await hand.tabTo(page.locator(`#${field}-search, #${field}-options-stop`));
    await hand.type(letters);
    await expect(option(page, wanted)).toBeVisible();
    await hand.key('Enter');
  };
  await page.goto('/sell');
  hand.look();
  await hand.tabTo(page.getByRole('button', { name: words.choose, exact: true }));
  await hand.choosePictures(pictures, 'key', () => hand.key('Enter'));
  hand.look();
  await hand.tabTo(page.locator('#title'));
  await hand.type(words.title);
  await hand.key('Enter');
  await choose('category', 'blaz', /^Blazers/);
  await choose('size', 'm', words.size);
  await choose('brand', 'no br', words.noBrand);
  await choose('condition', 'lik', words.condition);
  await choose('colours', 'bl', words.colour);
  await hand.tabTo(page.getByRole('dialog').getByRole('button', { name: words.done, exact: true }));
  await hand.key('Enter');
  await hand.tabTo(page.locator('#price'));
  await hand.type(words.price);
  await expect(page.getByText(words.net)).toBeVisible();
  await hand.key('Enter');
  await hand.key('Enter');
  await hand.key('Enter');
  await expectListedByGuest(page, hand, 'by keyboard');
});
