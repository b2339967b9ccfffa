import { createRequire } from 'node:module';
import { ConfigError } from './config.ts';

/** Older ones copy memory from beyond a frame into the document. */
const least = [0, 2, 120] as const;

/** Of the copy that Yjs decodes with, wherever the package manager put it. */
function installedVersion(): string {
  const fromYjs = createRequire(
    createRequire(createRequire(import.meta.url).resolve('@komod/sync/server/hub')).resolve('yjs'),
  );
  return (fromYjs('lib0/package.json') as { version: string }).version;
}

/** @throws {ConfigError} when the decoder of Yjs is one that hostile frames can read memory through. */
export function requireSafeLib0(version = installedVersion()): void {
  const parts = version.split(/[.-]/).map(Number);
  const differing = least.findIndex((number, index) => number !== parts[index]);
  if (differing === -1 || (parts[differing] ?? Number.NaN) > (least[differing] ?? 0)) return;
  throw new ConfigError(
    `lib0 ${version} is installed, and hostile frames can read memory through it: ${least.join('.')} or newer is needed. Run "bun install".`,
  );
}
