import { HttpFailure } from '../../http/http-failure.ts';

/** Why a photo or an upload was not accepted. */
const messages = {
  'session.required': 'Sign in to use photos.',
  'origin.foreign': 'This address may not be used from another site.',
  'request.malformed': 'The request does not follow tus 1.0.0.',
  'photo.bad-metadata':
    'Upload-Metadata needs photoId (64 hex digits) and filetype (JPEG, PNG or WebP); Upload-Length is needed.',
  'photo.already-here': 'This photo is on the server already.',
  'photo.too-large': 'The photo has too many bytes or pixels.',
  'photo.hash-mismatch': 'The bytes are not those of this photo id.',
  'photo.not-an-image': 'The bytes are not a JPEG, PNG or WebP picture.',
  'photo.unreadable': 'The picture cannot be read to its end.',
  'photo.not-found': 'There is no such photo.',
  'upload.not-found': 'There is no such upload.',
  'upload.wrong-offset': 'The upload stands at another offset.',
  'upload.busy': 'Another request is writing to this upload.',
  'too-fast': 'Too many uploads; try again later.',
  internal: 'The upload failed on the server; try again.',
} as const;

export type MediaRefusalCode = keyof typeof messages;

/** Verdicts about the bytes themselves: they hold for ever. */
export type PhotoFault = 'photo.not-an-image' | 'photo.too-large' | 'photo.unreadable';

export function mediaFailure(code: MediaRefusalCode, headers: Record<string, string> = {}): HttpFailure {
  return new HttpFailure(code, messages[code], {
    headers: { 'x-content-type-options': 'nosniff', ...headers },
  });
}
