import type { ListingDraft } from './listing-draft.ts';
import type { Piece } from './piece.ts';
import { changedFields } from './piece-difference.ts';
import { pieceFields, requiredFields } from './piece-fields.ts';
import { brokenRules, cleanPiece } from './piece-rules.ts';
import type { Policy } from './policy.ts';
import type { FieldRefusal } from './refusal.ts';

function fieldsOf(draft: ListingDraft): Partial<Piece> {
  const given: Record<string, unknown> = {};
  for (const field of pieceFields) if (draft[field] !== undefined) given[field] = draft[field];
  return cleanPiece(given);
}

/**
 * What stands between a draft and *List it*, in the editor's order and with the codes the server would answer.
 * Empty means the server accepts it, as far as a device can know.
 */
export function missingFields(draft: ListingDraft, policy: Policy): FieldRefusal[] {
  const fields = fieldsOf(draft);
  const absent = requiredFields
    .filter((field) => fields[field] === undefined)
    .map((field): FieldRefusal => ({ field, code: 'missing' }));
  const place = ({ field }: FieldRefusal): number => pieceFields.indexOf(field as keyof Piece);
  return [...absent, ...brokenRules(fields, policy)].sort((a, b) => place(a) - place(b));
}

/** True when every field that a piece is not one without is answered, whether or not it may be so. */
export const isWhole = <P extends Partial<Piece>>(piece: P): piece is P & Piece =>
  requiredFields.every((field) => piece[field] !== undefined);

/** The public snapshot of a draft, as a wish carries it; `null` while a required field is not answered. */
export function composePiece(draft: ListingDraft): Piece | null {
  const fields = fieldsOf(draft);
  return isWhole(fields) ? fields : null;
}

/** True when shoppers would see a difference. */
export const hasChanges = (draft: ListingDraft, livePiece: Partial<Piece>): boolean =>
  // What is the same as it stands is so when tidied; most of a closet is.
  changedFields(draft, livePiece).length > 0 &&
  changedFields(fieldsOf(draft), cleanPiece(livePiece)).length > 0;
