import type { ClosetPage } from '@komod/domain/catalog-entry';
import type { PhotoRef } from '@komod/domain/piece';
import { signUp } from '@komod/testkit/account';
import { makePhotoRef } from '@komod/testkit/listing-factory';
import { makeJpeg } from '@komod/testkit/photo-factory';
import { connectStockClient } from '@komod/testkit/stock-client';
import { photoIdOf, uploadPhoto } from '@komod/testkit/upload-photo';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startServer, type TestServer } from './start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function openProfile() {
  const account = await signUp(server.origin);
  const { userId, cookie, handle } = account;
  const client = connectStockClient({ origin: server.origin, cookie, document: `account/${userId}` });
  onTestFinished(() => client.close());
  await client.whenSynced();
  const profile = client.doc.getMap<unknown>('profile');
  const seller = async () => {
    const answer = await fetch(`${server.origin}/api/closets/${handle}`);
    return ((await answer.json()) as ClosetPage).seller;
  };
  return {
    set: (change: Record<string, unknown>) =>
      client.doc.transact(() => {
        for (const [key, value] of Object.entries(change))
          if (value === undefined) profile.delete(key);
          else profile.set(key, value);
      }),
    upload: async (seed: number): Promise<PhotoRef> => {
      const bytes = await makeJpeg({ seed, width: 300, height: 400 });
      const answer = await uploadPhoto({ origin: server.origin, cookie, bytes });
      expect(answer.status).toBe(204);
      return makePhotoRef(photoIdOf(bytes));
    },
    seller,
    whenSeen: (isSeen: (seen: ClosetPage['seller']) => boolean) =>
      waitUntil('the profile to be seen', async () => isSeen(await seller())),
  };
}

test('an own photo becomes the portrait that anybody sees, and can be taken away again', async () => {
  const mine = await openProfile();
  const avatar = await mine.upload(1);
  mine.set({ avatar, city: 'Isfahan', contact: 'https://t.me/sara_closet' });
  await mine.whenSeen(({ avatar: seen }) => seen?.id === avatar.id);
  expect(await mine.seller()).toMatchObject({ city: 'Isfahan', contact: 'https://t.me/sara_closet', avatar });
  const picture = await fetch(`${server.origin}/media/${avatar.id}/320`);
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/webp']);
  mine.set({ avatar: undefined });
  await mine.whenSeen(({ avatar: seen }) => seen === undefined);
});

test('a portrait whose photo is still on the way takes the place of the old one when it is here', async () => {
  const mine = await openProfile();
  const before = await mine.upload(2);
  mine.set({ avatar: before });
  await mine.whenSeen(({ avatar }) => avatar?.id === before.id);
  const bytes = await makeJpeg({ seed: 3, width: 300, height: 400 });
  mine.set({ avatar: makePhotoRef(photoIdOf(bytes)), bio: 'Linen and wool.' });
  await mine.whenSeen(({ bio }) => bio === 'Linen and wool.');
  expect((await mine.seller()).avatar?.id).toBe(before.id);
  const after = await mine.upload(3);
  await mine.whenSeen(({ avatar }) => avatar?.id === after.id);
});

test('nobody wears the photo of another seller', async () => {
  const [sara, mina] = [await openProfile(), await openProfile()];
  const hers = await sara.upload(4);
  mina.set({ avatar: hers, bio: 'Not my face.' });
  await mina.whenSeen(({ bio }) => bio === 'Not my face.');
  expect((await mina.seller()).avatar).toBeUndefined();
});
