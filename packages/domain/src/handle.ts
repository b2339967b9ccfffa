const handlePattern = /^[a-z0-9_]{3,24}$/;
const maxLength = 24;

/** Names that would let one seller speak for the house. */
const reserved = new Set([
  'admin',
  'api',
  'closet',
  'help',
  'komod',
  'listing',
  'media',
  'moderator',
  'root',
  'support',
  'sync',
  'system',
]);

/** The one form in which handles are stored and compared; a leading `@` is how people write it. */
export const foldHandle = (typed: string): string => typed.trim().replace(/^@/, '').toLowerCase();

/** For a folded handle. */
export const isHandle = (handle: string): boolean => handlePattern.test(handle) && !reserved.has(handle);

/** Three free handles near a taken one. */
export async function suggestHandles(
  handle: string,
  isTaken: (handle: string) => Promise<boolean>,
): Promise<string[]> {
  const stem =
    foldHandle(handle)
      .replaceAll(/[^a-z0-9_]+/g, '_')
      .replaceAll(/^_+|_+$/g, '') || 'closet';
  const near = (prefix: string, suffix: string): string =>
    `${prefix}${stem.slice(0, maxLength - prefix.length - suffix.length)}${suffix}`;
  const candidates = [near('', '_closet'), near('the_', ''), near('', '_wears')];
  for (let number = 2; number < 1000; number += 1) candidates.push(near('', String(number)));
  const free = new Set<string>();
  for (const candidate of candidates) {
    if (free.size === 3) break;
    if (isHandle(candidate) && !free.has(candidate) && !(await isTaken(candidate))) free.add(candidate);
  }
  return [...free];
}
