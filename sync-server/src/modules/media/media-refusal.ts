/** Why an upload or a photo request was not accepted. Codes are stable; the status is the HTTP answer. */
export const mediaRefusals = {
  'session.required': { status: 401, message: 'Sign in to use photos.' },
  'origin.foreign': { status: 403, message: 'This address may not be used from another site.' },
  'photo.bad-metadata': {
    status: 400,
    message:
      'Upload-Metadata needs photoId (64 hex digits) and filetype (JPEG, PNG or WebP), with a known length.',
  },
  'photo.already-here': { status: 409, message: 'This photo is on the server already.' },
  'photo.too-many-bytes': { status: 413, message: 'The photo has too many bytes.' },
  'photo.hash-mismatch': { status: 422, message: 'The bytes are not those of this photo id.' },
  'photo.not-an-image': { status: 422, message: 'The bytes are not a JPEG, PNG or WebP picture.' },
  'photo.too-large': { status: 422, message: 'The picture has too many pixels.' },
  'photo.unreadable': { status: 422, message: 'The picture cannot be read to its end.' },
  'photo.unknown': { status: 404, message: 'There is no such photo.' },
  'upload.unknown': { status: 404, message: 'There is no such upload.' },
  'upload.wrong-offset': { status: 409, message: 'The upload stands at another offset.' },
  'upload.busy': { status: 423, message: 'Another request is writing to this upload.' },
  'upload.too-many': { status: 429, message: 'Too many unfinished uploads.' },
  'upload.malformed': { status: 400, message: 'The request does not follow tus 1.0.0.' },
  'upload.method': { status: 405, message: 'This method is not used for uploads.' },
  'upload.failed': { status: 500, message: 'The upload failed on the server; try again.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type MediaRefusalCode = keyof typeof mediaRefusals;

/** Verdicts about the bytes themselves: they hold for ever, so they are recorded. */
export type PhotoFault = 'photo.not-an-image' | 'photo.too-large' | 'photo.unreadable';

export const refusalBody = (code: MediaRefusalCode): string =>
  JSON.stringify({ error: { code, message: mediaRefusals[code].message } });

/** The error shape of all our own routes. */
export function refusalResponse(code: MediaRefusalCode, headers: HeadersInit = {}): Response {
  const response = new Response(refusalBody(code), { status: mediaRefusals[code].status, headers });
  response.headers.set('content-type', 'application/json');
  response.headers.set('cache-control', 'no-store');
  response.headers.set('x-content-type-options', 'nosniff');
  return response;
}
