/** JSON with an ETag of its bytes; 304 for a reader that has them. Responses pass as they are. */
export function respondConditionally(
  request: Request,
  value: unknown,
  cacheControl: string | number,
): Response | undefined {
  if (value instanceof Response || value === undefined) return undefined;
  const body = JSON.stringify(value);
  const etag = `W/"${Bun.hash(body).toString(36)}"`;
  const headers = { etag, 'cache-control': String(cacheControl) };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'content-type': 'application/json; charset=utf-8' } });
}
