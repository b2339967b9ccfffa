import { followCatalog } from '#lib/platform/catalog-live.ts';
import { keepCovers } from '#lib/platform/kept-covers.ts';
import type { FeedState } from './feed-state.svelte.ts';

const keptCovers = 200;

/** While a feed is on the screen: hears news, and leaves its cards on the device for the next time without signal. */
export function followFeed(feed: FeedState): () => void {
  const stopHearing = followCatalog(
    () => feed.head,
    (head) => {
      if (feed.asOf !== null) void feed.refresh();
      else if (head > feed.head) void feed.catchUp();
    },
  );
  const isBack = () => {
    if (document.visibilityState === 'visible' && feed.asOf === null && feed.head > 0) void feed.catchUp();
  };
  document.addEventListener('visibilitychange', isBack);
  isBack();
  return () => {
    stopHearing();
    document.removeEventListener('visibilitychange', isBack);
  };
}

export async function keepForOffline(feed: FeedState): Promise<void> {
  if (feed.asOf !== null || feed.phase === 'failed') return;
  const entries = feed.cards.filter(({ fate }) => fate === 'live').map(({ entry }) => entry);
  const { keepFeed } = await import('./kept-feed.ts');
  await keepFeed(feed.department, { entries, head: feed.head, asOf: Date.now() });
  await keepCovers(entries.slice(0, keptCovers).map(({ cover }) => cover.id));
}
