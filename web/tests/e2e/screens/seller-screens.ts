import { expect, type Page } from '@playwright/test';
import { pieceId } from './marketplace.ts';
import type { Screen, Walk } from './screen.ts';
import {
  cards,
  closeSheet,
  editor,
  filledIn,
  menuOf,
  picker,
  press,
  pressForSheet,
  said,
  sheet,
  toFoot,
  withoutSockets,
} from './walks.ts';

/** Both photos are on another device. */
async function eachMarkedOnce({ page }: Walk): Promise<void> {
  const tiles = page.locator('#photos li[data-photo] > button');
  // Asked for in vain: what is drawn instead is there once the picture is not.
  await page.waitForFunction(() => {
    const asked = performance.getEntriesByType('resource').map(({ name }) => name);
    return asked.filter((name) => /\/media\/[ef]{64}/.test(name)).length > 1;
  });
  await expect(tiles.locator('img.picture')).toHaveCount(0);
  await expect(tiles.locator('svg')).toHaveCount(2);
}

const allHang = ({ page }: Walk) => cards(page).nth(7).waitFor();

/** As if the browser had died while the camera was open for a new piece. */
async function leaveCameraOpen(page: Page): Promise<void> {
  // A page of this origin on which the app does not run: it would take the mark for its own.
  await page.goto('/health');
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('komod-camera', 1);
        opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('mark'));
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const change = opening.result.transaction('mark', 'readwrite');
          change.objectStore('mark').put('new', 'camera');
          change.addEventListener('complete', () => {
            opening.result.close();
            resolve();
          });
        });
      }),
  );
}

/** Asked by the browser itself when it thinks fit, which no test can wait for: as soon as somebody listens. */
const offerInstall = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const asking = setInterval(() => {
      const question = new Event('beforeinstallprompt', { cancelable: true });
      if (!dispatchEvent(question)) clearInterval(asking);
    }, 20);
  });
};

/** What a seller sees; rows of the truth line stand in `/dev/states`. */
export const sellerScreens: readonly Screen[] = [
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
      {
        name: 'photo-unreadable',
        reach: async (walk) => {
          const choosing = walk.page.waitForEvent('filechooser');
          await press(walk, 'sell_choose');
          const file = { name: 'IMG_2041.HEIC', mimeType: 'image/heic', buffer: Buffer.from('no picture') };
          await (await choosing).setFiles(file);
          await walk.page.getByText('IMG_2041.HEIC').first().waitFor();
        },
      },
    ],
  },
  {
    name: 'camera-closed',
    as: 'watcher',
    path: '/',
    prepare: leaveCameraOpen,
    reach: said('photos_camera_closed_new'),
  },
  {
    name: 'sell',
    as: 'sara',
    path: '/sell',
    reach: allHang,
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
    name: 'sell-foot',
    as: 'sara',
    path: '/sell',
    reach: async (walk) => {
      await allHang(walk);
      await toFoot(walk);
    },
  },
  {
    name: 'sell-removed',
    as: 'sara',
    path: '/sell',
    reach: async (walk) => {
      const { page, say } = walk;
      await allHang(walk);
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
    name: 'sell-fetching',
    as: 'newDevice',
    path: '/sell',
    // A server that lets the socket in and says nothing.
    prepare: async (page) => void (await page.routeWebSocket(/\/sync\//, () => undefined)),
    reach: said('sell_fetching'),
  },
  {
    name: 'install',
    as: 'sara',
    path: '/sell',
    prepare: offerInstall,
    reach: async (walk) => {
      await allHang(walk);
      await walk.page.getByRole('button', { name: walk.say('install_button') }).waitFor();
    },
  },
  {
    name: 'install-iphone',
    as: 'saraOnIphone',
    path: '/sell',
    // Offered as a visit begins, to who has pieces here by then.
    reach: async (walk) => {
      await allHang(walk);
      await walk.page.reload();
      await allHang(walk);
      await said('install_title')(walk);
    },
  },
  {
    name: 'install-iphone-guest',
    as: 'iphone',
    path: '/sell/new',
    reach: async (walk) => {
      await walk.page.locator('#title').fill('Evening skirt');
      await walk.page.locator('a[href="/sell"]').first().click();
      await said('install_title')(walk);
    },
  },
  {
    name: 'editor-live',
    as: 'sara',
    path: editor('live'),
    reach: filledIn,
    further: [
      { name: 'editor-foot', reach: toFoot },
      {
        name: 'photo-lifted',
        reach: async ({ page }) => {
          await page.locator('#photos li button').nth(1).focus();
          await page.keyboard.press('Space');
          await page.keyboard.press('ArrowRight');
        },
        // A photo is put down where it is when the page goes.
        leave: ({ page }) => page.keyboard.press('Escape'),
      },
    ],
  },
  { name: 'editor-changed', as: 'sara', path: editor('changed'), reach: filledIn },
  {
    name: 'editor-refused',
    as: 'sara',
    path: editor('refused'),
    reach: filledIn,
    further: [{ name: 'editor-refused-foot', reach: toFoot }],
  },
  { name: 'editor-elsewhere', as: 'sara', path: editor('elsewhere'), reach: eachMarkedOnce },
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
    name: 'piece-own',
    as: 'sara',
    path: `/listing/${pieceId('live')}`,
    reach: ({ page }) =>
      page
        .locator(`a[href="${editor('live')}"]`)
        .first()
        .waitFor(),
  },
  { name: 'closet-own', as: 'sara', path: '/closet/sara', reach: ({ page }) => cards(page).nth(3).waitFor() },
];

/** Work that no server has. Last of all: whatever opens behind it would send it, and the next look would find it sent. */
export const unsentScreens: readonly Screen[] = [
  {
    name: 'sell-offline',
    as: 'sara',
    path: editor('empty-draft'),
    prepare: withoutSockets,
    reach: async (walk) => {
      const { page } = walk;
      await filledIn(walk);
      await page.context().setOffline(true);
      await page.locator('#title').fill('Evening skirt, black');
      await page.locator('a[href="/sell"]').first().click();
      await allHang(walk);
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
