import { expect, test } from './fixtures.ts';
import { takePictures } from './pictures.ts';
import { Seller } from './seller.ts';

test('an untouched editor leaves no draft, though List it was pressed; the first letters make one and all arrive', async ({
  phone,
}) => {
  const seller = new Seller(await phone.open());
  const { page } = seller;
  await page.goto('/sell/new');
  await page.getByRole('button', { name: 'List it' }).click();
  await expect(page.locator('#title-error')).toHaveText('Give it a title.');
  await page.goto('/sell');
  await expect(page.getByText('Photograph one good piece.')).toBeVisible();

  await page.goto('/sell/new');
  await seller.field('Title').pressSequentially('Kilim');
  await expect(page).toHaveURL(/\/sell\/[0-9a-f-]{36}$/);
  await expect(seller.field('Title')).toHaveValue('Kilim');
  const feed = page.getByRole('link', { name: 'Feed', exact: true });
  await feed.click();
  await expect(feed).toHaveAttribute('aria-current', 'page');
  await page.getByRole('link', { name: 'Sell', exact: true }).click();
  await expect(seller.field('Title')).toHaveValue('Kilim');
  await seller.openSell();
  await expect(seller.card('Kilim')).toBeVisible();
});

test('Next on the keyboard walks the form to List it, and the bar makes room for the keyboard', async ({
  phone,
}) => {
  const page = await phone.open();
  await page.goto('/sell/new');
  const title = page.locator('#title');
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await title.focus();
  await expect(navigation).toBeVisible();
  // A touch keyboard takes the lower part of what is seen.
  await page.setViewportSize({ width: 390, height: 480 });
  await expect(navigation).toBeHidden();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(navigation).toBeVisible();

  await expect(title).toHaveAttribute('enterkeyhint', 'next');
  await title.press('Enter');
  await expect(page.locator('#category')).toBeFocused();
  await page.locator('#price').press('Enter');
  const paid = page.locator('#originalPrice');
  await expect(paid).toBeFocused();
  await expect(paid).toHaveAttribute('enterkeyhint', 'done');
  await paid.press('Enter');
  const listIt = page.getByRole('button', { name: 'List it' });
  await expect(listIt).toBeFocused();
  // Under a touch keyboard the bar is away until the field is left.
  await paid.focus();
  await page.setViewportSize({ width: 390, height: 480 });
  await expect(listIt).toBeHidden();
  await paid.press('Enter');
  await expect(listIt).toBeFocused();
  await expect(listIt).toBeInViewport();

  // Smaller letters make iOS zoom into the field.
  const sizes = await page
    .locator('input:not([type=file]), textarea')
    .evaluateAll((fields) => fields.map((field) => Number.parseFloat(getComputedStyle(field).fontSize)));
  expect(sizes.length).toBeGreaterThan(3);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16);
});

test('a description grows with its words, also in a browser that does not size fields by itself', async ({
  phone,
}) => {
  const page = await phone.open();
  await page.addInitScript(() => {
    const { supports } = CSS;
    CSS.supports = (...asked: [string, string?]) =>
      asked[0] !== 'field-sizing' && Reflect.apply(supports, CSS, asked);
  });
  await page.goto('/sell/new');
  await page.addStyleTag({ content: 'textarea { field-sizing: fixed !important; }' });
  const description = page.locator('#description');
  await description.fill(Array.from({ length: 12 }, (_, line) => `Line ${line}`).join('\n'));
  const hidden = () => description.evaluate((area) => area.scrollHeight - area.clientHeight);
  await expect.poll(hidden).toBeLessThanOrEqual(1);
  const full = await description.evaluate((area) => area.clientHeight);
  await description.fill('One line');
  expect(await description.evaluate((area) => area.clientHeight)).toBeLessThan(full / 2);
});

test('a price groups under the fingers, the caret stays where it was, and the fee is told', async ({
  phone,
}) => {
  const page = await phone.open();
  await page.goto('/sell/new');
  const price = page.locator('#price');
  const caret = () => price.evaluate((field: HTMLInputElement) => field.selectionStart);
  await price.pressSequentially('1234');
  await expect(price).toHaveValue('1,234');
  for (let step = 0; step < 3; step += 1) await price.press('ArrowLeft');
  await price.press('9');
  await expect(price).toHaveValue('19,234');
  expect(await caret()).toBe(2);
  await price.press('Backspace');
  await price.press('Backspace');
  await expect(price).toHaveValue('234');
  expect(await caret()).toBe(0);

  // Whoever groups by hand types the same.
  await price.fill('');
  await price.pressSequentially('1,234.50', { delay: 60 });
  await expect(price).toHaveValue('1,234.50');

  await price.fill('۱۵٫۰۱');
  await expect(price).toHaveValue('15.01');
  await expect(page.getByText('You get $12.01 after the 20 % fee ($3.00).')).toBeVisible();
  await expect(page.getByText("At $14.99 you'd get 3 cents more.")).toBeVisible();
  await price.fill('14,99');
  await expect(page.getByText('You get $12.04 after the fee ($2.95).')).toBeVisible();
  await expect(page.getByText('cents more')).toHaveCount(0);
});

test('after a shot the next one lies under the thumb, until the seller goes on to the words', async ({
  phone,
}) => {
  const seller = new Seller(await phone.open());
  const { page } = seller;
  await page.goto('/sell/new');
  const bar = page.getByRole('group', { name: 'Actions' });
  const another = bar.getByRole('button', { name: 'Take another' });
  for (const [index, picture] of (await takePictures(430, 2)).entries()) {
    const button = index === 0 ? page.getByRole('button', { name: 'Take a photo' }) : another;
    const choosing = page.waitForEvent('filechooser');
    await button.click();
    await (await choosing).setFiles(picture);
    await seller.expectPhotosShown(index + 1);
    await expect(another).toBeInViewport();
  }
  await seller.field('Title').focus();
  await expect(another).toHaveCount(0);
});

test('one answer is enough to be kept: what was paid, or an amount that cannot be read yet', async ({
  phone,
}) => {
  const seller = new Seller(await phone.open());
  const { page } = seller;
  for (const [field, text] of [
    ['#originalPrice', '80'],
    ['#price', 'about forty'],
  ] as const) {
    await page.goto('/sell/new');
    await page.locator(field).fill(text);
    await expect(page).toHaveURL(/\/sell\/[0-9a-f-]{36}$/);
    await page.getByRole('link', { name: 'Back to Sell' }).click();
    await seller.card('Untitled').first().getByRole('link').first().click();
    await expect(page.locator(field)).toHaveValue(text);
    await page.getByRole('link', { name: 'Back to Sell' }).click();
  }
  await expect(seller.card('Untitled')).toHaveCount(2);
});
