import type { ListingDraft } from './listing-draft.ts';
import type { Piece } from './piece.ts';
import type { Policy } from './policy.ts';
import { hasChanges, missingFields } from './readiness.ts';
import type { ShelfMark } from './shelf-mark.ts';
import type { TruthInput } from './truth-line.ts';

/** The part of the truth line's question that draft and shelf answer. */
export type ListingStatus = Pick<TruthInput, 'ready' | 'wish' | 'wishAnswered' | 'changed' | 'shelf'>;

/**
 * `acceptedPiece`: what shoppers see, when the caller knows it better than the wish does (an update that was refused
 * or overtaken leaves an older version live). Without it the last pressed piece is compared.
 */
export function listingStatus(
  draft: ListingDraft,
  shelf: ShelfMark | null,
  policy: Policy,
  acceptedPiece?: Piece,
): ListingStatus {
  const wish = draft.wish ?? null;
  const pressed = wish?.want === 'listed' ? wish.piece : undefined;
  const shown = acceptedPiece ?? pressed;
  return {
    ready: missingFields(draft, policy).length === 0,
    wish: wish?.want ?? null,
    wishAnswered: wish !== null && shelf !== null && shelf.wishAt === wish.at,
    changed: shown !== undefined && hasChanges(draft, shown),
    shelf,
  };
}
