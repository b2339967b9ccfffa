import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Marks an empty data folder as a demo's, with the password of its accounts; a folder so marked is taken again.
 * Gives one sentence for the terminal when the folder is anybody else's, `null` when all is well.
 */
export function claimDemoFolder(dataDir: string): string | null {
  const folder = resolve(dataDir);
  const record = join(folder, 'demo.json');
  if (existsSync(record)) return null;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (readdirSync(folder).length > 0)
      return `The data folder ${folder} is not empty, and --demo fills only an empty one: set DATA_DIR to a new folder.`;
    const password = randomBytes(12).toString('base64url');
    writeFileSync(record, `${JSON.stringify({ password }, null, 2)}\n`, { mode: 0o600 });
    return null;
  } catch {
    return `The data folder ${folder} cannot be written: give this user the right, or set DATA_DIR.`;
  }
}
