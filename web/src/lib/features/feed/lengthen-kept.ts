import type { CatalogChanges, CatalogEntry } from '@komod/domain/catalog-entry';

/**
 * The cards on the screen, followed by older ones this device kept before, as far as `since` (the changes after
 * they were kept) vouches for them: what was sold or removed leaves, what changed shows its new form.
 */
export function lengthenKept(
  shown: readonly CatalogEntry[],
  kept: readonly CatalogEntry[],
  since: CatalogChanges,
): CatalogEntry[] {
  if (since.more) return [...shown];
  const known = new Set(shown.map(({ id }) => id));
  const oldest = shown.at(-1)?.publishedAt ?? 0;
  const now = new Map(since.changes.map(({ id, entry }) => [id, entry]));
  const older = kept
    .filter(({ id, publishedAt }) => !known.has(id) && publishedAt <= oldest)
    .map((entry) => (now.has(entry.id) ? now.get(entry.id) : entry))
    .filter((entry) => entry?.state === 'live');
  return [...shown, ...(older as CatalogEntry[])];
}
