/** SQLite takes at most 32,766 parameters; a closet may hold more ids and rows than one query can name. */
const perQuery = 500;

export function* idChunks<T>(ids: readonly T[]): Generator<T[]> {
  for (let from = 0; from < ids.length; from += perQuery) yield ids.slice(from, from + perQuery);
}
