import { Database } from 'bun:sqlite';

/**
 * Writes what is committed now into a new file, while others go on writing the old one. The copy is whole or throws;
 * it has no write-ahead log beside it.
 */
export function copyDatabase(from: string, to: string): void {
  using database = new Database(from, { readonly: true });
  database.run('pragma busy_timeout = 5000');
  database.run('vacuum into ?', [to]);
}

/**
 * A copy that is started from tells another history than its original, which went on: without a timeline of its own
 * the next start chooses a new one, and whoever counts in the old one is told.
 */
export function forgetTimeline(path: string): void {
  using database = new Database(path);
  database.run(`delete from meta where key = 'timeline'`);
}

/** Ids of all photos that a row calls ready, each once. */
export function readyPhotos(path: string): string[] {
  using database = new Database(path, { readonly: true });
  return database
    .query<{ id: string }, []>(`select distinct photo_id as id from photo where state = 'ready' order by 1`)
    .all()
    .map(({ id }) => id);
}
