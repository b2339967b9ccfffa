const key = 'komod.first-glance';

/**
 * What the first screen of the workshop last showed, of one owner: read at once, long before the documents are. Only a
 * picture of them, which nothing is ever read back from; whoever reads it checks its form.
 */
export function readKeptGlance(owner: string): unknown {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as {
      owner?: unknown;
      glance?: unknown;
    } | null;
    return kept?.owner === owner ? kept.glance : null;
  } catch {
    return null;
  }
}

export function keepGlance(owner: string, glance: object): void {
  try {
    localStorage.setItem(key, JSON.stringify({ owner, glance }));
  } catch {
    // No room: the next start waits for the documents, and shows nothing older.
    dropGlance();
  }
}

/** Somebody else is here, or the work it shows is gone. */
export const dropGlance = (): void => localStorage.removeItem(key);
