import type { Screen } from './screen.ts';
import {
  closeSheet,
  closetIsHere,
  press,
  pressForSheet,
  pressWith,
  said,
  sheet,
  withoutSockets,
} from './walks.ts';

/** What somebody sees of their account, or of having none. */
export const accountScreens: readonly Screen[] = [
  {
    name: 'own-closet-guest',
    as: 'first',
    path: '/closet',
    reach: closetIsHere,
    further: [{ name: 'sign-up', reach: pressForSheet('auth_sign_up') }],
  },
  { name: 'sign-in', as: 'guest', path: '/sign-in' },
  { name: 'reset-password', as: 'guest', path: '/reset-password' },
  {
    name: 'own-closet',
    as: 'sara',
    path: '/closet',
    reach: closetIsHere,
    further: [
      {
        name: 'export-closet',
        reach: async (walk) => {
          await pressForSheet('takeout_export')(walk);
          // So many the server has, once it has said so.
          await walk.page.getByRole('dialog').getByText(/[8۸]/).waitFor();
        },
      },
      {
        name: 'import-closet',
        reach: async (walk) => {
          await closeSheet(walk);
          await pressForSheet('takeout_import')(walk);
        },
      },
      {
        name: 'password',
        reach: async (walk) => {
          await closeSheet(walk);
          await pressForSheet('mine_password_change')(walk);
        },
      },
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
    name: 'session-ended',
    as: 'newDevice',
    path: '/closet',
    reach: async (walk) => {
      await closetIsHere(walk);
      await walk.page.context().clearCookies();
      await walk.page.reload();
      await said('mine_ended')(walk);
    },
  },
  {
    name: 'own-closet-guest-work',
    as: 'guest',
    path: '/sell/new',
    reach: async (walk) => {
      await walk.page.locator('#title').fill('Evening skirt');
      await walk.page.locator('a[href="/sell"]').first().click();
      await walk.page.locator('nav a[href="/closet"]').click();
      await walk.page.getByRole('button', { name: walk.say('auth_sign_up') }).waitFor();
    },
  },
  {
    name: 'bring-along',
    as: 'guest',
    path: '/sign-in',
    // What is written after it stays on this device.
    prepare: withoutSockets,
    reach: async (walk) => {
      const { page, omid } = walk;
      await page.locator('#auth-email').fill(omid.email);
      await page.locator('#auth-password').fill(omid.password);
      await page.locator('form button[type=submit]').last().click();
      await sheet(walk);
    },
    further: [
      {
        name: 'left-here',
        reach: async (walk) => {
          await pressWith(walk, 'auth_bring_leave');
          await walk.page.getByRole('dialog').waitFor({ state: 'detached' });
          await walk.page.locator('#left-here').waitFor();
        },
      },
      {
        name: 'sign-out-unsent',
        reach: async (walk) => {
          const { page } = walk;
          await page.goto('/sell/new');
          await page.locator('#title').fill('Silk scarf');
          await page.locator('a[href="/sell"]').first().click();
          await page.locator('nav a[href="/closet"]').click();
          await pressForSheet('auth_sign_out')(walk);
        },
      },
      {
        name: 'sign-out-sending',
        reach: async (walk) => {
          await press(walk, 'auth_out_send');
          await walk.page.getByRole('button', { name: walk.say('auth_out_cancel') }).waitFor();
        },
      },
      {
        name: 'sign-out-throwing',
        reach: async (walk) => {
          await press(walk, 'auth_out_cancel');
          await press(walk, 'auth_out_throw');
        },
      },
      {
        name: 'locked',
        reach: async (walk) => {
          await press(walk, 'back');
          await pressWith(walk, 'auth_out_lock');
          await walk.page.getByRole('dialog').waitFor({ state: 'detached' });
          await walk.page.locator('#left-here').waitFor();
        },
      },
    ],
  },
];
