import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeJpeg } from '@komod/testkit/photo-factory';
import { photoIdOf, uploadPhoto } from '@komod/testkit/upload-photo';
import { afterEach, expect, test } from 'vitest';
import { dropDataFolder, newDataFolder, startMediaServer, type MediaServer } from './media-server.ts';

const open: MediaServer[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) await dropDataFolder(folder);
});

async function start(dataFolder: string): Promise<MediaServer> {
  const server = await startMediaServer({ dataFolder });
  open.push(server);
  return server;
}

async function newFolder(): Promise<string> {
  const folder = await newDataFolder();
  folders.push(folder);
  return folder;
}

/** The files of an upload as a killed process leaves them. */
async function leaveUpload(dataFolder: string, received: Uint8Array, whole: Uint8Array): Promise<string> {
  const folder = join(dataFolder, 'uploads');
  await mkdir(folder, { recursive: true });
  const id = `${'0'.repeat(32)}-${photoIdOf(whole).slice(0, 32)}`;
  const metadata = { photoId: photoIdOf(whole), owner: 'sara', filetype: 'image/jpeg' };
  const about = { id, metadata, size: whole.length, offset: 0, creation_date: new Date().toISOString() };
  await writeFile(join(folder, id), received);
  await writeFile(join(folder, `${id}.json`), JSON.stringify(about));
  return id;
}

test('a photo whose last byte came just before a kill is ready after the restart, and its closet is due', async () => {
  const folder = await newFolder();
  const photo = await makeJpeg({ seed: 21, width: 300, height: 400 });
  await leaveUpload(folder, photo, photo);
  const server = await start(folder);
  const id = photoIdOf(photo);
  expect((await server.store.photoStates('sara', [id])).get(id)).toBe('ready');
  const due = await server.store.dueDocuments(Date.now() + 1000, 10);
  // Its account too: the photo may be the portrait.
  expect(due.map(({ document }) => document).toSorted()).toEqual(['account/sara', 'closet/sara']);
  expect((await fetch(`${server.origin}/media/${id}/320`)).status).toBe(200);
  expect(await readdir(join(folder, 'uploads'))).toEqual([]);
});

test('a kill between the files and the row, or in the middle of the variants, changes nothing', async () => {
  const folder = await newFolder();
  const photo = await makeJpeg({ seed: 22, width: 300, height: 400 });
  const first = await start(folder);
  const upload = { origin: first.origin, cookie: 'user=mina', bytes: photo };
  expect((await uploadPhoto(upload)).status).toBe(204);
  await first.stop();
  open.pop();
  // The files of the photo are there, its row for this owner is not; and a stage stands half made.
  await leaveUpload(folder, photo, photo);
  const stage = join(folder, 'media', 'stages', `${photoIdOf(photo)}-left`);
  await mkdir(stage);
  await writeFile(join(stage, '320.webp'), 'half');
  const second = await start(folder);
  const id = photoIdOf(photo);
  expect((await second.store.photoStates('sara', [id])).get(id)).toBe('ready');
  expect(await readdir(join(folder, 'media', 'stages'))).toEqual([]);
  expect(second.failures).toEqual([]);
});

test('an upload that was complete but spoilt is dropped, and an unfinished one waits', async () => {
  const folder = await newFolder();
  const photo = await makeJpeg({ seed: 23, width: 300, height: 400 });
  const spoilt = photo.slice();
  spoilt[500] = (spoilt[500] ?? 0) ^ 1;
  await leaveUpload(folder, spoilt, photo);
  const other = await makeJpeg({ seed: 24, width: 300, height: 400 });
  const waiting = await leaveUpload(folder, other.slice(0, 1000), other);
  const server = await start(folder);
  expect((await server.store.photoStates('sara', [photoIdOf(photo)])).get(photoIdOf(photo))).toBe('missing');
  expect((await readdir(join(folder, 'uploads'))).sort()).toEqual([waiting, `${waiting}.json`]);
});

test('an upload nobody came back to for a week is removed, and so is half of one', async () => {
  const folder = await newFolder();
  const photo = await makeJpeg({ seed: 25, width: 300, height: 400 });
  const id = await leaveUpload(folder, photo.slice(0, 1000), photo);
  const longAgo = new Date(Date.now() - 8 * 24 * 3600 * 1000);
  await utimes(join(folder, 'uploads', id), longAgo, longAgo);
  await writeFile(join(folder, 'uploads', 'lonely.json'), '{}');
  await start(folder);
  expect(await readdir(join(folder, 'uploads'))).toEqual([]);
});
