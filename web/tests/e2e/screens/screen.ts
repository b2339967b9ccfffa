import type { Page } from '@playwright/test';
import type { Account } from '@komod/testkit/account';
import type { Say } from './words.ts';

/** Who looks, each with a browser of their own. */
export const visitors = {
  /** Without an account, in a browser that keeps what it saw. */
  guest: {},
  /** Sees the news come in, without a worker between the page and the server. */
  watcher: { serviceWorkers: 'block' },
  /** The first one of an empty server. */
  first: { isEmptyServer: true },
  /** In her own closet. */
  sara: { isSara: true },
  /** Sara on a device that knows nothing yet. */
  newDevice: { isSara: true },
  iphone: {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile Safari/604.1',
  },
  saraOnIphone: {
    isSara: true,
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile Safari/604.1',
  },
  insideInstagram: {
    userAgent:
      'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36 Instagram 400.0.0.0',
  },
} as const satisfies Record<string, VisitorOptions>;
export type Visitor = keyof typeof visitors;

export interface VisitorOptions {
  isEmptyServer?: boolean;
  isSara?: boolean;
  userAgent?: string;
  serviceWorkers?: 'block';
}

export interface Walk {
  page: Page;
  say: Say;
  /** Signs in where somebody drafted before. */
  omid: Account;
}

/** A state of a screen, reached from what stands there. */
interface Look {
  name: string;
  reach?: (walk: Walk) => Promise<unknown>;
  /** Puts back what would be kept of it: the next walk finds the same marketplace. */
  leave?: (walk: Walk) => Promise<unknown>;
}

export interface Screen extends Look {
  as: Visitor;
  path: string;
  /** Before the page is opened. */
  prepare?: (page: Page) => Promise<void>;
  /** Further states, each reached from the one before. */
  further?: readonly Look[];
}
