import type { Policy } from '@komod/domain/policy';
import { FileStore } from '@tus/file-store';
import sharp from 'sharp';
import type { PhotoStore } from '../../store/photo-store.ts';
import { createMediaFiles, photoIdPattern } from './media-files.ts';
import { recoverMedia } from './media-recovery.ts';
import { createPhotoIntake } from './photo-intake.ts';
import { sniffLength, sniffPhoto } from './photo-sniff.ts';
import { variantWidths } from './photo-variants.ts';
import { createUploadAllowance, type UploadLimits } from './upload-allowance.ts';
import { createUploadGate, type UploadGate } from './upload-gate.ts';
import { createWorkQueue } from './work-queue.ts';

/** Image work takes whole cores; more at once would only starve the sockets. */
const imageWorkAtOnce = 2;

export interface MediaServiceParts {
  dataFolder: string;
  photos: Pick<PhotoStore, 'photoStates' | 'completePhoto'>;
  policy: Policy;
  limits: UploadLimits;
  now: () => number;
  /** `ready`, or the code of the refusal. */
  onJudged?: (result: string) => void;
  onFailure: (uploadId: string, error: unknown) => void;
}

export interface PhotoFile {
  path: string;
  type: string;
}

export interface MediaService {
  uploads: UploadGate;
  /** A page's picture, `null` when the photo or the variant does not exist. */
  variant(photoId: string, name: string): Promise<PhotoFile | null>;
  /** The seller's own bytes, `null` for everybody else. */
  master(photoId: string, userId: string): Promise<PhotoFile | null>;
  /** Those of these photos that are here as this person's. */
  known(photoIds: readonly string[], userId: string): Promise<string[]>;
  /** Run once at boot, before uploads are let in. */
  recover(): Promise<{ finished: number }>;
  /** Resolves when the photos in work are done. */
  drain(): Promise<void>;
}

const variantTypes = new Map<string, { file: string; type: string }>([
  ...variantWidths.map((width) => [`${width}`, { file: `${width}.webp`, type: 'image/webp' }] as const),
  ['og', { file: 'og.jpg', type: 'image/jpeg' }],
]);

export function createMediaService(parts: MediaServiceParts): MediaService {
  const { photos, policy, limits, now, onJudged, onFailure } = parts;
  // Every picture is seen once; a cache would only hold memory and open files.
  sharp.cache(false);
  const files = createMediaFiles(parts.dataFolder);
  const uploads = new FileStore({ directory: files.uploadsFolder });
  const queue = createWorkQueue(imageWorkAtOnce);
  const intake = createPhotoIntake({ files, uploads, photos, queue, policy, now, onJudged });
  const gate = createUploadGate({
    files,
    uploads,
    intake,
    photos,
    policy,
    allowance: createUploadAllowance(limits, now),
  });

  return {
    uploads: gate,
    async variant(photoId, name) {
      const variant = variantTypes.get(name);
      if (!variant || !photoIdPattern.test(photoId)) return null;
      const path = files.photoFile(photoId, variant.file);
      return (await Bun.file(path).exists()) ? { path, type: variant.type } : null;
    },
    async master(photoId, userId) {
      if (!photoIdPattern.test(photoId)) return null;
      if ((await photos.photoStates(userId, [photoId])).get(photoId) !== 'ready') return null;
      const path = files.photoFile(photoId, 'master');
      const head = new Uint8Array(await Bun.file(path).slice(0, sniffLength).arrayBuffer());
      return { path, type: sniffPhoto(head) ?? 'application/octet-stream' };
    },
    async known(photoIds, userId) {
      const states = await photos.photoStates(userId, photoIds);
      return photoIds.filter((id) => states.get(id) === 'ready');
    },
    recover: () =>
      recoverMedia({
        files,
        uploads,
        intake,
        now,
        unfinishedMaxAgeMs: limits.unfinishedDays * 24 * 3600 * 1000,
        onFailure,
      }),
    drain: () => intake.idle(),
  };
}
