import { checkWish } from './check-wish.ts';
import type { Piece } from './piece.ts';
import { changedFields } from './piece-difference.ts';
import type { Policy } from './policy.ts';
import type { FieldRefusal } from './refusal.ts';
import type { Wish } from './wish.ts';

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

export interface WishQuestion {
  /** As it stands in the document: of any form. */
  wish: unknown;
  /** The last accepted version, `null` when there never was one. */
  live: LiveListing | null;
  /** Whose listing this id is, if it was ever accepted. */
  owner: 'self' | 'other';
  photos: ReadonlyMap<string, PhotoState>;
  policy: Policy;
}

export type WishDecision =
  | { kind: 'publish'; piece: Piece }
  | { kind: 'update'; piece: Piece; priceDropped: boolean }
  /** The accepted version already says so. */
  | { kind: 'unchanged' }
  /** Nothing changes until these photos are here. */
  | { kind: 'wait'; missing: string[] }
  | { kind: 'refuse'; reasons: FieldRefusal[] }
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

type ListedWish = Extract<Wish, { want: 'listed' }>;

/** A later press on top of one that became this version before its answer was heard is as current as that one. */
const isCurrent = ({ base, builtOn }: ListedWish, { version, wishAt }: LiveListing): boolean =>
  base === version || (builtOn?.includes(wishAt) ?? false);

function decideListed(wish: ListedWish, { live, photos }: WishQuestion): WishDecision {
  const { piece } = wish;
  const current = live && (live.state === 'live' || live.state === 'reserved') ? live : null;
  const changed = current ? changedFields(current.piece, piece) : [];
  if (current && changed.length === 0) return { kind: 'unchanged' };
  // An update that was pressed before another device sold the piece must not hang it again.
  if (live && !current && !isCurrent(wish, live))
    return refuseWith({ field: 'listing', code: 'changed-elsewhere' });
  if (current && !isCurrent(wish, current))
    return refuseWith(...changed.map((field): FieldRefusal => ({ field, code: 'changed-elsewhere' })));
  const reasons = photoReasons(piece, photos);
  if (reasons.length > 0) return refuseWith(...reasons);
  const missing = piece.photos.map(({ id }) => id).filter((id) => photos.get(id) !== 'ready');
  if (missing.length > 0) return { kind: 'wait', missing };
  if (!current) return { kind: 'publish', piece };
  const priceDropped = piece.currency === current.piece.currency && piece.price < current.piece.price;
  return { kind: 'update', piece, priceDropped };
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
  if (wish.want === 'sold' && !live) return refuseWith({ field: 'listing', code: 'missing' });
  return { kind: wish.want };
}
