import type { Condition } from './condition.ts';

/** A photo as documents know it. `id` is the lower-case hex SHA-256 of the master's bytes. */
export interface PhotoRef {
  id: string;
  /** Upright pixels of the master. */
  width: number;
  height: number;
  /** Base64 of the thumbhash bytes, drawn before the photo itself is here. */
  thumbhash: string;
}

/** The complete public snapshot of a listing: what the seller saw when pressing, what shoppers see. */
export interface Piece {
  title: string;
  description: string;
  category: string;
  size: string;
  /** `null` = no brand. */
  brand: string | null;
  colours: string[];
  condition: Condition;
  /** Integer minor units of `currency`. */
  price: number;
  originalPrice?: number;
  /** ISO 4217. */
  currency: string;
  photos: PhotoRef[];
  measurements?: Record<string, string>;
  tags?: string[];
}

/** A piece as it is worked on, or as another client wrote it: any field may be absent. */
export type PartialPiece = Partial<Piece> & Pick<Piece, 'description' | 'photos'>;
