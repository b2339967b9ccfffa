import { whenWorkerAnswers } from './worker-takes-over.ts';

/** Filled by the service worker, `web/src/service-worker/photos.ts`. */
const cacheName = 'komod-cached-photos';
const atOnce = 4;

/** The reader asked for as little traffic as possible. */
export const savesData = (): boolean =>
  (navigator as Navigator & { connection?: { saveData?: boolean } }).connection?.saveData === true;

/**
 * Makes sure a cover of each photo is on this device. Covers already kept in some size are not fetched again;
 * on a very first visit this waits for the worker that keeps them. Nothing is done where none ever comes, or where
 * the reader saves data.
 */
export async function keepCovers(photoIds: readonly string[]): Promise<void> {
  if (savesData()) return;
  await new Promise<void>((resolve) => void whenWorkerAnswers(resolve));
  const cache = await caches.open(cacheName);
  const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname.split('/')[2]));
  const wanted = photoIds.filter((id) => !kept.has(id));
  const fetchNext = async (): Promise<void> => {
    for (let id = wanted.shift(); id !== undefined; id = wanted.shift()) {
      await fetch(`/media/${id}/320`, { priority: 'low' });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, fetchNext)).catch(() => undefined);
}
