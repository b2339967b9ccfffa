import 'fake-indexeddb/auto';
import { signUp } from '@komod/testkit/account';
import { makeJpeg } from '@komod/testkit/photo-factory';
import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openPhotoStore } from './photo-store.ts';
import { newUploadDevice, putPhoto } from './tests/upload-device.ts';
import { UploadQueue } from './upload-queue.ts';

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
}, 60_000);
afterAll(() => server.close());

test('photos that are never answered, and one that is refused, hold up none of the others', async () => {
  const { userId: owner, cookie } = await signUp(server.origin);
  const store = openPhotoStore();
  const whole = await makeJpeg({ seed: 71, width: 600, height: 800 });
  const put = async (bytes: Uint8Array, at: number) => putPhoto(store, owner, bytes, at);
  const small = (seed: number) => makeJpeg({ seed, width: 300, height: 400 });
  // As many as are sent at once, and before all others.
  const silent = [await put(await small(72), 1), await put(await small(73), 2)];
  const broken = await put(whole.slice(0, whole.length / 2), 3);
  const good: string[] = [];
  for (let seed = 74; seed < 82; seed += 1) good.push(await put(await small(seed), seed));

  const device = newUploadDevice(cookie, server.origin);
  const { createTransfer } = device;
  let isSilent = true;
  device.createTransfer = async (master, options) => {
    const id = options.metadata?.photoId ?? '';
    if (!isSilent || !silent.includes(id)) return createTransfer(master, options);
    device.attempts.push(id);
    return { url: null, start: () => undefined, abort: async () => undefined };
  };
  const queue = await UploadQueue.open({ owner, store, environment: device });
  onTestFinished(() => queue.close());
  queue.start();
  const stateOf = (id: string) => queue.progressOf(id)?.state;
  await waitUntil('the good ones are uploaded', () => good.every((id) => stateOf(id) === 'uploaded'), 60_000);
  await waitUntil('the broken one is refused', () => stateOf(broken) === 'refused');
  expect(silent.map(stateOf)).toEqual(['local', 'local']);
  isSilent = false;
  await waitUntil('they are uploaded too', () => silent.every((id) => stateOf(id) === 'uploaded'), 60_000);
  const times = (ids: string[]) => ids.map((id) => device.attempts.filter((tried) => tried === id).length);
  expect(times([...good, broken])).toEqual([...good, broken].map(() => 1));
}, 200_000);
