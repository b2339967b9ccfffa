import type { PhotoRef } from '@komod/domain/piece';
import * as Y from 'yjs';
import { isRecord, plainJson } from './plain-json.ts';

/**
 * The photos of one listing. Two devices that move the same photo leave it in the array twice, and one that removes
 * what the other moves would bring it back; so a photo counts at its first place, unless `removedPhotos` names it.
 */
export interface PhotoContainers {
  photos: Y.Array<unknown>;
  /** Photo id → when it was taken out, and what is known of it; the bare time where an older version took it out. */
  removed: Y.Map<unknown>;
}

function readPhoto(value: unknown): PhotoRef | null {
  if (!isRecord(value) || typeof value.id !== 'string') return null;
  const { id, width, height, thumbhash } = value;
  return {
    id,
    width: typeof width === 'number' ? width : 0,
    height: typeof height === 'number' ? height : 0,
    thumbhash: typeof thumbhash === 'string' ? thumbhash : '',
  };
}

/** As many as can be read of an unknown list, each id once. */
export function readPhotoList(values: readonly unknown[], isRemoved: (id: string) => boolean): PhotoRef[] {
  const byId = new Map<string, PhotoRef>();
  for (const value of values) {
    const photo = readPhoto(value);
    if (photo && !byId.has(photo.id) && !isRemoved(photo.id)) byId.set(photo.id, photo);
  }
  return [...byId.values()];
}

/** Those taken out of which enough is known to put them back, the last one first. */
export function readRemovedPhotos(removed: Y.Map<unknown>): PhotoRef[] {
  const found: { photo: PhotoRef; at: number }[] = [];
  for (const [id, value] of removed) {
    if (!isRecord(value)) continue;
    const photo = readPhoto({ ...value, id });
    if (photo) found.push({ photo, at: typeof value.at === 'number' ? value.at : 0 });
  }
  return found.sort((a, b) => b.at - a.at || (a.photo.id < b.photo.id ? -1 : 1)).map(({ photo }) => photo);
}

/** Deletes what reading skips, so that the array's places are the visible ones. Call inside a transaction. */
export function tidyPhotos({ photos, removed }: PhotoContainers): PhotoRef[] {
  const seen = new Map<string, PhotoRef>();
  const skipped: number[] = [];
  photos.toArray().forEach((value, index) => {
    const photo = readPhoto(value);
    if (!photo || seen.has(photo.id) || removed.has(photo.id)) skipped.push(index);
    else seen.set(photo.id, photo);
  });
  for (const index of skipped.toReversed()) photos.delete(index, 1);
  return [...seen.values()];
}

/** Puts a photo at a visible place, wherever it stood before. Call inside a transaction. */
export function placePhoto(containers: PhotoContainers, photo: PhotoRef, toIndex: number): void {
  containers.removed.delete(photo.id);
  const visible = tidyPhotos(containers);
  const from = visible.findIndex(({ id }) => id === photo.id);
  const length = from === -1 ? visible.length : visible.length - 1;
  const to = Math.max(0, Math.min(Math.trunc(toIndex), length));
  if (from === to) return;
  if (from !== -1) containers.photos.delete(from, 1);
  containers.photos.insert(to, [plainJson(photo)]);
}

/** Takes a photo out for every device, also for one that moves it meanwhile. Call inside a transaction. */
export function dropPhoto(containers: PhotoContainers, photoId: string, at: number): void {
  const photo = tidyPhotos(containers).find(({ id }) => id === photoId);
  if (photo) {
    const { width, height, thumbhash } = photo;
    containers.removed.set(photoId, { at, width, height, thumbhash });
  } else if (!containers.removed.has(photoId)) containers.removed.set(photoId, at);
  tidyPhotos(containers);
}
