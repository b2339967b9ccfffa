const keyOf = (owner: string): string => `komod.hearts-on-the-way.${owner}`;

/**
 * Listing id → saved or not, of presses that `owner`'s account does not have on disk yet. The account takes a moment
 * to open, and longer over a slow network; whoever leaves before it is there has pressed all the same.
 */
export function heartsOnTheWay(owner: string): ReadonlyMap<string, boolean> {
  const text = localStorage.getItem(keyOf(owner));
  return new Map(text === null ? [] : (JSON.parse(text) as [string, boolean][]));
}

export function noteHeart(owner: string, id: string, isSaved: boolean): void {
  keep(owner, new Map(heartsOnTheWay(owner)).set(id, isSaved));
}

/** A later press of the same heart stays noted. */
export function heartArrived(owner: string, id: string, isSaved: boolean): void {
  const noted = new Map(heartsOnTheWay(owner));
  if (noted.get(id) === isSaved && noted.delete(id)) keep(owner, noted);
}

export const dropHearts = (owner: string): void => localStorage.removeItem(keyOf(owner));

function keep(owner: string, noted: ReadonlyMap<string, boolean>): void {
  if (noted.size === 0) return dropHearts(owner);
  try {
    localStorage.setItem(keyOf(owner), JSON.stringify([...noted]));
  } catch {
    // A full device; the account is still to come.
  }
}
