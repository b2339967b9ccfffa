import { createReadStream } from 'node:fs';
import { accept, refuse, type Result } from '@komod/domain/refusal';
import type { Policy } from '@komod/domain/policy';
import type { FileStore } from '@tus/file-store';
import { fsyncPath, type MediaFiles } from './media-files.ts';
import type { PhotoFault } from './media-refusal.ts';
import type { PhotoStore } from '../../store/photo-store.ts';
import { makeVariants, readPhotoFacts, type PhotoFacts } from './photo-variants.ts';
import type { WorkQueue } from './work-queue.ts';

export type PhotoVerdict = Result<
  { photoId: string },
  PhotoFault | 'photo.hash-mismatch' | 'upload.not-found'
>;

export interface PhotoIntake {
  /**
   * Turns a completely received upload into a photo, or refuses it; either way the upload is gone afterwards.
   * Safe to call twice at once, and again after a kill at any point: nothing before the last step is final.
   */
  finish(uploadId: string): Promise<PhotoVerdict>;
  /** Resolves when no upload is being finished any more. */
  idle(): Promise<void>;
}

export interface PhotoIntakeParts {
  files: MediaFiles;
  uploads: FileStore;
  photos: Pick<PhotoStore, 'completePhoto'>;
  queue: WorkQueue;
  policy: Policy;
  now: () => number;
  onJudged?: ((result: string) => void) | undefined;
}

interface ReceivedUpload {
  path: string;
  owner: string;
  photoId: string;
  bytes: number;
}

export function createPhotoIntake(parts: PhotoIntakeParts): PhotoIntake {
  const running = new Map<string, Promise<PhotoVerdict>>();
  return {
    finish(uploadId) {
      const already = running.get(uploadId);
      if (already) return already;
      const work = parts.queue
        .run(async () => {
          const verdict = await judge(parts, uploadId);
          parts.onJudged?.(verdict.ok ? 'ready' : verdict.refusal);
          return verdict;
        })
        .finally(() => running.delete(uploadId));
      running.set(uploadId, work);
      return work;
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled(running.values());
    },
  };
}

async function judge(parts: PhotoIntakeParts, uploadId: string): Promise<PhotoVerdict> {
  const upload = await readUpload(parts.uploads, uploadId);
  if (upload === null) return refuse('upload.not-found');
  try {
    await fsyncPath(upload.path);
  } catch (error) {
    // What the disk did not keep may still be read, and a second fsync would find nothing to do: it is sent anew.
    await parts.uploads.remove(uploadId);
    throw error;
  }
  if ((await sha256(upload.path)) !== upload.photoId) {
    await parts.uploads.remove(uploadId);
    return refuse('photo.hash-mismatch');
  }
  const photo = await keepPhoto(parts, upload);
  await parts.photos.completePhoto({
    id: upload.photoId,
    owner: upload.owner,
    state: photo.ok ? 'ready' : 'unreadable',
    ...(photo.ok ? photo.value : { width: 0, height: 0, thumbhash: '' }),
    bytes: upload.bytes,
    at: parts.now(),
  });
  await parts.uploads.remove(uploadId);
  return photo.ok ? accept({ photoId: upload.photoId }) : photo;
}

async function keepPhoto(
  { files, policy }: PhotoIntakeParts,
  upload: ReceivedUpload,
): Promise<Result<PhotoFacts, PhotoFault>> {
  // The same bytes may be here already: from another seller, or from a run that was killed before its last step.
  if (await files.hasPhoto(upload.photoId)) {
    return readPhotoFacts(files.photoFile(upload.photoId, 'master'), policy.photoMaxPixels);
  }
  const stage = await files.stage(upload.photoId, upload.path);
  try {
    const variants = await makeVariants(stage.masterPath, policy.photoMaxPixels);
    if (!variants.ok) return variants;
    await stage.publish(variants.value.files);
    return accept(variants.value.facts);
  } finally {
    await stage.discard();
  }
}

async function readUpload(uploads: FileStore, id: string): Promise<ReceivedUpload | null> {
  const upload = await uploads.getUpload(id).catch(() => null);
  const { owner, photoId } = upload?.metadata ?? {};
  if (!upload?.storage || !owner || !photoId) return null;
  return { path: upload.storage.path, owner, photoId, bytes: upload.size ?? 0 };
}

async function sha256(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher('sha256');
  for await (const chunk of createReadStream(path)) hasher.update(chunk as Uint8Array);
  return hasher.digest('hex');
}
