import type { Piece } from './piece.ts';

const fields = [
  'title',
  'description',
  'category',
  'size',
  'brand',
  'colours',
  'condition',
  'price',
  'originalPrice',
  'currency',
  'photos',
  'measurements',
  'tags',
] as const satisfies readonly (keyof Piece)[];

function comparable(piece: Partial<Piece>, field: keyof Piece): string {
  if (field === 'photos') return (piece.photos ?? []).map(({ id }) => id).join();
  if (field === 'measurements') return JSON.stringify(Object.entries(piece.measurements ?? {}).sort());
  if (field === 'tags') return JSON.stringify(piece.tags ?? []);
  return JSON.stringify(piece[field] ?? null);
}

/** The fields in which two pieces differ; a photo is its id, whatever else is said of it. */
export const changedFields = (one: Partial<Piece>, other: Partial<Piece>): (keyof Piece)[] =>
  fields.filter((field) => comparable(one, field) !== comparable(other, field));
