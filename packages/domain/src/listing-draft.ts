import type { Condition } from './condition.ts';
import type { PartialPiece, Piece, PhotoRef } from './piece.ts';
import type { Wish } from './wish.ts';

/** The working copy of a listing: whatever the seller typed so far, any of it may be absent. */
export interface ListingDraft {
  id: string;
  title?: string;
  description: string;
  category?: string;
  size?: string;
  /** `null` = "no brand" was chosen; absent = not answered yet. */
  brand?: string | null;
  colours?: string[];
  condition?: Condition;
  price?: number;
  originalPrice?: number;
  currency?: string;
  measurements?: Record<string, string>;
  tags?: string[];
  photos: PhotoRef[];
  /** Taken out and never put back, the last one first. */
  removedPhotos?: PhotoRef[];
  createdAt: number;
  updatedAt: number;
  deletedAt?: number;
  wish?: Wish<PartialPiece>;
  /** Of a deleted piece: what it wished until then. Absent for a draft that was never pressed. */
  wishBefore?: Wish<PartialPiece>;
}

/** The working keys that are plain values of the listing's map (not description, not photos). */
export type DraftField = Exclude<keyof Piece, 'description' | 'photos'>;
