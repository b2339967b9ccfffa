import { constants } from 'node:fs';
import { access, copyFile, link, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export const photoIdPattern = /^[0-9a-f]{64}$/;

export interface MediaFiles {
  /** Unfinished uploads stand here. */
  uploadsFolder: string;
  /** Path of a finished photo's file; it exists only when all files of the photo do. */
  photoFile(photoId: string, name: string): string;
  hasPhoto(photoId: string): Promise<boolean>;
  /** A folder of its own holding the master, on this disk's word, not yet seen by anybody. */
  stage(photoId: string, masterPath: string): Promise<StagedPhoto>;
  /** Drops what an interrupted run left half made. */
  clearStages(): Promise<void>;
}

export interface StagedPhoto {
  masterPath: string;
  /** Writes and fsyncs the files, then makes the photo visible in one rename, also fsynced. */
  publish(files: ReadonlyMap<string, Uint8Array>): Promise<void>;
  discard(): Promise<void>;
}

export function createMediaFiles(dataFolder: string): MediaFiles {
  const mediaFolder = join(dataFolder, 'media');
  const stagesFolder = join(mediaFolder, 'stages');
  const photoFolder = (photoId: string) => join(mediaFolder, photoId.slice(0, 2), photoId);
  const hasPhoto = (photoId: string) => exists(photoFolder(photoId));

  return {
    uploadsFolder: join(dataFolder, 'uploads'),
    photoFile: (photoId, name) => join(photoFolder(photoId), name),
    hasPhoto,

    async stage(photoId, masterPath) {
      const folder = join(stagesFolder, `${photoId}-${crypto.randomUUID()}`);
      await mkdir(folder, { recursive: true });
      const master = join(folder, 'master');
      // The upload's own entry stays until the verdict is committed, so that a killed run can be done again.
      await link(masterPath, master).catch(() => copyFile(masterPath, master));
      return {
        masterPath: master,
        async publish(files) {
          for (const [name, bytes] of files) await Bun.write(join(folder, name), bytes);
          for (const name of ['master', ...files.keys()]) await fsyncPath(join(folder, name));
          await fsyncPath(folder);
          const target = photoFolder(photoId);
          await mkdir(dirname(target), { recursive: true });
          try {
            await rename(folder, target);
          } catch (error) {
            // Somebody else's upload of the same bytes came first; theirs are the same files.
            if (!(await hasPhoto(photoId))) throw error;
            await rm(folder, { recursive: true, force: true });
          }
          await fsyncPath(dirname(target));
          await fsyncPath(mediaFolder);
        },
        discard: () => rm(folder, { recursive: true, force: true }),
      };
    },

    async clearStages() {
      for (const name of await readdir(stagesFolder).catch(() => [])) {
        await rm(join(stagesFolder, name), { recursive: true, force: true });
      }
    },
  };
}

/** Works for files and folders; returns once the disk has it. */
export async function fsyncPath(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
