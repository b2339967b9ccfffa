import { createHash } from 'node:crypto';

export interface PhotoUpload {
  origin: string;
  /** Of the page that uploads, where it is not `origin`. */
  pageOrigin?: string;
  cookie: string;
  bytes: Uint8Array;
  /** The hash of the bytes unless a test claims another. */
  photoId?: string;
  filetype?: string;
  /** Sizes of the parts the bytes are sent in; the whole at once by default. */
  partBytes?: number;
}

export const photoIdOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Uploads by the words of tus 1.0.0, without a tus client. Gives the last answer, whatever it is. */
export async function uploadPhoto(upload: PhotoUpload): Promise<Response> {
  const { origin, cookie, bytes, photoId = photoIdOf(bytes), filetype = 'image/jpeg' } = upload;
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const headers = { cookie, origin: upload.pageOrigin ?? origin, 'tus-resumable': '1.0.0' };
  const created = await fetch(`${origin}/media/uploads`, {
    method: 'POST',
    headers: {
      ...headers,
      'upload-length': String(bytes.length),
      'upload-metadata': `photoId ${base64(photoId)},filetype ${base64(filetype)}`,
    },
  });
  if (created.status !== 201) return created;
  const location = new URL(created.headers.get('location') ?? '', origin);
  const part = upload.partBytes ?? bytes.length;
  let answer = created;
  for (let offset = 0; offset < bytes.length; offset += part) {
    answer = await fetch(location, {
      method: 'PATCH',
      headers: {
        ...headers,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body: bytes.slice(offset, offset + part),
    });
    if (answer.status !== 204) return answer;
  }
  return answer;
}
