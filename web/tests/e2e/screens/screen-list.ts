import { expect, type Page } from '@playwright/test';
import type { Account } from '@komod/testkit/account';
import { coversKept, titlesKept, workerTookOver } from '../kept-on-device.ts';
import { pieceId } from './marketplace.ts';
import type { Say } from './words.ts';

interface Walk {
  page: Page;
  say: Say;
  /** Signs in where somebody drafted before. */
  omid: Account;
}

/** A state of a screen, reached from what stands there. */
interface Look {
  name: string;
  reach?: (walk: Walk) => Promise<unknown>;
}

export interface Screen extends Look {
  /** Who looks: somebody without an account, Sara in her own closet, or the first visitor of an empty server. */
  as: 'guest' | 'sara' | 'first';
  path: string;
  /** Before the page is opened. */
  prepare?: (page: Page) => Promise<void>;
  /** Further states, each reached from the one before. */
  further?: readonly Look[];
}

const cards = (page: Page) => page.locator('main ul.photo-grid > li');
const press = ({ page, say }: Walk, key: string) =>
  page
    .getByRole('button', { name: say(key), exact: true })
    .first()
    .click();
const sheet = ({ page }: Walk) => page.getByRole('dialog').last().waitFor();
const pressForSheet = (key: string) => async (walk: Walk) => {
  await press(walk, key);
  await sheet(walk);
};
const picker = (id: string) => async (walk: Walk) => {
  await walk.page.locator(`#${id}`).click();
  await sheet(walk);
};
const editor = (name: string) => `/sell/${pieceId(name)}`;
const filledIn = ({ page }: Walk) => page.locator('#title').waitFor();
const menuOf = (title: string) => async (walk: Walk) => {
  const card = cards(walk.page).filter({ hasText: title });
  await card.locator('button').last().click();
  await sheet(walk);
};

const closeSheet = async ({ page }: Walk) => {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
};
/** With everything on the device that a visit leaves there. */
const cut = async (page: Page) => {
  await workerTookOver(page);
  await expect.poll(() => titlesKept(page)).toHaveLength(await cards(page).count());
  await expect.poll(() => coversKept(page)).toBeGreaterThanOrEqual(await cards(page).count());
  await page.context().setOffline(true);
};

