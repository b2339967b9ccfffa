import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { inRoot, manifests } from './repository.ts';
import { runStep, stopUnless } from './run-step.ts';

// Inside node_modules, so that it goes when they go.
const stamp = inRoot('node_modules/.komod/installed');

/** Installs the dependencies unless those that are here are the ones asked for. */
export async function ensureInstalled(): Promise<void> {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return;
  const frozen = process.env.CI ? ['--frozen-lockfile'] : [];
  stopUnless(await runStep({ title: 'Installing dependencies', bun: ['install', ...frozen] }));
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted());
}

function wanted(): string {
  const hash = createHash('sha256').update(Bun.version);
  for (const path of [inRoot('bun.lock'), ...manifests()]) hash.update(readFileSync(path));
  return hash.digest('hex');
}
