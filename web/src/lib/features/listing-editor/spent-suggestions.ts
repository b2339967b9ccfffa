/** Suggestions that were taken, put away or overruled, for one title of one listing: they do not come back. */
const key = 'komod.spent-suggestions';
const mostKept = 200;

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

export const spentSuggestions = (): ReadonlySet<string> => new Set(read());

export function keepSpent(added: readonly string[]): void {
  const all = [...new Set([...read(), ...added])].slice(-mostKept);
  try {
    localStorage.setItem(key, JSON.stringify(all));
  } catch {
    // A device without room forgets what was put away; nothing else is lost.
  }
}
