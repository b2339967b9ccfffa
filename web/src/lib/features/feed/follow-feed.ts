import { followCatalog } from '#lib/platform/catalog-live.ts';
import { catalogClient } from '#lib/platform/catalog-client.ts';
import { keepCovers, savesData } from '#lib/platform/kept-covers.ts';
import type { CatalogEntry } from '@komod/domain/catalog-entry';
import { departmentIn, isNarrowed } from './feed-filter.ts';
import { changesAtOnce, type FeedState } from './feed-state.svelte.ts';
import { lengthenKept } from './lengthen-kept.ts';

const keptCovers = 200;
/** As many as the server gives in one answer. */
const pageMax = 48;

/** While a feed is on the screen: hears news. Whatever it hears, no card moves. */
export function followFeed(feed: FeedState): () => void {
  const stopHearing = followCatalog({
    after: () => feed.head,
    onOpen: () => {
      if (feed.phase === 'failed') void feed.refresh();
      else void feed.rejoin();
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

/**
 * Leaves the feed on the device for the next time without signal: what is on the screen, behind it what earlier
 * visits left, and where that is too little, the next pages. A filtered feed is read from these.
 */
export async function keepForOffline(feed: FeedState): Promise<void> {
  if (feed.isKept || feed.phase === 'failed' || isNarrowed(feed.filter)) return;
  const { head, cursor } = feed;
  const department = departmentIn(feed.filter);
  const shown = feed.cards.filter(({ fate }) => fate === 'live').map(({ entry }) => entry);
  const { keepFeed, readKeptFeed } = await import('./kept-feed.ts');
  const client = catalogClient(globalThis.fetch);
  const kept = await readKeptFeed(department);
  let entries = shown;
  if (kept) {
    const since = await client.changes(kept.head, changesAtOnce);
    if (since.kind === 'answer') entries = lengthenKept(shown, kept.entries, since.value);
  }
  if (department === null && entries.length < keptCovers && !savesData()) {
    const more = await nextEntries(client, cursor, keptCovers - shown.length);
    const known = new Set(shown.map(({ id }) => id));
    if (more.length > 0) entries = [...shown, ...more.filter(({ id }) => !known.has(id))];
  }
  await keepFeed(department, { entries, head, asOf: Date.now() });
  // On a first visit covers wait for the worker that keeps them; the cards are here already.
  void keepCovers(entries.slice(0, keptCovers).map(({ cover }) => cover.id));
}

async function nextEntries(
  client: ReturnType<typeof catalogClient>,
  after: string | null,
  count: number,
): Promise<CatalogEntry[]> {
  const entries: CatalogEntry[] = [];
  for (let cursor = after; cursor !== null && entries.length < count;) {
    const answer = await client.page({ cursor, limit: pageMax });
    if (answer.kind !== 'answer') break;
    entries.push(...answer.value.entries);
    cursor = answer.value.nextCursor;
  }
  return entries;
}
