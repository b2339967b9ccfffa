/**
 * Why something was not accepted: on the shelf, in receipts and in HTTP errors alike.
 * Codes are stable and documented; each has words in every language (`web/src/lib/app/refusal-messages.ts`).
 */
export const fieldRefusalCodes = [
  'missing',
  'empty',
  'too-long',
  'not-text',
  'not-a-number',
  'not-whole',
  'below-minimum',
  'above-maximum',
  'not-above-price',
  'unknown',
  'not-of-this-category',
  'too-many',
  'none',
  'not-a-photo',
  'not-yours',
  'unreadable',
  'malformed',
  'changed-elsewhere',
] as const;
export type FieldRefusalCode = (typeof fieldRefusalCodes)[number];

/** `field` is a key of the piece, `photos.3` for the third photo (counted from 0), or `piece`, `listing`. */
export interface FieldRefusal {
  field: string;
  code: FieldRefusalCode;
}

export interface Refusal {
  code: string;
  fields?: readonly FieldRefusal[];
}

export type Result<T, R = Refusal> = { ok: true; value: T } | { ok: false; refusal: R };
export const accept = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const refuse = <R>(refusal: R): { ok: false; refusal: R } => ({ ok: false, refusal });
