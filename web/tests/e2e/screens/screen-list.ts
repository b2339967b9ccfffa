import { accountScreens } from './account-screens.ts';
import type { Screen } from './screen.ts';
import { sellerScreens, unsentScreens } from './seller-screens.ts';
import { shopperScreens } from './shopper-screens.ts';

/** Every screen and every state of one that a visit reaches, in the order in which a browser is led through them. */
export const screens: readonly Screen[] = [
  ...shopperScreens,
  ...sellerScreens,
  ...accountScreens,
  ...unsentScreens,
];
