import { m } from '#lib/paraglide/messages.js';
import { deviceWord } from './device.ts';
import type { PriceAnswer } from './price-change.ts';
import type { DeviceTruth } from './truth-input.ts';

/** How far a press gets now. What is said of it promises no more than that. */
export type Reach = 'sending' | 'later' | 'refused' | 'signed-out' | 'guest';

export function reachOf({ session, link }: Pick<DeviceTruth, 'session' | 'link'>): Reach {
  if (session !== 'member') return session === 'guest' ? 'guest' : 'signed-out';
  if (link === 'refused') return 'refused';
  return link === 'online' ? 'sending' : 'later';
}

const notTaken = (): string => m.truth_4b({ device: deviceWord() });

const listed: Record<Reach, (words: { count: number }) => string> = {
  sending: m.sell_done_listed,
  later: m.sell_done_listed_later,
  refused: notTaken,
  'signed-out': m.sell_done_listed_signed_out,
  guest: m.sell_done_listed_guest,
};

/** After *List it*. Whether the server takes them is its word, told when it comes. */
export const listedWords = (words: { count: number }, reach: Reach): string => listed[reach](words);

const priced: Record<Reach, (words: { price: string }) => string> = {
  sending: m.sell_done_price_sending,
  later: m.sell_done_price_later,
  refused: notTaken,
  'signed-out': m.sell_done_price_signed_out,
  guest: m.sell_done_price_kept,
};

/** After *Change price*. Of a draft nobody sees any price. */
export const pricedWords = (price: string, answer: PriceAnswer, reach: Reach): string =>
  answer === 'out' ? priced[reach]({ price }) : m.sell_done_price_kept({ price });
