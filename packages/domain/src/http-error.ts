import type { FieldRefusal } from './refusal.ts';

/** Every code our own routes answer with, and its status. Stable: clients and hosts rely on them. */
export const httpErrorStatus = {
  'request.malformed': 400,
  'photo.bad-metadata': 400,
  'session.required': 401,
  'origin.foreign': 403,
  'not-yours': 403,
  'not-found': 404,
  'listing.not-found': 404,
  'closet.not-found': 404,
  'photo.not-found': 404,
  'session.not-found': 404,
  'upload.not-found': 404,
  'photo.already-here': 409,
  'upload.wrong-offset': 409,
  'catalog.too-old': 410,
  'listing.removed': 410,
  'request.too-large': 413,
  'photo.too-large': 413,
  'photo.unreadable': 422,
  'photo.not-an-image': 422,
  'photo.hash-mismatch': 422,
  'fields.refused': 422,
  'upload.busy': 423,
  'too-fast': 429,
  internal: 500,
  'going-away': 503,
} as const satisfies Record<string, number>;

export type HttpErrorCode = keyof typeof httpErrorStatus;

/** The body of every error of our own routes; `message` is for developers and never repeats the sender's input. */
export interface HttpError {
  error: { code: HttpErrorCode; message: string; fields?: readonly FieldRefusal[] };
}
