import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Below it the frame around the bytes costs more than it saves. */
const smallestBytes = 1024;
/** Made anew for each reader: good enough, and quick. */
const brotli = (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> =>
  promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 4,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
    },
  });

const encoders = [
  { name: 'br', encode: brotli },
  {
    name: 'gzip',
    encode: (bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => promisify(gzip)(bytes, { level: 5 }),
  },
] as const;

/** Whether a reader takes this content coding, as its `Accept-Encoding` says. */
export const takesEncoding = (request: Request, name: string): boolean =>
  new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:$|,))`).test(
    request.headers.get('accept-encoding') ?? '',
  );

/** A page on its way out in the best coding its reader takes; what is no text, or tiny, passes as it is. */
export async function compressed(request: Request, response: Response): Promise<Response> {
  const isText = /^(?:text\/(?!event-stream)|application\/(?:json|ld\+json|manifest\+json))/.test(
    response.headers.get('content-type') ?? '',
  );
  if (!isText || !response.body || response.headers.has('content-encoding')) return response;
  const headers = new Headers(response.headers);
  const vary = headers.get('vary');
  if (!vary?.includes('accept-encoding')) headers.append('vary', 'accept-encoding');
  const { status, statusText } = response;
  const encoder = encoders.find(({ name }) => takesEncoding(request, name));
  if (!encoder || request.method === 'HEAD')
    return new Response(response.body, { status, statusText, headers });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.byteLength < smallestBytes) return new Response(bytes, { status, statusText, headers });
  headers.set('content-encoding', encoder.name);
  headers.delete('content-length');
  // The same text in other bytes.
  const etag = headers.get('etag');
  if (etag && !etag.startsWith('W/')) headers.set('etag', `W/${etag}`);
  return new Response(await encoder.encode(bytes), { status, statusText, headers });
}
