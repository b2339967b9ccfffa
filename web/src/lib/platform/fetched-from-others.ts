import { deleteDB } from 'idb';

/**
 * What this device keeps of other people's pieces, so that they open with no network: the worker's photos and answers,
 * the feed's last cards, the cards of saved pieces. None of it is anybody's work, and all of it can be fetched again.
 */
const caches = ['komod-cached-photos', 'komod-catalog'];
const databases = ['komod-feed', 'komod-saved'];

/** Takes all of it off this device. `false`: there was nothing. */
export async function dropFetched(): Promise<boolean> {
  const dropped = await Promise.all(caches.map(dropCache));
  const known = (await indexedDB.databases?.().catch(() => [])) ?? [];
  const held = databases.filter((name) => known.some((each) => each.name === name));
  await Promise.all(held.map((name) => deleteDB(name).catch(() => undefined)));
  return dropped.includes(true) || held.length > 0;
}

async function dropCache(name: string): Promise<boolean> {
  const storage = globalThis.caches as CacheStorage | undefined;
  if (!(await storage?.has(name).catch(() => false))) return false;
  const held = await storage?.open(name).then((cache) => cache.keys());
  await storage?.delete(name);
  return (held?.length ?? 0) > 0;
}
