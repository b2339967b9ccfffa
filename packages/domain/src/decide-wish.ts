import { checkWish } from './check-wish.ts';
import { mergePiece, type PieceValue } from './merge-piece.ts';
import type { Piece } from './piece.ts';
import { changedFields } from './piece-difference.ts';
import { brokenRules } from './piece-rules.ts';
import type { Policy } from './policy.ts';
import type { FieldRefusal } from './refusal.ts';
import type { Press, Wish } from './wish.ts';

export type ListingState = 'live' | 'reserved' | 'sold' | 'removed';
/** What the server knows of the bytes behind a photo id; an id it was not asked about counts as missing. */
export type PhotoState = 'ready' | 'missing' | 'unreadable' | 'foreign';

export interface LiveListing {
  /** Counts what was accepted: publications, updates, and that it was sold or taken down. */
  version: number;
  piece: Piece;
  state: ListingState;
  /** `at` of the wish that made this version. */
  wishAt: number;
}

/** What is known of where a wish started that another press overtook. */
export interface WishStart {
  /** The accepted piece it was made from; `null`: nobody knows. */
  base: Piece | null;
  /** The press that it repeats became a version. */
  isRepeated: boolean;
}
export const unknownStart: WishStart = { base: null, isRepeated: false };

export interface WishQuestion {
  /** As it stands in the document: of any form. */
  wish: unknown;
  /** The last accepted version, `null` when there never was one. */
  live: LiveListing | null;
  /** Of a wish that was overtaken. */
  start: WishStart;
  /** Whose listing this id is, if it was ever accepted. */
  owner: 'self' | 'other';
  photos: ReadonlyMap<string, PhotoState>;
  policy: Policy;
}

/** Where another press came before this one, and what is live by it is not what the wish says. */
interface Overtaken {
  elsewhere?: PieceValue[];
}

export type WishDecision =
  | { kind: 'publish'; piece: Piece }
  | ({ kind: 'update'; piece: Piece; priceDropped: boolean } & Overtaken)
  /** The accepted version already says so. */
  | ({ kind: 'unchanged' } & Overtaken)
  /** Nothing changes until these photos are here. */
  | ({ kind: 'wait'; missing: string[] } & Overtaken)
  | ({ kind: 'refuse'; reasons: FieldRefusal[] } & Overtaken)
  | { kind: 'sold' }
  | { kind: 'removed' };

const refuseWith = (...reasons: FieldRefusal[]): WishDecision => ({ kind: 'refuse', reasons });

function photoReasons(piece: Piece, photos: WishQuestion['photos']): FieldRefusal[] {
  return piece.photos.flatMap(({ id }, index): FieldRefusal[] => {
    const state = photos.get(id);
    if (state === 'foreign') return [{ field: `photos.${index}`, code: 'not-yours' }];
    if (state === 'unreadable') return [{ field: `photos.${index}`, code: 'unreadable' }];
    return [];
  });
}

const missingPhotos = (piece: Piece, photos: WishQuestion['photos']): string[] =>
  piece.photos.map(({ id }) => id).filter((id) => photos.get(id) !== 'ready');

type ListedWish = Extract<Wish, { want: 'listed' }>;

/**
 * A later press on top of one that became this version before its answer was heard is as current as that one. What
 * is not current was overtaken by a press that it knew nothing of.
 */
export const isCurrent = (
  { base, builtOn }: Pick<Press, 'base' | 'builtOn'>,
  { version, wishAt }: Pick<LiveListing, 'version' | 'wishAt'>,
): boolean => base === version || (builtOn?.includes(wishAt) ?? false);

/** The wish on top of a live piece, be it the one it started from or a later one. */
function decideUpdate(
  wish: ListedWish,
  current: LiveListing,
  { start, photos, policy }: WishQuestion,
): WishDecision {
  const base = start.isRepeated ? wish.piece : start.base;
  const merge = isCurrent(wish, current) ? null : mergePiece(base, current.piece, wish.piece);
  const overtaken: Overtaken = merge && merge.elsewhere.length > 0 ? { elsewhere: merge.elsewhere } : {};
  const conflicts = merge?.conflicts ?? [];
  if (conflicts.length > 0) {
    const reasons = conflicts.map((field): FieldRefusal => ({ field, code: 'changed-elsewhere' }));
    return { kind: 'refuse', reasons, ...overtaken };
  }
  const piece = merge?.piece ?? wish.piece;
  if (changedFields(current.piece, piece).length === 0) return { kind: 'unchanged', ...overtaken };
  // Each side may be right by itself and both together not: a size of a category that was changed elsewhere.
  const reasons = [...(merge ? brokenRules(piece, policy) : []), ...photoReasons(piece, photos)];
  if (reasons.length > 0) return { kind: 'refuse', reasons, ...overtaken };
  const missing = missingPhotos(piece, photos);
  if (missing.length > 0) return { kind: 'wait', missing, ...overtaken };
  const priceDropped = piece.currency === current.piece.currency && piece.price < current.piece.price;
  return { kind: 'update', piece, priceDropped, ...overtaken };
}

function decideListed(wish: ListedWish, question: WishQuestion): WishDecision {
  const { live, photos } = question;
  if (live?.state === 'live' || live?.state === 'reserved') return decideUpdate(wish, live, question);
  // An update that was pressed before another device sold the piece must not hang it again.
  if (live && !isCurrent(wish, live)) return refuseWith({ field: 'listing', code: 'changed-elsewhere' });
  const { piece } = wish;
  const reasons = photoReasons(piece, photos);
  if (reasons.length > 0) return refuseWith(...reasons);
  const missing = missingPhotos(piece, photos);
  return missing.length > 0 ? { kind: 'wait', missing } : { kind: 'publish', piece };
}

/**
 * What becomes of a wish. The last accepted version stays live in every answer but `publish`, `update`, `sold` and
 * `removed`. *Sold* and *removed* take no fields, so a stale base does not matter to them.
 */
export function decideWish(question: WishQuestion): WishDecision {
  const { live, owner, policy } = question;
  if (owner === 'other') return refuseWith({ field: 'listing', code: 'not-yours' });
  const checked = checkWish(question.wish, policy);
  if (!checked.ok) return refuseWith(...checked.refusal);
  const wish = checked.value;
  if (wish.want === 'listed') return decideListed(wish, question);
  if (live?.state === wish.want) return { kind: 'unchanged' };
  return { kind: wish.want };
}
