import type { ListingDraft } from './listing-draft.ts';
import { pieceFields } from './piece-fields.ts';
import type { Piece } from './piece.ts';

/** What a seller may look back at. Photos that were taken out stand on their own shelf, and a currency never changes. */
export type RevisedField = Exclude<keyof Piece, 'photos' | 'currency'>;
const revisedFields = pieceFields.filter(
  (field): field is RevisedField => field !== 'photos' && field !== 'currency',
);

/** Of a field that held something: there is nothing to bring back of one that was empty. */
export interface FieldValue {
  field: RevisedField;
  /** JSON */
  value: unknown;
}

export const revisedValues = (draft: ListingDraft): FieldValue[] =>
  revisedFields.flatMap((field) => {
    const value = draft[field];
    return value === undefined || value === '' ? [] : [{ field, value }];
  });
