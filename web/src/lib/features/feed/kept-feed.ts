import type { CatalogEntry } from '@komod/domain/catalog-entry';
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Department } from './department.ts';

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
  }));
const keyOf = (department: Department) => department ?? 'all';

/** A department nobody opened here: what the whole feed left of it. `null` when that is nothing. */
export async function readKeptPart(department: string): Promise<KeptFeed | null> {
  const whole = await readKeptFeed(null);
  const entries = whole?.entries.filter(({ category }) => category.startsWith(`${department}.`)) ?? [];
  return whole && entries.length > 0 ? { ...whole, entries } : null;
}

/** `null` when nothing was kept, or this device keeps nothing. */
export async function readKeptFeed(department: Department): Promise<KeptFeed | null> {
  try {
    return (await (await database()).get('feeds', keyOf(department))) ?? null;
  } catch {
    return null;
  }
}

/** Keeps the first cards of the feed. A device that is full loses only this, never anyone's work. */
export async function keepFeed(department: Department, feed: KeptFeed): Promise<void> {
  try {
    await (
      await database()
    ).put('feeds', { ...feed, entries: feed.entries.slice(0, keptCards) }, keyOf(department));
  } catch {
    opening = undefined;
    await deleteDB(databaseName).catch(() => undefined);
  }
}
