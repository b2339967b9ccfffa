import type { Piece } from './piece.ts';

/**
 * What the seller pressed: one immutable JSON value in the closet document.
 * `base` is the accepted version it started from (`null`: none yet); `at` is the device's ms UTC, for display only.
 */
export type Wish =
  | { want: 'listed'; base: number | null; at: number; piece: Piece }
  | { want: 'sold' | 'removed'; base: number | null; at: number };
