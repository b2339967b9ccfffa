import type { CatalogPage } from '@komod/domain/catalog-entry';
import { catalogClient, type CatalogAnswer } from '#lib/platform/catalog-client.ts';
import { browser } from '$app/env';
import { feedAddress, type FeedFilter } from './feed-filter.ts';
import { FeedState } from './feed-state.svelte.ts';

/** Every tab and some filters of each; one that was not looked at for longest is asked for again. */
const openMax = 12;

/**
 * Feeds of this tab by their address, so that Back lands on the same card. The server answers many people and
 * keeps none.
 */
const open = new Map<string, FeedState>();

export const isFeedOpen = (filter: FeedFilter): boolean => browser && open.has(feedAddress(filter));

/** The open feed under a filter, or a new one that begins with `first`. */
export function feedFor(filter: FeedFilter, first: CatalogAnswer<CatalogPage> | null): FeedState {
  const address = feedAddress(filter);
  const kept = browser ? open.get(address) : undefined;
  const feed =
    kept ?? new FeedState(filter, first ?? { kind: 'unreachable' }, catalogClient(globalThis.fetch));
  if (browser) {
    open.delete(address);
    open.set(address, feed);
    const [longestUnseen] = open.keys();
    if (open.size > openMax && longestUnseen !== undefined) open.delete(longestUnseen);
  }
  return feed;
}
