import { existsSync } from 'node:fs';
import { constants, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { ConfigError, readConfig } from './config.ts';
import { createMediaFiles, fsyncPath } from './modules/media/media-files.ts';
import { copyDatabase, forgetTimeline, readyPhotos } from './store/sqlite/database-copy.ts';

/** Files are copied and fsynced so many at once. */
const copiesAtOnce = 8;
/** A word of progress after so many photos. */
const photosPerWord = 500;

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no room left',
  EDQUOT: 'there is no room left',
  SQLITE_FULL: 'there is no room left',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it cannot be written to',
  ENOTDIR: 'part of its path is a file',
};

/**
 * Copies everything a server keeps into `folder`, which appears when it is whole: put into an empty DATA_DIR it
 * starts. Works beside a running server and without one. The order keeps it consistent: every document in the copy
 * has its account, because accounts are copied after documents, and every photo a row names, because a photo's files
 * are on the disk before its row.
 * @param say gets a line of progress.
 * @returns one sentence about what is in it.
 * @throws {ConfigError} with one clear sentence.
 */
export async function makeBackup(
  env: Record<string, string | undefined>,
  folder: string,
  say: (line: string) => void,
): Promise<string> {
  const config = readConfig(env);
  if (config.databaseUrl !== null)
    throw new ConfigError('This backup is for SQLite: with DATABASE_URL set, use pg_dump and copy DATA_DIR.');
  const from = resolve(config.dataDir);
  const to = resolve(folder);
  if (!existsSync(join(from, 'komod.sqlite')))
    throw new ConfigError(`No Komod has run in ${from}: set DATA_DIR to the folder of yours.`);
  if (`${to}${sep}`.startsWith(`${from}${sep}`))
    throw new ConfigError(`The backup would lie inside ${from} itself: choose a folder elsewhere.`);
  const unfinished = `${to}.unfinished`;
  if (existsSync(unfinished))
    throw new ConfigError(`${unfinished} is left of a backup that did not finish: delete it first.`);
  try {
    if ((await readdir(to).catch(unlessMissing)).length > 0)
      throw new ConfigError(`${to} is not empty: a backup goes into a folder of its own.`);
    await mkdir(dirname(to), { recursive: true });
    await mkdir(unfinished, { mode: 0o700 });
    const sentence = await copyAll(from, unfinished, say);
    await rename(unfinished, to);
    await fsyncPath(dirname(to));
    return `The backup in ${to} is whole: ${sentence}.`;
  } catch (error) {
    if (existsSync(unfinished)) await rm(unfinished, { recursive: true, force: true });
    const reason = reasons[(error as { code?: string }).code ?? ''];
    if (reason === undefined) throw error;
    throw new ConfigError(`The backup could not be written to ${to}: ${reason}.`);
  }
}

async function copyAll(from: string, to: string, say: (line: string) => void): Promise<string> {
  const main = join(to, 'komod.sqlite');
  const identity = join(to, 'identity.sqlite');
  say('Documents and the catalog…');
  copyDatabase(join(from, 'komod.sqlite'), main);
  forgetTimeline(main);
  say('Accounts…');
  copyDatabase(join(from, 'identity.sqlite'), identity);
  await copyFile(join(from, 'secret'), join(to, 'secret'));
  const photos = readyPhotos(main);
  const missing = await copyPhotos(from, to, photos, say);
  for (const path of [main, identity, join(to, 'secret'), to]) await fsyncPath(path);
  // Not the fault of the copy, and no reason to have none.
  if (missing.length > 0)
    say(`${missing.length} photos have a row but no files in ${from}, such as ${missing[0]}.`);
  return `both databases, the secret and ${photos.length - missing.length} photos`;
}

/** @returns the ids of those that have no files. */
async function copyPhotos(
  from: string,
  to: string,
  photos: readonly string[],
  say: (line: string) => void,
): Promise<string[]> {
  const [source, target] = [createMediaFiles(from), createMediaFiles(to)];
  const missing: string[] = [];
  const waiting = [...photos];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (await source.hasPhoto(id)) await copyFolder(source.photoFile(id, ''), target.photoFile(id, ''));
      else missing.push(id);
      done += 1;
      if (done % photosPerWord === 0) say(`${done} of ${photos.length} photos…`);
    }
  };
  await Promise.all(Array.from({ length: copiesAtOnce }, worker));
  return missing;
}

async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    await copyFile(join(from, name), join(to, name), constants.COPYFILE_FICLONE);
    await fsyncPath(join(to, name));
  }
  await fsyncPath(to);
  await fsyncPath(dirname(to));
}

function unlessMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code !== 'ENOENT') throw error;
  return [];
}
