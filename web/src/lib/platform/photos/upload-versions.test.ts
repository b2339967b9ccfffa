import 'fake-indexeddb/auto';
import { signUp, type Account } from '@komod/testkit/account';
import { makeJpeg } from '@komod/testkit/photo-factory';
import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openPhotoStore } from './photo-store.ts';
import { newUploadDevice, putPhoto, type UploadDevice } from './tests/upload-device.ts';
import { UploadQueue } from './upload-queue.ts';

// Two deploys meet in one browser: a tab that was open before, and one that was opened after. The names and words here
// are those that tabs of before know; they are written out, because a change of them must be noticed.
const turnOf = (owner: string) => `komod-uploads-${owner}`;

let server: ServerProcess;
let account: Account;
beforeAll(async () => {
  server = await startServerProcess();
  account = await signUp(server.origin);
}, 60_000);
afterAll(() => server.close());

const stateOf = (queue: UploadQueue, id: string) => queue.progressOf(id)?.state;

async function openTab(owner: string, environment: UploadDevice): Promise<UploadQueue> {
  const queue = await UploadQueue.open({ owner, store: openPhotoStore(), environment });
  queue.start();
  onTestFinished(() => queue.close());
  return queue;
}

/** Has the turn and sends nothing. Gives what it hears, and its end. */
function holdTurn(owner: string, { answers }: { answers: boolean }) {
  const { exclusively, openChannel } = newUploadDevice('', server.origin);
  const channel = openChannel(turnOf(owner));
  const heard: unknown[] = [];
  channel.addEventListener('message', (event) => {
    heard.push((event as MessageEvent).data);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of this origin anyway
    if (answers) channel.postMessage('here');
  });
  const over = Promise.withResolvers<void>();
  const stood = exclusively(turnOf(owner), { signal: new AbortController().signal }, () => over.promise);
  const end = () => {
    channel.close();
    over.resolve();
  };
  onTestFinished(end);
  return {
    heard,
    end,
    wasRobbed: stood.then(
      () => false,
      () => true,
    ),
  };
}

test('a tab of before that has the turn and answers keeps it, and the next one sends when it is gone', async () => {
  const before = holdTurn(account.userId, { answers: true });
  const device = newUploadDevice(account.cookie, server.origin);
  const tab = await openTab(account.userId, device);
  const photo = await makeJpeg({ seed: 51, width: 300, height: 400 });
  const id = await putPhoto(openPhotoStore(), account.userId, photo, 1);
  await tab.refresh();
  await waitUntil('it was asked often', () => before.heard.length >= 8);
  expect([[...new Set(before.heard)], device.attempts]).toEqual([['asked'], []]);
  before.end();
  await waitUntil('the photo is uploaded', () => stateOf(tab, id) === 'uploaded');
  expect(await before.wasRobbed).toBe(false);
});

test('a tab of before that never heard of being asked loses the turn', async () => {
  const before = holdTurn(account.userId, { answers: false });
  const tab = await openTab(account.userId, newUploadDevice(account.cookie, server.origin));
  const photo = await makeJpeg({ seed: 52, width: 300, height: 400 });
  const id = await putPhoto(openPhotoStore(), account.userId, photo, 1);
  await tab.refresh();
  await waitUntil('the photo is uploaded', () => stateOf(tab, id) === 'uploaded');
  expect(await before.wasRobbed).toBe(true);
});

test('a tab answers one of another version, whatever that asks with', async () => {
  await openTab(account.userId, newUploadDevice(account.cookie, server.origin));
  const channel = new BroadcastChannel(turnOf(account.userId));
  const heard: unknown[] = [];
  channel.addEventListener('message', ({ data }) => heard.push(data));
  await waitUntil('an answer', () => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of this origin anyway
    channel.postMessage({ kind: 'a later question' });
    return heard.length > 0;
  });
  expect(heard[0]).toBe('here');
  channel.close();
});

test('two tabs that do not know of each other’s turn both send, and every photo is there once', async () => {
  const devices = [1, 2].map(() => newUploadDevice(account.cookie, server.origin));
  // As one whose turn was taken, and that does not stop for it.
  devices[1]!.exclusively = (_name, _how, hold) => hold();
  const store = openPhotoStore();
  const ids: string[] = [];
  for (let seed = 61; seed < 67; seed += 1)
    ids.push(
      await putPhoto(store, account.userId, await makeJpeg({ seed, width: 1536, height: 2048 }), seed),
    );
  const tabs = await Promise.all(devices.map((device) => openTab(account.userId, device)));
  await waitUntil(
    'both know',
    () => tabs.every((tab) => ids.every((id) => !['local', 'sending'].includes(stateOf(tab, id) ?? ''))),
    60_000,
  );
  expect(devices.map(({ attempts }) => attempts.length > 0)).toEqual([true, true]);
  expect(tabs.map((tab) => ids.map((id) => stateOf(tab, id)))).toEqual(
    tabs.map(() => ids.map(() => 'uploaded')),
  );
  const records = await store.records(account.userId);
  expect(records.filter(({ state }) => state !== 'uploaded')).toEqual([]);
}, 90_000);
