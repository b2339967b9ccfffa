import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The folder that holds the root package.json. */
export const root = join(import.meta.dirname, '../../..');
export const inRoot = (...parts: string[]): string => join(root, ...parts);

const generated = new Set(['node_modules', 'build', '.svelte-kit', 'paraglide', 'tests']);

/**
 * One hash over the content of all files at and below the given paths, tests and generated folders left out.
 * Content, not times: a fresh checkout and a branch switch change every time and nothing else.
 */
export function fingerprint(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesBelow).sort()) {
    hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: false });
  return entries.flatMap((entry) => {
    const below = join(path, entry.name);
    if (entry.isDirectory()) return generated.has(entry.name) ? [] : filesBelow(below);
    return entry.name.includes('.test.') ? [] : [below];
  });
}

/** Every package.json of the workspace, the root's first. */
export function manifests(): string[] {
  const packages = readdirSync(inRoot('packages')).map((name) => inRoot('packages', name, 'package.json'));
  const all = [
    inRoot('package.json'),
    ...packages,
    inRoot('sync-server/package.json'),
    inRoot('web/package.json'),
  ];
  return all.filter((path) => existsSync(path));
}
