import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { takesEncoding } from './compressed-response.ts';

interface StaticFile {
  path: string;
  type: string;
  etag: string;
  cacheControl: string;
  /** Encodings that stand precompressed beside the file, best first. */
  encodings: { name: 'br' | 'gzip'; path: string }[];
}

const encodings = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

/** The built client files. The list is read once: a build is never changed under a running server. */
export class StaticFiles {
  readonly #files = new Map<string, StaticFile>();

  static async read(directory: string): Promise<StaticFiles> {
    const files = new StaticFiles();
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
    const known = new Set(names);
    for (const name of names) {
      if (/\.(?:br|gz)$/.test(name)) continue;
      const path = join(directory, name);
      const { size, mtimeMs } = await stat(path);
      files.#files.set(`/${name}`, {
        path,
        type: Bun.file(path).type,
        etag: `W/"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`,
        // Names of immutable files hold the hash of their bytes; everything else is asked for each time.
        cacheControl: name.startsWith('_app/immutable/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        encodings: encodings
          .filter(({ suffix }) => known.has(name + suffix))
          .map((encoding) => ({ name: encoding.name, path: path + encoding.suffix })),
      });
    }
    return files;
  }

  /** `null` when there is no such file, or the method is not one for reading. */
  respond(request: Request): Response | null {
    if (request.method !== 'GET' && request.method !== 'HEAD') return null;
    const file = this.#files.get(new URL(request.url).pathname);
    if (!file) return null;
    const encoding = file.encodings.find(({ name }) => takesEncoding(request, name));
    const headers: Record<string, string> = {
      etag: file.etag,
      'cache-control': file.cacheControl,
      'content-type': file.type,
      'x-content-type-options': 'nosniff',
      // A policy in a page's own text cannot say this.
      ...(file.type.startsWith('text/html') && { 'x-frame-options': 'DENY' }),
      ...(file.encodings.length > 0 && { vary: 'accept-encoding' }),
      ...(encoding && { 'content-encoding': encoding.name }),
    };
    if (request.headers.get('if-none-match') === file.etag)
      return new Response(null, { status: 304, headers });
    return new Response(Bun.file(encoding?.path ?? file.path), { headers });
  }
}
