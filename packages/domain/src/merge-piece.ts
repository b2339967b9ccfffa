import type { PartialPiece, Piece } from './piece.ts';
import { changedFields } from './piece-difference.ts';

/** One field of a piece and what it holds; without a value: the piece does not have it. */
export type PieceValue = {
  [F in keyof Piece]-?: { field: F; value?: NonNullable<Piece[F]> | null };
}[keyof Piece];

export interface PieceMerge {
  piece: Piece;
  /** Both sides changed these, each to something else; `piece` is in them as it is live. */
  conflicts: (keyof Piece)[];
  /** Where `piece` is as another press made it and the wish says something else: the conflicts are among these. */
  elsewhere: PieceValue[];
}

export const valueOf = (piece: Partial<Piece>, field: keyof Piece): PieceValue =>
  (piece[field] === undefined ? { field } : { field, value: piece[field] }) as PieceValue;

/** That piece with those fields instead. */
export function withValues<P extends PartialPiece>(piece: P, values: readonly PieceValue[]): P {
  const changed: Record<string, unknown> = { ...piece };
  for (const { field, value } of values)
    if (value === undefined) delete changed[field];
    else changed[field] = value;
  return changed as P;
}

/**
 * What a wish makes of a piece that another press changed since: each field from the side that changed it, the photos
 * being one. `base` is what the wish started from; when that is unknown every difference was made by both.
 */
export function mergePiece(base: Piece | null, live: Piece, wished: Piece): PieceMerge {
  const different = changedFields(live, wished);
  const changedThere = new Set(base ? changedFields(base, live) : different);
  const changedHere = new Set(base ? changedFields(base, wished) : different);
  const elsewhere = different.filter((field) => changedThere.has(field)).map((field) => valueOf(live, field));
  return {
    piece: withValues(wished, elsewhere),
    conflicts: different.filter((field) => changedThere.has(field) && changedHere.has(field)),
    elsewhere,
  };
}
