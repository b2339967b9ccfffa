import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { Person } from './person.ts';

test.describe.configure({ timeout: 120_000 });

const key = 'komod.first-glance';
const readGlance = (page: Page): Promise<string> =>
  page.evaluate((name) => localStorage.getItem(name) ?? '', key);
/** From a page that keeps none itself, as Sell does whenever it has stood still. */
async function writeGlance(page: Page, glance: string): Promise<void> {
  await page.goto('/icon.svg');
  await page.evaluate(([name, text]) => localStorage.setItem(name!, text!), [key, glance]);
}
const ownerOf = (glance: string): string => (JSON.parse(glance) as { owner: string }).owner;

/** Once the next start would show this piece first. */
async function whenKept(page: Page, title: string): Promise<string> {
  await expect.poll(() => readGlance(page)).toContain(title);
  return readGlance(page);
}

/** A piece that is there when its editor has been left, which `page.goto` does not do. */
async function hang(seller: Person, title: string): Promise<void> {
  const { page } = seller;
  await page.goto('/sell/new');
  await seller.field('Title').fill(title);
  await expect(page).toHaveURL(/\/sell\/[0-9a-f-]{36}$/);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sell' }).click();
  await expect(seller.card(title)).toBeVisible();
}

/** A disk that does not give the closet out before it is told to. */
async function holdCloset(page: Page, owner: string): Promise<() => Promise<void>> {
  const holder = await page.context().newPage();
  await holder.goto('/icon.svg');
  await holder.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => {
          const updates = opening.result.transaction('updates', 'readwrite').objectStore('updates');
          const go = () => {
            resolve();
            if (!('isLetGo' in window)) updates.count().addEventListener('success', go);
          };
          updates.count().addEventListener('success', go);
        });
      }),
    `komod/${owner}/closet`,
  );
  return async () => {
    await holder.evaluate(() => Object.assign(window, { isLetGo: true }));
    await holder.close();
  };
}

/** What moved on the screen by itself, as browsers count it. */
async function countShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    Object.assign(window, { shifted: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        Object.assign(window, { shifted: (window as unknown as { shifted: number }).shifted + entry.value });
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (window as unknown as { shifted: number }).shifted);
}

test('what hung is seen and opened before the closet is read', async ({ phone }) => {
  const seller = new Person(await phone.open());
  const { page } = seller;
  await seller.signUp('glancing');
  await hang(seller, 'Coat at a glance');
  const owner = ownerOf(await whenKept(page, 'Coat at a glance'));

  const letGo = await holdCloset(page, owner);
  await page.goto('/sell');
  await expect(page.getByRole('heading', { level: 1, name: 'Sell', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'All 1', exact: true })).toBeVisible();
  await seller.card('Coat at a glance').click();
  await expect(page).toHaveURL(/\/sell\/[0-9a-f-]{36}$/);
  await letGo();
  await expect(seller.field('Title')).toHaveValue('Coat at a glance');
});

test('what is pressed at first sight is done to the piece once it is read', async ({ phone }) => {
  const seller = new Person(await phone.open());
  const { page } = seller;
  await seller.signUp('glance_menu');
  await hang(seller, 'Belt at a glance');
  const owner = ownerOf(await whenKept(page, 'Belt at a glance'));

  const letGo = await holdCloset(page, owner);
  await page.goto('/sell');
  await page.getByRole('button', { name: /Belt at a glance/ }).click();
  await letGo();
  await page
    .getByRole('dialog', { name: 'Belt at a glance' })
    .getByRole('button', { name: 'Delete', exact: true })
    .click();
  await expect(page.getByRole('button', { name: 'Removed 1', exact: true })).toBeVisible();
});

test('a glance that is older than the closet gives way to it, and nothing moves', async ({ phone }) => {
  const seller = new Person(await phone.open());
  const { page } = seller;
  await seller.signUp('glance_late');
  await hang(seller, 'Older hat');
  const older = await whenKept(page, 'Older hat');
  await hang(seller, 'Newer scarf');
  await whenKept(page, 'Newer scarf');
  await writeGlance(page, older);
  const shifts = await countShifts(page);

  const letGo = await holdCloset(page, ownerOf(older));
  await page.goto('/sell');
  await expect(seller.card('Older hat')).toBeVisible();
  await expect(seller.card('Newer scarf')).toHaveCount(0);
  await letGo();
  await expect(seller.card('Newer scarf')).toBeVisible();
  await expect(page.getByRole('button', { name: 'All 2', exact: true })).toBeVisible();
  expect(await shifts()).toBeLessThan(0.005);
  await whenKept(page, 'Newer scarf');
});

test('what was edited is seen as it is now, though Sell was not seen since', async ({ phone }) => {
  const seller = new Person(await phone.open());
  const { page } = seller;
  await seller.signUp('glance_edited');
  await hang(seller, 'Plain gloves');
  const owner = ownerOf(await whenKept(page, 'Plain gloves'));
  await seller.card('Plain gloves').getByRole('link').first().click();
  await seller.field('Title').fill('Lined gloves');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Feed' }).click();
  await expect(page).toHaveURL('/');

  const letGo = await holdCloset(page, owner);
  await page.goto('/sell');
  await expect(seller.card('Lined gloves')).toBeVisible();
  await letGo();
  await expect(page.getByRole('button', { name: 'All 1', exact: true })).toBeVisible();
});

test('nobody else on the device sees it, not even one that was left behind', async ({ phone }) => {
  const person = new Person(await phone.open());
  const { page } = person;
  await person.signUp('glance_gone');
  await hang(person, 'Nobody else’s coat');
  const left = await whenKept(page, 'Nobody else’s coat');
  await person.signOutSafely();
  expect(await readGlance(page)).toBe('');

  await person.signUp('glance_next');
  await hang(person, 'A bag of one’s own');
  const own = await whenKept(page, 'A bag of one’s own');
  await writeGlance(page, left);
  const letGo = await holdCloset(page, ownerOf(own));
  await page.goto('/sell');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Opening');
  await expect(page.getByRole('main')).not.toContainText('Nobody else’s coat');
  await letGo();
  await expect(person.card('A bag of one’s own')).toBeVisible();
});

test('one that cannot be read is as good as none', async ({ phone }) => {
  const seller = new Person(await phone.open());
  const { page } = seller;
  await seller.signUp('glance_torn');
  await hang(seller, 'Whole skirt');
  const whole = await whenKept(page, 'Whole skirt');
  const broken: string[] = [];
  page.on('pageerror', (error) => broken.push(error.message));
  const { owner, glance } = JSON.parse(whole) as { owner: string; glance: Record<string, unknown> };
  const torn = [
    whole.slice(0, -20),
    JSON.stringify({ owner }),
    JSON.stringify({ owner, glance: { ...glance, form: 0 } }),
    JSON.stringify({ owner, glance: { ...glance, listings: [{ draft: null }] } }),
    JSON.stringify({ owner, glance: { ...glance, counts: 'all' } }),
  ];
  for (const text of torn) {
    await writeGlance(page, text);
    const letGo = await holdCloset(page, owner);
    await page.goto('/sell');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Opening');
    await letGo();
    await expect(seller.card('Whole skirt')).toBeVisible();
  }
  expect(broken).toEqual([]);
});
