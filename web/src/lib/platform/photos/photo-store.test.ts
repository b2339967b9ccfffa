import 'fake-indexeddb/auto';
import { beforeEach, expect, test } from 'vitest';
import type { PreparedPhoto } from './make-photo.ts';
import { openPhotoStore, type PhotoStore } from './photo-store.ts';

let store: PhotoStore;
beforeEach(async () => {
  store = openPhotoStore();
  for (const owner of ['guest', 'sara', 'mina']) await store.removeAll(owner);
});

function photo(id: string): PreparedPhoto {
  return {
    ref: { id, width: 3, height: 4, thumbhash: 'AA==' },
    master: new Blob([`master ${id}`], { type: 'image/jpeg' }),
    preview: new Blob([`preview ${id}`], { type: 'image/jpeg' }),
  };
}

const textOf = async (blob: Blob | null): Promise<string | null> => (blob ? blob.text() : null);

test('what was put is there after the database is opened anew', async () => {
  await store.put('guest', photo('a'), 1);
  await store.close();
  const again = openPhotoStore();
  expect(await again.has('a')).toBe(true);
  expect(await textOf(await again.getMaster('a'))).toBe('master a');
  expect(await textOf(await again.getPreview('a'))).toBe('preview a');
  expect(await again.getMaster('b')).toBeNull();
});

test('records come in the order the photos were added, of their owner alone', async () => {
  await store.put('sara', photo('b'), 2);
  await store.put('sara', photo('a'), 1);
  await store.put('mina', photo('c'), 3);
  expect((await store.records('sara')).map(({ id }) => id)).toEqual(['a', 'b']);
});

test('the same picture again keeps that it is on the server', async () => {
  await store.put('sara', photo('a'), 1);
  await store.update('sara', 'a', { state: 'uploaded' });
  await store.put('sara', photo('a'), 9);
  expect(await store.records('sara')).toEqual([{ owner: 'sara', id: 'a', addedAt: 1, state: 'uploaded' }]);
});

test('a guest’s photos become the member’s and go up under the new name; twice is once', async () => {
  await store.put('guest', photo('a'), 1);
  await store.put('guest', photo('b'), 2);
  await store.put('sara', photo('b'), 3);
  await store.update('sara', 'b', { state: 'uploaded' });
  for (let time = 0; time < 2; time += 1) await store.carryOver('guest', 'sara');
  expect(await store.records('guest')).toEqual([]);
  const states = (await store.records('sara')).map(({ id, state }) => [id, state]);
  expect(states).toEqual([
    ['a', 'local'],
    ['b', 'uploaded'],
  ]);
  expect(await textOf(await store.getMaster('a'))).toBe('master a');
});

test('bytes stay as long as one owner has the photo', async () => {
  await store.put('sara', photo('a'), 1);
  await store.put('mina', photo('a'), 1);
  await store.remove('sara', 'a');
  expect(await store.has('a')).toBe(true);
  await store.removeAll('mina');
  expect([await store.has('a'), await store.getPreview('a')]).toEqual([false, null]);
});

test('what is known of a removed photo is not written back', async () => {
  await store.put('sara', photo('a'), 1);
  await store.remove('sara', 'a');
  await store.update('sara', 'a', { state: 'uploaded' });
  expect(await store.records('sara')).toEqual([]);
});
