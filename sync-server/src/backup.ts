import { existsSync } from 'node:fs';
import { constants, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { ConfigError, readConfig } from './config.ts';
import { createMediaFiles, fsyncPath } from './modules/media/media-files.ts';
import { dumpDatabase } from './store/postgres/database-dump.ts';
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
 * starts; what PostgreSQL keeps is in `komod.dump`, for an empty database. Works beside a running server and without
 * one. It is consistent: every document in the copy has its account, because accounts are copied after documents or
 * as of the same commit, and every photo a row names, because a photo's files are on the disk before its row.
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
  const from = resolve(config.dataDir);
  const to = resolve(folder);
  if (!existsSync(join(from, config.databaseUrl === null ? 'komod.sqlite' : 'secret')))
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
    const sentence = await copyAll(from, unfinished, { say, copyRows: copierOf(config.databaseUrl, env) });
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

/** @returns the files it wrote into `to`, and the ids of all photos that a row in them calls ready. */
type CopyRows = (
  from: string,
  to: string,
  say: (line: string) => void,
) => Promise<{ files: string[]; photos: string[]; sentence: string }>;

function copierOf(databaseUrl: string | null, env: Record<string, string | undefined>): CopyRows {
  if (databaseUrl === null) return copySqlite;
  return async (_from, to, say) => {
    const dump = join(to, 'komod.dump');
    say('Documents, the catalog and accounts…');
    const photos = await dumpDatabase(databaseUrl, dump, env);
    return { files: [dump], photos, sentence: 'the database' };
  };
}

const copySqlite: CopyRows = async (from, to, say) => {
  const main = join(to, 'komod.sqlite');
  const identity = join(to, 'identity.sqlite');
  say('Documents and the catalog…');
  copyDatabase(join(from, 'komod.sqlite'), main);
  forgetTimeline(main);
  say('Accounts…');
  copyDatabase(join(from, 'identity.sqlite'), identity);
  return { files: [main, identity], photos: readyPhotos(main), sentence: 'both databases' };
};

async function copyAll(
  from: string,
  to: string,
  { say, copyRows }: { say: (line: string) => void; copyRows: CopyRows },
): Promise<string> {
  const { files, photos, sentence } = await copyRows(from, to, say);
  const secret = join(to, 'secret');
  await copyFile(join(from, 'secret'), secret);
  const missing = await copyPhotos(from, to, photos, say);
  for (const path of [...files, secret, to]) await fsyncPath(path);
  // Not the fault of the copy, and no reason to have none.
  if (missing.length > 0)
    say(`${missing.length} photos have a row but no files in ${from}, such as ${missing[0]}.`);
  return `${sentence}, the secret and ${photos.length - missing.length} photos`;
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
