import type { PieceValue } from './merge-piece.ts';
import type { FieldRefusal } from './refusal.ts';

export const shelfStates = ['waiting-photos', 'live', 'refused', 'reserved', 'sold', 'removed'] as const;
export type ShelfState = (typeof shelfStates)[number];

/**
 * The server's answer to a wish.
 * `live` with `reasons`: the update was refused, the old version stays.
 * `live` with `missing`: the update waits for photos, the old version stays.
 * `waiting-photos`: the wish waits and nothing of it is live.
 */
export interface ShelfMark {
  state: ShelfState;
  /** The accepted version, 0 when none was. */
  version: number;
  /** Server ms UTC of the state. */
  at: number;
  reasons?: FieldRefusal[];
  /** Photo ids the server still waits for. */
  missing?: string[];
  /**
   * Another press came before the wish this answers. In these fields what is live is as that press made it, and the
   * wish says something else: because it did not touch them, or because both did (then they are among the reasons).
   */
  elsewhere?: PieceValue[];
  /** `at` of the wish this answers (0 for a wish without one): a mark that answers an older wish says nothing of the newer. */
  wishAt: number;
}
