import type { CatalogEntry } from '@komod/domain/catalog-entry';
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { departmentIn, fitsFilter, type FeedFilter } from './feed-filter.ts';

/** What the feed opens with when there is no network. */
interface KeptFeed {
  entries: CatalogEntry[];
  head: number;
  /** When the server last said so, ms. */
  asOf: number;
}

interface FeedSchema extends DBSchema {
  feeds: { key: string; value: KeptFeed };
}

const databaseName = 'komod-feed';

const keptCards = 240;

let opening: Promise<IDBPDatabase<FeedSchema>> | undefined;
const database = () =>
  (opening ??= openDB<FeedSchema>(databaseName, 1, {
    upgrade: (db) => void db.createObjectStore('feeds'),
    terminated: () => (opening = undefined),
    // Somebody makes room on this device.
    blocking: (_version, _blocked, event) => {
      (event.target as IDBDatabase).close();
      opening = undefined;
    },
  }));
const keyOf = (department: string | null) => department ?? 'all';

/**
 * What this device has of the pieces that fit: its department's own last cards and those of the whole feed. None of
 * them fits, and it is an empty list; nothing was ever kept, and it is `null`. Under a filter it is what there is
 * here, not what there is.
 */
export async function readKept(filter: FeedFilter): Promise<KeptFeed | null> {
  const department = departmentIn(filter);
  const whole = await readKeptFeed(null);
  const own = department === null ? null : await readKeptFeed(department);
  const sources = [own, whole].filter((kept) => kept !== null);
  // Each card as the newer of the two knows it.
  const newer = sources.toSorted((a, b) => a.head - b.head);
  const cards = new Map(newer.flatMap(({ entries }) => entries.map((entry) => [entry.id, entry] as const)));
  const entries = [...cards.values()]
    .filter((entry) => fitsFilter(entry, filter))
    .sort((a, b) => b.publishedAt - a.publishedAt);
  if (sources.length === 0 || (own === null && department !== null && entries.length === 0)) return null;
  return {
    entries,
    head: Math.min(...sources.map(({ head }) => head)),
    asOf: Math.min(...sources.map(({ asOf }) => asOf)),
  };
}

/** `null` when nothing was kept, or this device keeps nothing. */
export async function readKeptFeed(department: string | null): Promise<KeptFeed | null> {
  try {
    return (await (await database()).get('feeds', keyOf(department))) ?? null;
  } catch {
    return null;
  }
}

/** Keeps the first cards of the feed. A device that is full loses only this, never anyone's work. */
export async function keepFeed(department: string | null, feed: KeptFeed): Promise<void> {
  try {
    await (
      await database()
    ).put('feeds', { ...feed, entries: feed.entries.slice(0, keptCards) }, keyOf(department));
  } catch {
    opening = undefined;
    await deleteDB(databaseName).catch(() => undefined);
  }
}
