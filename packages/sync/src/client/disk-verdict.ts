import { isSameHistory, type KnownHistory } from '../wire/known-history.ts';

/**
 * What a disk that was read anew holds: is it merged with what is here, does this stand there from now on with the
 * history named, or is nothing touched?
 */
export type DiskVerdict = KnownHistory | 'merge' | 'leave';

/**
 * For a document that the server writes: what it wrote in two histories must never be merged. The disk takes what is
 * being told here; what was told once may be the older of the two, and other tabs go by the disk.
 * @param mine the history of what is here, `null` when that is not known.
 * @param found that of the disk.
 */
export function judgeDisk(
  mine: KnownHistory | null,
  found: KnownHistory | null,
  { isEmpty, isTold }: { isEmpty: boolean; isTold: boolean },
): DiskVerdict {
  if (isSameHistory(mine, found) || (mine === null && isEmpty)) return 'merge';
  return isTold && mine !== null ? mine : 'leave';
}
