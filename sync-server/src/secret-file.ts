import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * The key that signs cookies: made at the first start, readable by the server's user alone, fsynced before use.
 * It appears whole or not at all; the folder is held by one process, so nobody else makes one meanwhile.
 */
export async function readOrCreateSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret');
  const found = (await readFile(path, 'utf8').catch(unlessMissing)).trim();
  if (found.length >= 32) return found;
  // An empty file signed nothing: a first start ended before it wrote one.
  if (found !== '') throw new Error('The secret in the data folder is damaged: put back a copy of it.');
  const secret = randomBytes(32).toString('base64url');
  await writeDurably(path, secret);
  return secret;
}

function unlessMissing(error: NodeJS.ErrnoException): string {
  if (error.code !== 'ENOENT') throw error;
  return '';
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  const folder = await open(dirname(path));
  await folder.sync();
  await folder.close();
}
