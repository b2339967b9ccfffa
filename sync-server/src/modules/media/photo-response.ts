import type { PhotoFile } from './media-service.ts';

/** A photo file as an HTTP answer. Files never change under their path, so the path is the entity tag. */
export function photoResponse(request: Request, file: PhotoFile, cacheControl: string): Response {
  const tag = `"${file.path.split('/').slice(-2).join('-')}"`;
  const headers = {
    'content-type': file.type,
    'cache-control': cacheControl,
    etag: tag,
    'x-content-type-options': 'nosniff',
  };
  if (request.headers.get('if-none-match') === tag) return new Response(null, { status: 304, headers });
  return new Response(Bun.file(file.path), { headers });
}
