import { updateBaseOf, wishAtOf } from '@komod/domain/check-wish';
import {
  decideWish,
  isCurrent,
  type PhotoState,
  type WishDecision,
  type WishStart,
} from '@komod/domain/decide-wish';
import { isPhotoId } from '@komod/domain/photo-id';
import type { Policy } from '@komod/domain/policy';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import type { Answer, ListingChange, ListingRow, OvertakenWish } from '../store/projection-store.ts';

export interface WishInQuestion {
  listingId: string;
  /** As it stands in the closet: of any form. */
  wish: unknown;
  wishKey: string;
  owner: string;
  row: ListingRow | null;
  start: WishStart;
  photos: ReadonlyMap<string, PhotoState>;
  /** Server ms UTC. */
  at: number;
  policy: Policy;
}

/** Same wish, same key. `null` for one that cannot be written down as JSON: it is decided each time. */
export function wishKeyOf(wish: unknown): string | null {
  try {
    return new Bun.CryptoHasher('sha256').update(JSON.stringify(wish)).digest('hex');
  } catch {
    return null;
  }
}

/** Photo ids a wish names, as far as it has the form of one. */
export function photoIdsOf(wish: unknown, policy: Policy): string[] {
  const photos = (wish as { piece?: { photos?: unknown } } | null)?.piece?.photos;
  if (!Array.isArray(photos)) return [];
  return photos
    .slice(0, policy.photosMax)
    .map((photo: { id?: unknown } | null) => photo?.id)
    .filter(isPhotoId);
}

/** The wish, when another press was accepted since it was made and it is not known to have known of that. */
export function overtakenWish(wish: unknown, row: ListingRow | null): OvertakenWish | null {
  const press = row && updateBaseOf(wish);
  if (!press || isCurrent(press, row)) return null;
  // A version that is still to come was never accepted here.
  const base = press.base !== null && press.base < row.version ? press.base : null;
  return { ...press, listingId: row.id, base };
}

/** An answer that bytes still on their way can change. */
export const isOpenAnswer = ({ mark }: Answer): boolean =>
  mark?.missing !== undefined || (mark?.reasons?.some(({ field }) => field.startsWith('photos.')) ?? false);

function changeOf(decision: WishDecision, { listingId, row, wish }: WishInQuestion): ListingChange | null {
  const made = { listingId, version: (row?.version ?? 0) + 1, wishAt: wishAtOf(wish) };
  switch (decision.kind) {
    case 'publish':
      return { ...made, kind: 'published', piece: decision.piece };
    case 'update':
      return { ...made, kind: 'updated', piece: decision.piece };
    case 'sold':
    case 'removed':
      // A draft that waited for its photos was never anywhere: nothing to take down.
      return row ? { ...made, kind: decision.kind } : null;
    default:
      return null;
  }
}

/** What the domain decides about a wish, as a change of the catalog and a mark for the seller's shelf. */
export function answerWish(question: WishInQuestion): { change: ListingChange | null; answer: Answer } {
  const { listingId, wish, wishKey, row, start, photos, at, policy } = question;
  const isForeign = row !== null && row.owner !== question.owner;
  const owner = isForeign ? 'other' : 'self';
  const decision = decideWish({ wish, live: isForeign ? null : row, start, owner, photos, policy });
  const change = changeOf(decision, question);
  const version = change?.version ?? (isForeign ? 0 : (row?.version ?? 0));
  const mark: ShelfMark = { state: 'removed', version, at, wishAt: wishAtOf(wish) };
  const standing = !isForeign && row?.state === 'live' ? 'live' : 'refused';
  switch (decision.kind) {
    case 'publish':
    case 'update':
      mark.state = 'live';
      break;
    case 'unchanged':
      mark.state = row?.state ?? 'removed';
      break;
    case 'wait':
      mark.state = standing === 'live' ? 'live' : 'waiting-photos';
      mark.missing = decision.missing;
      break;
    case 'refuse':
      mark.state = standing;
      mark.reasons = decision.reasons;
      break;
    default:
      mark.state = decision.kind;
  }
  if ('elsewhere' in decision) mark.elsewhere = decision.elsewhere;
  return { change, answer: { listingId, mark, wishKey } };
}
