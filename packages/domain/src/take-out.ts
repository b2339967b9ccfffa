import type { ListingDraft } from './listing-draft.ts';
import { isPhotoId } from './photo-id.ts';
import type { PhotoRef } from './piece.ts';
import { accept, refuse, type Result } from './refusal.ts';

// What one person takes out of a server is one zip file: this manifest, the data of two documents as JSON, and a
// master for each photo, named by its id.

export const takeOutFormat = 'komod-take-out';
/** Raised when an older Komod would read a file wrongly; it then refuses it as `newer`. */
export const takeOutVersion = 1;

export const takeOutNames = {
  manifest: 'komod.json',
  closet: 'closet.json',
  account: 'account.json',
} as const;
export const takeOutPhotoName = (photoId: string): string => `photos/${photoId}.jpg`;

/** Bytes; read whole, so that no file may ask for more memory than a document takes. */
export const takeOutLimits = { manifestMaxBytes: 16 * 1024 * 1024, dataMaxBytes: 64 * 1024 * 1024 } as const;

/**
 * `not-ours`: some other file. `newer`: of a later Komod. `broken`: cut off, or not of our form. `changed`: a part is
 * not what its hash says. `too-large`: more than a document may hold.
 */
export type TakeOutRefusal = 'not-ours' | 'newer' | 'broken' | 'changed' | 'too-large';

export interface TakeOutPart {
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

export interface TakeOutManifest {
  format: typeof takeOutFormat;
  version: number;
  /** ms UTC of the device it was made on. */
  madeAt: number;
  /** Whose closet it is; `null`: a guest's. */
  handle: string | null;
  closet: TakeOutPart;
  account: TakeOutPart;
  /** Masters in the file; an id is the hash of its bytes. */
  photos: { id: string; bytes: number }[];
  /** Ids of masters that the data names and that were out of reach. */
  absent: string[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isPart = (value: unknown): value is TakeOutPart =>
  isRecord(value) && isCount(value.bytes) && isPhotoId(value.sha256);
const isPhoto = (value: unknown): value is TakeOutManifest['photos'][number] =>
  isRecord(value) && isPhotoId(value.id) && isCount(value.bytes);

/** Judges the JSON that stands in a file's manifest. */
export function readTakeOutManifest(value: unknown): Result<TakeOutManifest, TakeOutRefusal> {
  if (!isRecord(value) || value.format !== takeOutFormat) return refuse('not-ours');
  const { version, madeAt, handle, closet, account, photos, absent } = value;
  if (!isCount(version) || version === 0) return refuse('broken');
  if (version > takeOutVersion) return refuse('newer');
  if (!isCount(madeAt) || !(handle === null || typeof handle === 'string')) return refuse('broken');
  if (!isPart(closet) || !isPart(account)) return refuse('broken');
  if (!Array.isArray(photos) || !photos.every(isPhoto)) return refuse('broken');
  if (!Array.isArray(absent) || !absent.every(isPhotoId)) return refuse('broken');
  if (Math.max(closet.bytes, account.bytes) > takeOutLimits.dataMaxBytes) return refuse('too-large');
  const manifest = { format: takeOutFormat, version, madeAt, handle, closet, account, photos, absent };
  return accept(manifest as TakeOutManifest);
}

/** Every photo that goes along: hanging, taken out, in what was pressed, and the portrait. Each once. */
export function photosNamed(drafts: Iterable<ListingDraft>, avatar: PhotoRef | undefined): PhotoRef[] {
  const found = new Map<string, PhotoRef>();
  const take = (photos: readonly PhotoRef[]) => {
    for (const photo of photos) found.set(photo.id, photo);
  };
  for (const { photos, removedPhotos = [], wish, wishBefore } of drafts) {
    take([...photos, ...removedPhotos]);
    for (const pressed of [wish, wishBefore]) if (pressed?.want === 'listed') take(pressed.piece.photos);
  }
  if (avatar) take([avatar]);
  return [...found.values()];
}
