import { documentKinds } from '@komod/domain/document-name';
import { holdComings, type DeviceRecord } from '#lib/platform/device-record.ts';
import { dropHearts } from '#lib/platform/hearts-on-the-way.ts';
import { dropOvertaken } from '#lib/platform/kept-overtaken.ts';
import { dropKeptSaved } from '#lib/platform/kept-saved.ts';
import { openPhotoStore } from '#lib/platform/photos/photo-store.ts';
import { databaseNameOf } from './device-replica.ts';

/** Takes every document and photo of one owner off this device; waits for tabs that still have them open. */
export async function removeOwner(owner: string): Promise<void> {
  for (const kind of documentKinds) await removeDatabase(databaseNameOf(kind, owner));
  dropHearts(owner);
  await dropKeptSaved(owner);
  dropOvertaken(owner);
  const photos = openPhotoStore();
  await photos.removeAll(owner);
  await photos.close();
}

/** Ends what a sign-out or a crash in the middle of one left to do. May be called at any time, also twice. */
export async function removeParted(record: DeviceRecord): Promise<void> {
  const { parted } = await record.read();
  for (const { userId } of parted) await holdComings(userId, () => removePerson(record, userId));
}

async function removePerson(record: DeviceRecord, userId: string): Promise<void> {
  const { parted, guests } = await record.read();
  // Came back in the meantime, or another tab did it.
  if (!parted.some((row) => row.userId === userId && row.state === 'removing')) return;
  // What was given to that person and never arrived is nobody else's.
  const given = guests.filter(({ carriedTo, isEmptied }) => carriedTo?.userId === userId && !isEmptied);
  for (const { owner } of given) {
    await removeOwner(owner);
    await record.noteGuest(owner, { isEmptied: true });
  }
  await removeOwner(userId);
  await record.noteRemoved(userId);
}

const removeDatabase = (name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener('success', () => resolve());
    request.addEventListener('error', () => reject(request.error ?? new Error(`${name} stays`)));
  });
