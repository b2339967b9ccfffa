import 'fake-indexeddb/auto';
import { signUp, type Account } from '@komod/testkit/account';
import { startCuttingProxy } from '@komod/testkit/cutting-proxy';
import { makeJpeg } from '@komod/testkit/photo-factory';
import { seededRandom } from '@komod/testkit/seeded-random';
import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { photoIdOf } from '@komod/testkit/upload-photo';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPhotoStore } from './photo-store.ts';
import { chunkBytes } from './photo-transfer.ts';
import { newUploadDevice, putPhoto } from './tests/upload-device.ts';
import { UploadQueue } from './upload-queue.ts';

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
}, 60_000);
afterAll(() => server.close());

const newDevice = (cookie: string, origin = server.origin) => newUploadDevice(cookie, origin);

async function masterHash(account: Account, id: string): Promise<string> {
  const answer = await fetch(`${server.origin}/media/${id}/master`, { headers: { cookie: account.cookie } });
  return answer.ok ? photoIdOf(new Uint8Array(await answer.arrayBuffer())) : `status ${answer.status}`;
}

const stateOf = (queue: UploadQueue, id: string): string | undefined => queue.progressOf(id)?.state;

test('sixteen photos come whole over a link that is cut fifty times and an app that is restarted', async () => {
  const random = seededRandom();
  const account = await signUp(server.origin);
  const port = Number(new URL(server.origin).port);
  const photos = [];
  for (let seed = 1; seed <= 16; seed += 1) photos.push(await makeJpeg({ seed, width: 1536, height: 2048 }));
  const size = photos.reduce((sum, { length }) => sum + length, 0);
  const everyBytes = Math.floor(size / 30);
  const proxy = await startCuttingProxy({ port, random, cuts: 50, everyBytes });
  const device = newDevice(account.cookie, proxy.origin);
  try {
    let store = openPhotoStore();
    const ids: string[] = [];
    for (const [index, bytes] of photos.entries())
      ids.push(await putPhoto(store, account.userId, bytes, index));
    let queue = await UploadQueue.open({ owner: account.userId, store, environment: device });
    queue.start();
    const uploaded = () => ids.filter((id) => stateOf(queue, id) === 'uploaded').length;
    for (const enough of [4, 9]) {
      await waitUntil(`${enough} photos (seed ${random.seed})`, () => uploaded() >= enough, 60_000);
      queue.close();
      await store.close();
      store = openPhotoStore();
      queue = await UploadQueue.open({ owner: account.userId, store, environment: device });
      queue.start();
    }
    await waitUntil(`all photos (seed ${random.seed})`, () => uploaded() === ids.length, 90_000);
    expect(await Promise.all(ids.map((id) => masterHash(account, id)))).toEqual(ids);
    expect(proxy.bytesSent(), `seed ${random.seed}`).toBeLessThan(size * 1.05 + chunkBytes);
    console.log(
      `upload over ${50 - proxy.cutsLeft()} cuts: ${proxy.bytesSent()} bytes sent for ${size} (seed ${random.seed})`,
    );
    queue.close();
    await store.close();
  } finally {
    await proxy.close();
  }
}, 200_000);

test('an uploaded photo is never sent again, by this run or the next', async () => {
  const account = await signUp(server.origin);
  const device = newDevice(account.cookie);
  const store = openPhotoStore();
  const id = await putPhoto(store, account.userId, await makeJpeg({ seed: 31, width: 300, height: 400 }), 1);
  for (let run = 0; run < 3; run += 1) {
    const queue = await UploadQueue.open({ owner: account.userId, store, environment: device });
    queue.start();
    await waitUntil('the photo is uploaded', () => stateOf(queue, id) === 'uploaded');
    queue.kick();
    await queue.refresh();
    queue.close();
  }
  expect(device.attempts).toEqual([id]);
});

test('a photo that another device brought already counts as uploaded', async () => {
  const account = await signUp(server.origin);
  const bytes = await makeJpeg({ seed: 32, width: 300, height: 400 });
  const stores = openPhotoStore();
  const id = await putPhoto(stores, account.userId, bytes, 1);
  for (const name of ['phone', 'laptop']) {
    await stores.update(account.userId, id, { state: 'local' });
    const queue = await UploadQueue.open({
      owner: account.userId,
      store: stores,
      environment: newDevice(account.cookie),
    });
    queue.start();
    await waitUntil(`${name} knows`, () => stateOf(queue, id) === 'uploaded');
    queue.close();
  }
});

test('without a session the queue waits, and goes on when there is one', async () => {
  const account = await signUp(server.origin);
  const device = newDevice('');
  const store = openPhotoStore();
  const id = await putPhoto(store, account.userId, await makeJpeg({ seed: 33, width: 300, height: 400 }), 1);
  const queue = await UploadQueue.open({ owner: account.userId, store, environment: device });
  queue.start();
  await waitUntil('the queue asks for a session', () => queue.needsSession);
  expect(device.attempts).toHaveLength(1);
  expect(stateOf(queue, id)).toBe('local');
  device.cookie = account.cookie;
  queue.start();
  await waitUntil('the photo is uploaded', () => stateOf(queue, id) === 'uploaded');
  queue.close();
});

test('offline nothing is tried, and the first moment online sends', async () => {
  const account = await signUp(server.origin);
  const device = newDevice(account.cookie);
  device.isOnlineNow = false;
  const store = openPhotoStore();
  const queue = await UploadQueue.open({ owner: account.userId, store, environment: device });
  queue.start();
  const id = await putPhoto(store, account.userId, await makeJpeg({ seed: 34, width: 300, height: 400 }), 1);
  await queue.refresh();
  queue.kick();
  expect([stateOf(queue, id), queue.unsentCount, device.attempts]).toEqual(['local', 1, []]);
  device.isOnlineNow = true;
  queue.kick();
  await waitUntil('the photo is uploaded', () => stateOf(queue, id) === 'uploaded');
  expect(queue.unsentCount).toBe(0);
  queue.close();
});

