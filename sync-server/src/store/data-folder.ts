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
  let lock: Database | null = null;
  try {
    const file = join(path, 'lock.sqlite');
    lock = new Database(file, { create: true });
    // One that can only be read would be opened for reading, and locked for nobody.
    accessSync(file, constants.W_OK);
    lock.run('pragma busy_timeout = 0');
    lock.run('begin exclusive');
    const held = lock;
    return { path, release: () => held.close() };
  } catch (error) {
    lock?.close();
    if (codeOf(error).startsWith('SQLITE_BUSY'))
      throw new ConfigError(`The data folder ${path} is in use by another Komod: stop it, or set DATA_DIR.`);
    throw unwritable(path, error) ?? error;
  }
}

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

/** What opening a file says that is somebody else's, or stands on a disk mounted to be read. */
const noRight = /^(?:SQLITE_(?:CANTOPEN|READONLY|PERM|AUTH)|EACCES|EPERM|EROFS|EISDIR)/;

/** One sentence for a failure to open something in the folder; `null` when it is about something else. */
export function unwritable(path: string, error: unknown): ConfigError | null {
  const code = codeOf(error);
  if (!noRight.test(code)) return null;
  return new ConfigError(
    `Something in the data folder ${path} cannot be written (${code}): give this user the right to all of it, or set DATA_DIR.`,
  );
}
