import type { Manifest } from 'vite';

const preload = (file: string): string => `<link href="/${file}" rel="modulepreload">`;

/** The files that a page preloads as modules. */
export const preloadsOf = (html: string): string[] =>
  [...html.matchAll(/<link href="\/([^"]+)" rel="modulepreload">/g)].map(([, file]) => file!);

/**
 * Adds to a page what its preloaded modules import and nobody preloads. SvelteKit leaves out whatever is imported
 * dynamically from anywhere as well, so that a page that imports it too finds out about it last.
 */
export function withWholePreloads(html: string, manifest: Manifest): string {
  const chunks = new Map(Object.values(manifest).map((chunk) => [chunk.file, chunk]));
  const found = new Set(preloadsOf(html));
  const known = [...found];
  if (known.length === 0) throw new Error('the page preloads no module: SvelteKit writes them another way');
  // A set is walked on while it grows.
  for (const file of found)
    for (const name of chunks.get(file)?.imports ?? []) found.add(manifest[name]!.file);
  const last = preload(known.at(-1)!);
  const missing = [...found].slice(known.length).map(preload);
  return html.replace(last, [last, ...missing].join('\n\t\t'));
}
