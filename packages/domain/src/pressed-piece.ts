import type { ListingDraft } from './listing-draft.ts';
import { valueOf, withValues, type PieceValue } from './merge-piece.ts';
import type { PartialPiece, Piece } from './piece.ts';
import type { ShelfMark } from './shelf-mark.ts';

/** What the answer to this very press says of another press that came before it. */
const elsewhereOf = ({ wish }: Pick<ListingDraft, 'wish'>, mark: ShelfMark | null): readonly PieceValue[] =>
  wish && mark?.wishAt === wish.at ? (mark.elsewhere ?? []) : [];

/**
 * What was pressed last, with what is live by another press in the fields where that came first. `null`: it was not
 * pressed to be listed.
 */
export function pressedPiece(draft: Pick<ListingDraft, 'wish'>, mark: ShelfMark | null): PartialPiece | null {
  if (draft.wish?.want !== 'listed') return null;
  const elsewhere = elsewhereOf(draft, mark);
  return elsewhere.length > 0 ? withValues(draft.wish.piece, elsewhere) : draft.wish.piece;
}

/** A field to which two presses gave different values: `live` is what shoppers see, `wished` was refused for it. */
export interface ContestedField {
  field: keyof Piece;
  live: PieceValue;
  wished: PieceValue;
}

/** Where the last press was refused because another one came before it, and what each of the two says. */
export function contestedFields(draft: Pick<ListingDraft, 'wish'>, mark: ShelfMark | null): ContestedField[] {
  const { wish } = draft;
  if (wish?.want !== 'listed') return [];
  const refused = new Set(
    (mark?.reasons ?? []).flatMap(({ field, code }) => (code === 'changed-elsewhere' ? [field] : [])),
  );
  return elsewhereOf(draft, mark)
    .filter(({ field }) => refused.has(field))
    .map((live) => ({ field: live.field, live, wished: valueOf(wish.piece, live.field) }));
}
