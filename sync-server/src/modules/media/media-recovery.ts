import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileStore } from '@tus/file-store';
import type { MediaFiles } from './media-files.ts';
import type { PhotoIntake } from './photo-intake.ts';

export interface MediaRecoveryParts {
  files: MediaFiles;
  uploads: FileStore;
  intake: PhotoIntake;
  now: () => number;
  /** An unfinished upload untouched for this long is given up. */
  unfinishedMaxAgeMs: number;
  onFailure: (uploadId: string, error: unknown) => void;
}

/**
 * Finishes what a stopped process left: complete uploads become photos, half made ones are dropped, and
 * uploads nobody came back to are removed. Run once at boot, before the first upload is let in.
 */
export async function recoverMedia(parts: MediaRecoveryParts): Promise<{ finished: number }> {
  await parts.files.clearStages();
  const folder = parts.files.uploadsFolder;
  const names = new Set(await readdir(folder).catch(() => [] as string[]));
  const complete: string[] = [];
  for (const name of names) {
    const id = name.replace(/\.json$/, '');
    const isPaired = names.has(id) && names.has(`${id}.json`);
    // A kill between the two files of an upload leaves one that nothing can be done with.
    if (!isPaired) await rm(join(folder, name), { force: true });
    else if (name === id && (await isComplete(parts, id))) complete.push(id);
  }
  const outcomes = await Promise.allSettled(complete.map((id) => parts.intake.finish(id)));
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'rejected') parts.onFailure(complete[index] ?? '', outcome.reason);
  }
  return { finished: complete.length };
}

async function isComplete(parts: MediaRecoveryParts, id: string): Promise<boolean> {
  const upload = await parts.uploads.getUpload(id).catch(() => null);
  if (upload === null) return false;
  if (upload.size !== undefined && upload.offset === upload.size) return true;
  const { mtimeMs } = await stat(join(parts.files.uploadsFolder, id));
  if (parts.now() - mtimeMs > parts.unfinishedMaxAgeMs) await parts.uploads.remove(id);
  return false;
}
