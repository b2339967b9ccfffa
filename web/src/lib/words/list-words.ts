import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { held } from './held.ts';
import { wholeNumber } from './time-words.ts';

const namedMost = 3;

/** "Red coat, Blue hat, Scarf and 4 more": the first few by name, each kept from turning the line round. */
export function someNames(names: readonly string[]): string {
  const isolated = names.slice(0, namedMost).map(held);
  const rest = names.length - isolated.length;
  if (rest > 0) isolated.push(m.and_more({ count: wholeNumber(rest) }));
  return new Intl.ListFormat(getLocale(), { type: 'conjunction' }).format(isolated);
}