test('a refused photo says why, is not sent again, and does not hold up the others', async () => {
  const account = await signUp(server.origin);
  const device = newDevice(account.cookie);
  const store = openPhotoStore();
  const whole = await makeJpeg({ seed: 35, width: 600, height: 800 });
  const broken = await putPhoto(store, account.userId, whole.slice(0, whole.length / 2), 1);
  const good = await putPhoto(store, account.userId, whole, 2);
  for (let run = 0; run < 2; run += 1) {
    const queue = await UploadQueue.open({ owner: account.userId, store, environment: device });
    queue.start();
    await waitUntil('the good one is uploaded', () => stateOf(queue, good) === 'uploaded');
    await waitUntil('the broken one is refused', () => stateOf(queue, broken) === 'refused');
    expect(queue.progressOf(broken)).toEqual({ state: 'refused', code: 'photo.unreadable' });
    queue.close();
  }
  expect(device.attempts.filter((id) => id === broken)).toHaveLength(1);
});

test('of two tabs one sends and both know', async () => {
  const account = await signUp(server.origin);
  const devices = [newDevice(account.cookie), newDevice(account.cookie)] as const;
  const store = openPhotoStore();
  const tabs = await Promise.all(
    devices.map((environment) => UploadQueue.open({ owner: account.userId, store, environment })),
  );
  for (const tab of tabs) tab.start();
  const id = await putPhoto(store, account.userId, await makeJpeg({ seed: 36, width: 300, height: 400 }), 1);
  await tabs[1]?.refresh();
  await waitUntil('both tabs know', () => tabs.every((tab) => stateOf(tab, id) === 'uploaded'));
  expect(devices.flatMap(({ attempts }) => attempts)).toEqual([id]);
  // The tab that sent is closed: the other takes over.
  tabs[0]?.close();
  const next = await putPhoto(
    store,
    account.userId,
    await makeJpeg({ seed: 37, width: 300, height: 400 }),
    2,
  );
  await tabs[1]?.refresh();
  await waitUntil(
    'the other tab sends',
    () => tabs[1] !== undefined && stateOf(tabs[1], next) === 'uploaded',
  );
  tabs[1]?.close();
});

test('a tab that is frozen loses its turn, and sends nothing when it wakes', async () => {
  const account = await signUp(server.origin);
  const devices = [newDevice(account.cookie), newDevice(account.cookie)] as const;
  let isFrozen = false;
  // No message comes in, no answer of the server moves it on.
  devices[0].openChannel = (name) => {
    const channel = new BroadcastChannel(name);
    const listen = channel.addEventListener.bind(channel);
    channel.addEventListener = (type: string, hear: EventListener) =>
      listen(type, (event) => isFrozen || hear(event));
    return channel;
  };
  const store = openPhotoStore();
  const [frozen, awake] = await Promise.all(
    devices.map((environment) => UploadQueue.open({ owner: account.userId, store, environment })),
  );
  frozen!.start();
  awake!.start();
  isFrozen = true;
  const id = await putPhoto(store, account.userId, await makeJpeg({ seed: 38, width: 300, height: 400 }), 1);
  await awake!.refresh();
  await waitUntil('the other tab sends', () => stateOf(awake!, id) === 'uploaded');
  expect(devices.map(({ attempts }) => attempts)).toEqual([[], [id]]);
  isFrozen = false;
  const next = await putPhoto(
    store,
    account.userId,
    await makeJpeg({ seed: 39, width: 300, height: 400 }),
    2,
  );
  await frozen!.refresh();
  await waitUntil('both know', () => [frozen!, awake!].every((tab) => stateOf(tab, next) === 'uploaded'));
  expect(devices.map(({ attempts }) => attempts)).toEqual([[], [id, next]]);
  // It stands in line again.
  awake!.close();
  const last = await putPhoto(
    store,
    account.userId,
    await makeJpeg({ seed: 40, width: 300, height: 400 }),
    3,
  );
  await frozen!.refresh();
  await waitUntil('it sends again', () => stateOf(frozen!, last) === 'uploaded');
  frozen!.close();
});

test('a tab that answers keeps its turn, however long it takes', async () => {
  const account = await signUp(server.origin);
  const devices = [newDevice(account.cookie), newDevice(account.cookie)] as const;
  devices[0].isOnlineNow = false;
  const store = openPhotoStore();
  const [slow, asking] = await Promise.all(
    devices.map((environment) => UploadQueue.open({ owner: account.userId, store, environment })),
  );
  slow!.start();
  asking!.start();
  let asked = 0;
  const overheard = new BroadcastChannel(`komod-uploads-${account.userId}`);
  overheard.addEventListener('message', ({ data }) => (asked += Number(data === 'asked')));
  const id = await putPhoto(store, account.userId, await makeJpeg({ seed: 41, width: 300, height: 400 }), 1);
  await asking!.refresh();
  await waitUntil('it was asked often', () => asked >= 10);
  overheard.close();
  devices[0].isOnlineNow = true;
  slow!.kick();
  await waitUntil('both know', () => [slow!, asking!].every((tab) => stateOf(tab, id) === 'uploaded'));
  expect(devices.map(({ attempts }) => attempts)).toEqual([[id], []]);
  for (const tab of [slow!, asking!]) tab.close();
});
