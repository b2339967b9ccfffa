import type { CatalogEntry } from '@komod/domain/catalog-entry';
import type { KeptSaved } from '#lib/platform/kept-saved.ts';
import type { Fate } from '#lib/words/entry-words.ts';

/** Listing id → when it was saved, ms of the device that saved it. */
export type Likes = ReadonlyMap<string, number>;

export interface SavedCard {
  entry: CatalogEntry;
  fate: Fate;
}

/** Newest first. */
export const idsOf = (likes: Likes): string[] =>
  [...likes].sort(([, one], [, other]) => other - one).map(([id]) => id);

/** What Saved shows, newest first, and the ids of which this device knows nothing. */
export function savedCards(
  likes: Likes,
  kept: ReadonlyMap<string, KeptSaved>,
): { cards: SavedCard[]; unknown: string[] } {
  const cards: SavedCard[] = [];
  const unknown: string[] = [];
  for (const id of idsOf(likes)) {
    const piece = kept.get(id);
    if (piece) cards.push({ entry: piece.entry, fate: piece.isGone ? 'removed' : piece.entry.state });
    else unknown.push(id);
  }
  return { cards, unknown };
}

/** What is kept once the server has answered with `entries` for all of `asked`. */
export function takeAnswer(
  kept: ReadonlyMap<string, KeptSaved>,
  asked: readonly string[],
  entries: readonly CatalogEntry[],
  asOf: number,
): KeptSaved[] {
  const found = new Map(entries.map((entry) => [entry.id, entry]));
  return asked.flatMap((id): KeptSaved[] => {
    const entry = found.get(id);
    if (entry) return [{ entry, isGone: false, asOf }];
    const last = kept.get(id);
    return last ? [{ entry: last.entry, isGone: true, asOf }] : [];
  });
}
