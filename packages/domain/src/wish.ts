import type { PartialPiece, Piece } from './piece.ts';

/** What stands around every press. */
export interface Press {
  /** The accepted version it started from; `null`: none yet. */
  base: number | null;
  /** The device's ms UTC, later than that of the wish it replaces: names the press, and is no clock to go by. */
  at: number;
  /** `at` of earlier presses in this closet that may have become a version after `base`; oldest first. */
  builtOn?: number[];
  /**
   * `at` of the press that this one repeats, because another device's took its place in the closet unseen. Where that
   * one was carried out after all, this one changes nothing.
   */
  again?: number;
}

/**
 * What the seller pressed: one immutable JSON value in the closet document. Read back from there it is a
 * `Wish<PartialPiece>`, whoever wrote it.
 */
export type Wish<Pressed extends PartialPiece = Piece> =
  | (Press & { want: 'listed'; piece: Pressed })
  | (Press & { want: 'sold' | 'removed' });