/** Every screen and every state of one that a visit reaches; rows of the truth line stand in `/dev/states`. */
export const screens: readonly Screen[] = [
  {
    name: 'feed',
    as: 'guest',
    path: '/',
    reach: ({ page }) => cards(page).nth(5).waitFor(),
    further: [{ name: 'feed-filter', reach: pressForSheet('filter_open') }],
  },
  { name: 'feed-filtered', as: 'guest', path: '/?category=women&maxPrice=10000' },
  { name: 'feed-filtered-empty', as: 'guest', path: '/?category=kids&maxPrice=3000' },
  { name: 'feed-empty', as: 'first', path: '/' },
  {
    name: 'piece',
    as: 'guest',
    path: `/listing/${pieceId('live')}`,
    further: [
      {
        name: 'viewer',
        reach: async (walk) => {
          await walk.page.locator('.gallery li button').first().click();
          await sheet(walk);
        },
      },
    ],
  },
  { name: 'piece-sold', as: 'guest', path: `/listing/${pieceId('sold')}` },
  { name: 'piece-gone', as: 'guest', path: `/listing/${pieceId('deleted')}` },
  { name: 'closet', as: 'guest', path: '/closet/sara' },
  { name: 'closet-nobody', as: 'guest', path: '/closet/nobody_here' },
  {
    name: 'feed-offline',
    as: 'guest',
    path: '/',
    reach: async ({ page }) => {
      await cut(page);
      await page.reload();
      await cards(page).nth(5).waitFor();
    },
    further: [
      {
        name: 'sign-up-offline',
        reach: async (walk) => {
          await walk.page.locator('nav a[href="/closet"]').click();
          await pressForSheet('auth_sign_up')(walk);
        },
      },
    ],
  },
  { name: 'saved-empty', as: 'guest', path: '/saved' },
  {
    name: 'saved',
    as: 'guest',
    path: '/',
    reach: async ({ page }) => {
      for (const place of [1, 2]) {
        const heart = cards(page).nth(place).locator('button[aria-pressed]');
        await heart.click();
        await expect(heart).toHaveAttribute('aria-pressed', 'true');
      }
      await page.goto('/saved');
      await cards(page).nth(1).waitFor();
    },
  },
  { name: 'sell-empty', as: 'guest', path: '/sell' },
  {
    name: 'editor-empty',
    as: 'guest',
    path: '/sell/new',
    reach: filledIn,
    further: [
      {
        name: 'editor-missing',
        reach: async ({ page }) => {
          await page.locator('[data-foot] button').last().click();
          await page.locator('#title-error').waitFor();
        },
      },
    ],
  },
  {
    name: 'own-closet-guest',
    as: 'guest',
    path: '/closet',
    further: [{ name: 'sign-up', reach: pressForSheet('auth_sign_up') }],
  },
  { name: 'sign-in', as: 'guest', path: '/sign-in' },
  { name: 'reset-password', as: 'guest', path: '/reset-password' },
  {
    name: 'sell',
    as: 'sara',
    path: '/sell',
    reach: ({ page }) => cards(page).nth(7).waitFor(),
    further: [
      { name: 'sell-menu', reach: menuOf('Camel belted coat') },
      { name: 'sell-price', reach: pressForSheet('sell_menu_price') },
      {
        name: 'sell-selecting',
        reach: async (walk) => {
          await closeSheet(walk);
          await press(walk, 'sell_select');
          await press(walk, 'sell_select_all');
        },
      },
    ],
  },
  {
    name: 'sell-removed',
    as: 'sara',
    path: '/sell',
    reach: async ({ page, say }) => {
      await cards(page).nth(7).waitFor();
      await page.getByRole('button', { name: say('sell_tab_removed') }).click();
      await cards(page).filter({ hasText: 'Straight jeans' }).waitFor();
    },
    further: [
      {
        name: 'sell-destroy',
        reach: async (walk) => {
          await menuOf('Straight jeans')(walk);
          await press(walk, 'sell_menu_destroy');
          await walk.page.getByText(walk.say('sell_destroy_final')).waitFor();
        },
      },
    ],
  },
  {
    name: 'install',
    as: 'sara',
    path: '/sell',
    reach: async ({ page, say }) => {
      await cards(page).nth(7).waitFor();
      // Asked by the browser itself when it thinks fit, which no test can wait for.
      await page.evaluate(() => dispatchEvent(new Event('beforeinstallprompt')));
      await page.getByRole('button', { name: say('install_button') }).waitFor();
    },
  },
  { name: 'editor-live', as: 'sara', path: editor('live'), reach: filledIn },
  { name: 'editor-changed', as: 'sara', path: editor('changed'), reach: filledIn },
  { name: 'editor-refused', as: 'sara', path: editor('refused'), reach: filledIn },
  { name: 'editor-elsewhere', as: 'sara', path: editor('elsewhere'), reach: filledIn },
  ...['category', 'size', 'brand', 'condition', 'colours'].map((id): Screen => ({
    name: `picker-${id}`,
    as: 'sara',
    path: editor('live'),
    reach: picker(id),
  })),
  {
    name: 'photo-sheet',
    as: 'sara',
    path: editor('live'),
    reach: async (walk) => {
      await walk.page.locator('#photos li button').nth(1).click();
      await sheet(walk);
    },
  },
  {
    name: 'own-closet',
    as: 'sara',
    path: '/closet',
    further: [
      { name: 'password', reach: pressForSheet('mine_password_change') },
      {
        name: 'sign-out',
        reach: async (walk) => {
          await closeSheet(walk);
          await pressForSheet('auth_sign_out')(walk);
        },
      },
    ],
  },
  { name: 'profile', as: 'sara', path: '/profile' },
  {
    name: 'piece-own',
    as: 'sara',
    path: `/listing/${pieceId('live')}`,
    reach: ({ page }) =>
      page
        .locator(`a[href="${editor('live')}"]`)
        .first()
        .waitFor(),
  },
  {
    name: 'bring-along',
    as: 'guest',
    path: '/sell/new',
    reach: async (walk) => {
      const { page, omid } = walk;
      await page.locator('#title').fill('Evening skirt');
      await page.goto('/sign-in');
      await page.locator('#auth-email').fill(omid.email);
      await page.locator('#auth-password').fill(omid.password);
      await page.locator('form button[type=submit]').last().click();
      await sheet(walk);
    },
  },
  {
    name: 'sell-offline',
    as: 'sara',
    path: editor('empty-draft'),
    // A socket may live on for a while after the browser says that it is offline.
    prepare: (page) => page.routeWebSocket(/\/sync\//, (socket) => socket.close()),
    reach: async ({ page }) => {
      await filledIn({ page } as Walk);
      await page.context().setOffline(true);
      await page.locator('#title').fill('Evening skirt, black');
      await page.locator('a[href="/sell"]').first().click();
      await cards(page).nth(7).waitFor();
      await page.locator('main [role=status] button').first().waitFor();
    },
    further: [
      {
        name: 'waiting-list',
        reach: async (walk) => {
          await walk.page.locator('main [role=status] button').first().click();
          await sheet(walk);
        },
      },
    ],
  },
];
