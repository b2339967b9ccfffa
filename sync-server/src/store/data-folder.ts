import { Database } from 'bun:sqlite';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '../config.ts';

/**
 * Makes the folder and holds it for this process alone: two servers on one folder would each believe themselves
 * the only writer. The operating system lets go of it however the process ends.
 * @throws {ConfigError} when it cannot be written, or is held.
 */
export function holdDataFolder(dataDir: string): { path: string; release(): void } {
  const path = resolve(dataDir);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch {
    throw new ConfigError(
      `The data folder ${path} cannot be written: give this user the right, or set DATA_DIR.`,
    );
  }
  const lock = new Database(join(path, 'lock.sqlite'), { create: true });
  try {
    lock.run('pragma busy_timeout = 0');
    lock.run('begin exclusive');
  } catch {
    lock.close();
    throw new ConfigError(`The data folder ${path} is in use by another Komod: stop it, or set DATA_DIR.`);
  }
  return { path, release: () => lock.close() };
}
