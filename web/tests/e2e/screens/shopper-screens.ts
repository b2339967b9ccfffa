import { expect, type Locator, type Page } from '@playwright/test';
import type { CatalogChanges, CatalogPage } from '@komod/domain/catalog-entry';
import { workerTookOver } from '../kept-on-device.ts';
import { pieceId } from './marketplace.ts';
import type { Screen } from './screen.ts';
import { cards, closetIsHere, cut, press, pressForSheet, said, sheet, toFoot } from './walks.ts';

/** One piece was sold, one taken down and three hung up since the page was made. */
async function bringNews(page: Page): Promise<void> {
  await page.route(/\/api\/catalog\/changes/, async (route) => {
    const { origin } = new URL(route.request().url());
    const answer = await fetch(`${origin}/api/catalog?limit=48`);
    const { entries, head } = (await answer.json()) as CatalogPage;
    const [first, sold, removed] = entries;
    const news: CatalogChanges = {
      head: head + 5,
      more: false,
      changes: [
        { seq: head + 1, id: sold!.id, kind: 'sold', entry: { ...sold!, state: 'sold' } },
        { seq: head + 2, id: removed!.id, kind: 'removed', entry: null },
        ...[3, 4, 5].map((place) => {
          const id = `screen-news-${place}`;
          return { seq: head + place, id, kind: 'published' as const, entry: { ...first!, id } };
        }),
      ],
    };
    await route.fulfill({ json: news });
  });
}

/** Again and again: a page from the server is drawn before it listens. */
const save = (heart: Locator) =>
  expect(async () => {
    if ((await heart.getAttribute('aria-pressed')) !== 'true') await heart.click();
    await expect(heart).toHaveAttribute('aria-pressed', 'true', { timeout: 500 });
  }).toPass();

/** What a shopper sees; rows of the truth line stand in `/dev/states`. */
export const shopperScreens: readonly Screen[] = [
  {
    name: 'feed',
    as: 'guest',
    path: '/',
    reach: ({ page }) => cards(page).nth(5).waitFor(),
    further: [
      { name: 'feed-filter', reach: pressForSheet('filter_open') },
      {
        name: 'feed-end',
        reach: async (walk) => {
          await walk.page.keyboard.press('Escape');
          await walk.page.getByRole('dialog').waitFor({ state: 'detached' });
          await said('feed_end')(walk);
          await toFoot(walk);
        },
      },
    ],
  },
  {
    name: 'feed-news',
    as: 'watcher',
    path: '/',
    prepare: bringNews,
    reach: async ({ page }) => {
      await expect(cards(page).filter({ hasText: /No longer here|دیگر اینجا نیست/ })).toHaveCount(1);
      await page.getByRole('button', { name: /3 new|۳ تازه/ }).waitFor();
    },
  },
  { name: 'feed-filtered', as: 'guest', path: '/?category=women&maxPrice=10000' },
  { name: 'feed-filtered-empty', as: 'guest', path: '/?category=kids&maxPrice=3000' },
  { name: 'feed-empty', as: 'first', path: '/' },
  {
    name: 'piece',
    as: 'guest',
    path: `/listing/${pieceId('live')}`,
    reach: ({ page }) => workerTookOver(page),
    further: [
      {
        name: 'viewer',
        reach: async (walk) => {
          await walk.page.locator('.gallery li button').first().click();
          await sheet(walk);
        },
      },
      {
        name: 'piece-foot',
        reach: async (walk) => {
          await walk.page.keyboard.press('Escape');
          await walk.page.getByRole('dialog').waitFor({ state: 'detached' });
          await toFoot(walk);
        },
      },
    ],
  },
  { name: 'piece-sold', as: 'guest', path: `/listing/${pieceId('sold')}` },
  { name: 'piece-gone', as: 'guest', path: `/listing/${pieceId('deleted')}` },
  { name: 'closet', as: 'guest', path: '/closet/sara' },
  { name: 'closet-empty', as: 'guest', path: '/closet/lale' },
  { name: 'closet-nobody', as: 'guest', path: '/closet/nobody_here' },
  { name: 'not-found', as: 'guest', path: '/nowhere' },
  {
    name: 'feed-offline',
    as: 'guest',
    path: '/',
    reach: async ({ page }) => {
      await cards(page).nth(5).waitFor();
      await cut(page);
      await page.reload();
      await cards(page).nth(5).waitFor();
    },
    further: [
      {
        name: 'feed-not-kept',
        reach: async (walk) => {
          await walk.page.locator('a[href="/?category=home"]').first().click();
          await said('feed_not_kept')(walk);
        },
      },
      {
        name: 'sign-up-offline',
        reach: async (walk) => {
          await walk.page.locator('nav a[href="/closet"]').click();
          await closetIsHere(walk);
          await pressForSheet('auth_sign_up')(walk);
        },
      },
      {
        name: 'piece-not-here',
        reach: async (walk) => {
          await walk.page.goto(`/listing/${pieceId('nora-2')}`);
          await walk.page.locator('main h1').waitFor();
        },
      },
      {
        name: 'piece-kept',
        reach: async ({ page }) => {
          await page.goto(`/listing/${pieceId('live')}`);
          await page.locator('.gallery').waitFor();
        },
      },
    ],
  },
  { name: 'saved-empty', as: 'watcher', path: '/saved' },
  {
    name: 'saved',
    as: 'guest',
    path: '/',
    reach: async ({ page }) => {
      for (const place of [1, 2]) await save(cards(page).nth(place).locator('button[aria-pressed]'));
      await page.goto(`/listing/${pieceId('sold')}`);
      await save(page.locator('main button[aria-pressed]').first());
      await page.goto('/saved');
      await cards(page).nth(2).waitFor();
    },
  },
  {
    name: 'inside-instagram',
    as: 'insideInstagram',
    path: '/sell',
    reach: async (walk) => {
      await said('sell_empty_title')(walk);
      await walk.page.getByText('Instagram').or(walk.page.getByText('اینستاگرام')).first().waitFor();
    },
    further: [{ name: 'toast', reach: async (walk) => press(walk, 'mine_in_app_copy') }],
  },
];
