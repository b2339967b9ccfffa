/** SQLite takes at most 32,766 parameters; a closet may hold more ids than one query can ask for. */
const idsPerQuery = 500;

export function* idChunks(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += idsPerQuery) yield ids.slice(from, from + idsPerQuery);
}
