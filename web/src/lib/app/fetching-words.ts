import { m } from '#lib/paraglide/messages.js';
import { deviceWord } from './device.ts';
import type { Workshop } from './workshop.svelte.ts';

/** What is said while the server has not once told this device what hangs in the closet. */
export function fetchingWords({ link, fetchedCount }: Workshop): string {
  if (link.link !== 'online') return m.sell_not_fetched({ device: deviceWord() });
  return fetchedCount === null ? m.sell_fetching() : m.sell_fetching_count({ count: fetchedCount });
}
