import type { Piece } from './piece.ts';

/** In the order in which the editor asks for them. */
export const pieceFields = [
  'photos',
  'title',
  'category',
  'size',
  'brand',
  'condition',
  'colours',
  'description',
  'price',
  'originalPrice',
  'currency',
  'measurements',
  'tags',
] as const satisfies readonly (keyof Piece)[];

/** A piece is not one without them. The description may be empty, but it is there. */
export const requiredFields = [
  'photos',
  'title',
  'category',
  'size',
  'brand',
  'condition',
  'colours',
  'price',
  'currency',
] as const satisfies readonly (keyof Piece)[];
