import type { Piece } from './piece.ts';
import { pieceFields } from './piece-fields.ts';

function comparable(piece: Partial<Piece>, field: keyof Piece): string {
  if (field === 'photos') return (piece.photos ?? []).map(({ id }) => id).join();
  if (field === 'measurements') return JSON.stringify(Object.entries(piece.measurements ?? {}).sort());
  if (field === 'tags') return JSON.stringify(piece.tags ?? []);
  // Absent and `null` are two answers to the question of the brand.
  return piece[field] === undefined ? '' : JSON.stringify(piece[field]);
}

/** The fields in which two pieces differ; a photo is its id, whatever else is said of it. */
export const changedFields = (one: Partial<Piece>, other: Partial<Piece>): (keyof Piece)[] =>
  pieceFields.filter(
    (field) => one[field] !== other[field] && comparable(one, field) !== comparable(other, field),
  );
