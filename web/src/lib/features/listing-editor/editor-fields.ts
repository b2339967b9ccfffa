import type { Piece } from '@komod/domain/piece';

/** In the order a hand goes through them; each stands under its own id. */
export const editorFields = [
  'title',
  'category',
  'size',
  'brand',
  'condition',
  'colours',
  'description',
  'price',
  'originalPrice',
] as const satisfies readonly (keyof Piece)[];
