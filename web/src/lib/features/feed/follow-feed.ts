import { followCatalog } from '#lib/platform/catalog-live.ts';
import { catalogClient } from '#lib/platform/catalog-client.ts';
import { keepCovers } from '#lib/platform/kept-covers.ts';
import { changesAtOnce, type FeedState } from './feed-state.svelte.ts';
import { lengthenKept } from './lengthen-kept.ts';

const keptCovers = 200;

/** While a feed is on the screen: hears news, and leaves its cards on the device for the next time without signal. */
export function followFeed(feed: FeedState): () => void {
  const stopHearing = followCatalog({
    after: () => feed.head,
    onOpen: () => {
      if (feed.asOf !== null || feed.phase === 'failed') void feed.refresh();
    },
    // Smaller than ours means another timeline; catching up finds that out.
    onHead: (head) => {
      if (feed.asOf === null && head !== feed.head) void feed.catchUp();
    },
  });
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

/** Leaves the feed on the device: what is on the screen, and behind it what earlier visits left. */
export async function keepForOffline(feed: FeedState): Promise<void> {
  if (feed.asOf !== null || feed.phase === 'failed') return;
  const { head, department } = feed;
  const shown = feed.cards.filter(({ fate }) => fate === 'live').map(({ entry }) => entry);
  const { keepFeed, readKeptFeed } = await import('./kept-feed.ts');
  const kept = await readKeptFeed(department);
  let entries = shown;
  if (kept) {
    const since = await catalogClient(globalThis.fetch).changes(kept.head, changesAtOnce);
    if (since.kind === 'answer') entries = lengthenKept(shown, kept.entries, since.value);
  }
  await keepFeed(department, { entries, head, asOf: Date.now() });
  await keepCovers(entries.slice(0, keptCovers).map(({ cover }) => cover.id));
}
