import { seededRandom } from '@komod/testkit/seeded-random';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Replica, ReplicaOptions } from '../src/client/replica.ts';
import { historyParams } from '../src/wire/known-history.ts';
import { hubSocketClass } from './hub-socket.ts';
import { settle, startHub, type TestHub } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';
import { startReplica } from './test-replica.ts';
import { waitUntil } from './wait-until.ts';
import { storedDocument } from './stored-document.ts';

const random = seededRandom();
let host: TestHub;
const held = new Set<string>();
const open: Replica[] = [];

/** Web Locks of one browser. */
async function hold(name: string): Promise<(() => void) | null> {
  if (held.has(name)) return null;
  held.add(name);
  return () => held.delete(name);
}

beforeEach(() => {
  host = startHub();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((replica) => replica.close()));
  held.clear();
});

function replicaOf(databaseName: string, options: Partial<ReplicaOptions> = {}): Replica {
  const replica = startReplica({
    databaseName,
    ...options,
    environment: {
      WebSocket: hubSocketClass(() => host.hub),
      indexedDB,
      now: () => Date.now(),
      // A thousand times as fast, but for what gives up: the log on the device is folded within these short sessions too.
      setTimeout: (run, ms) => setTimeout(run, ms < 10_000 ? ms / 1_000 : ms),
      clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
      random: () => random.next(),
      hold,
    },
  });
  open.push(replica);
  return replica;
}

const connect = (replica: Replica): void => replica.connect({ url: 'ws://hub/sync' });
const isSafe = (replica: Replica): boolean => replica.status().synced && replica.status().unacked === null;

async function online(databaseName: string): Promise<Replica> {
  const replica = replicaOf(databaseName);
  const given = replica.doc.clientID;
  connect(replica);
  await waitUntil('it writes with an id of its own', () => replica.doc.clientID !== given);
  return replica;
}

async function session(databaseName: string, edit: (doc: Y.Doc) => void): Promise<number> {
  const replica = await online(databaseName);
  edit(replica.doc);
  await waitUntil('safe', () => isSafe(replica));
  const { clientID } = replica.doc;
  await replica.close();
  return clientID;
}

test('[I7] sessions that began online write with the id of their device, each device with its own', async () => {
  const ids: number[] = [];
  for (const device of ['d-phone', 'd-tablet', 'd-phone', 'd-tablet'])
    ids.push(await session(device, (doc) => doc.getMap('m').set('k', ids.length)));
  expect(ids[0]).toBe(ids[2]);
  expect(ids[1]).toBe(ids[3]);
  expect(ids[0]).not.toBe(ids[1]);
  expect(Y.decodeStateVector(Y.encodeStateVector(await storedDocument(host.log, 'closet/a'))).size).toBe(2);
});

test('[I7] a session that wrote before the first answer keeps its random id', async () => {
  const device = await session('d-early', (doc) => doc.getMap('m').set('k', 1));
  const early = replicaOf('d-early');
  await early.whenLoaded;
  early.doc.getMap('m').set('k', 2);
  const { clientID } = early.doc;
  connect(early);
  await waitUntil('safe', () => isSafe(early));
  early.doc.getMap('m').set('k', 3);
  await waitUntil('safe', () => isSafe(early));
  expect(early.doc.clientID).toBe(clientID);
  expect(clientID).not.toBe(device);
});

test('[I7] a session that lost its line has the id again, until it writes without one', async () => {
  const replica = await online('d-flaky');
  const device = replica.doc.clientID;
  for (const key of ['first', 'second', 'third']) {
    replica.doc.getMap('m').set(key, 1);
    await waitUntil('safe', () => isSafe(replica));
    replica.disconnect();
    expect(replica.doc.clientID).not.toBe(device);
    connect(replica);
    await waitUntil('it writes with the id again', () => replica.doc.clientID === device);
  }
  replica.disconnect();
  const { clientID } = replica.doc;
  replica.doc.getMap('m').set('offline', 1);
  connect(replica);
  await waitUntil('safe', () => isSafe(replica));
  await replica.flushed();
  for (const key of ['online', 'again']) replica.doc.getMap('m').set(key, 1);
  await waitUntil('safe', () => isSafe(replica));
  expect(replica.doc.clientID).toBe(clientID);
  const stored = await storedDocument(host.log, 'closet/a');
  expect([...Y.decodeStateVector(Y.encodeStateVector(stored)).keys()].toSorted()).toEqual(
    [device, clientID].toSorted(),
  );
});

test('[I7] a second tab, and a tab without locks, never write with the id', async () => {
  const first = await online('d-tabs');
  const second = replicaOf('d-tabs');
  const { clientID } = second.doc;
  connect(second);
  await waitUntil('synced', () => second.status().synced);
  await second.flushed();
  expect(second.doc.clientID).toBe(clientID);
  expect(first.doc.clientID).not.toBe(clientID);
});

test('[I7] the id is not used before what another tab left on the disk was read', async () => {
  const leader = await online('d-left');
  const follower = replicaOf('d-left');
  await follower.whenLoaded;
  // Never reaches the server: the tab is gone before.
  leader.disconnect();
  leader.doc.getMap('m').set('left', 'behind');
  await leader.flushed();
  await leader.close();
  const { clientID } = follower.doc;
  connect(follower);
  await waitUntil('it has the id', () => follower.doc.clientID !== clientID);
  follower.doc.getMap('m').set('mine', 1);
  await waitUntil('safe', () => isSafe(follower));
  expect((await storedDocument(host.log, 'closet/a')).getMap('m').toJSON()).toEqual({
    left: 'behind',
    mine: 1,
  });
});

test('[I7] an id is not used again when the disk forgot of which history it was', async () => {
  const before = await session('d-forgot', (doc) => doc.getMap('m').set('k', 1));
  const request = indexedDB.open('d-forgot');
  await new Promise((resolve) => request.addEventListener('success', resolve));
  const transaction = request.result.transaction('custom', 'readwrite');
  transaction.objectStore('custom').delete('history');
  await new Promise((resolve) => transaction.addEventListener('complete', resolve));
  request.result.close();
  expect(await session('d-forgot', (doc) => doc.getMap('m').set('k', 2))).not.toBe(before);
});

test('[I7] a device whose storage is gone takes another id', async () => {
  const before = await session('d-lost', (doc) => doc.getMap('m').set('k', 1));
  const replica = replicaOf('d-lost');
  await replica.destroy();
  expect(await session('d-lost', (doc) => doc.getMap('m').set('k', 2))).not.toBe(before);
});

test('[I8] an older connection of the device is ended, behind what it sent, before the new one is answered', async () => {
  const [older, newer, other] = [new TestPeer(host.hub), new TestPeer(host.hub), new TestPeer(host.hub)];
  const params = { ...historyParams(null), device: '7' };
  await older.connect('closet/a', true, params);
  await other.connect('closet/a', true, { ...params, device: '8' });
  older.sendStepOne();
  await settle(host.hub);
  older.follow();
  older.doc.getMap('m').set('sent', 'before');
  void newer.connect('closet/a', true, params);
  newer.sendStepOne();
  older.doc.getMap('m').set('sent', 'too late');
  await settle(host.hub);
  expect(older.closed).toEqual({ code: 4503, reason: 'device-elsewhere' });
  expect(other.closed).toBeNull();
  expect(newer.doc.getMap('m').toJSON()).toEqual({ sent: 'before' });
});

test('[I8] a replica that was fenced out gives the id up for good', async () => {
  const replica = await online('d-fenced');
  const device = replica.doc.clientID;
  const clone = new TestPeer(host.hub);
  await clone.connect('closet/a', true, { device: `${device}` });
  await waitUntil('another id', () => replica.doc.clientID !== device);
  await waitUntil('it came back', () => replica.status().synced);
  expect(clone.closed).toBeNull();
  await replica.flushed();
  await replica.close();
  expect(await session('d-fenced', (doc) => doc.getMap('m').set('k', 1))).not.toBe(device);
});

const devices = ['d-one', 'd-two', 'd-three'];
const words = 'Soft wool, lined, worn twice; no stains, no repairs. '.repeat(8);

/** A closet of 40 listings in which every session changes one thing. */
function editListing(doc: Y.Doc, round: number): void {
  const pieces = doc.getMap<Y.Map<unknown>>('m');
  const id = `piece-${round % 40}`;
  const made = () => new Y.Map<unknown>([['description', new Y.Text(words)]]);
  doc.transact(() => (pieces.get(id) ?? pieces.set(id, made())).set('price', round));
}

test('[I9] 2,000 online sessions of three devices leave a state vector of at most 64 entries and at most four times the live JSON', async () => {
  for (let round = 0; round < 2_000; round++)
    await session(devices[round % devices.length]!, (doc) => editListing(doc, round));
  const doc = await storedDocument(host.log, 'closet/a');
  const bytes = Y.encodeStateAsUpdate(doc).length;
  const json = JSON.stringify(doc.getMap('m').toJSON()).length;
  const entries = Y.decodeStateVector(Y.encodeStateVector(doc)).size;
  console.log(`2,000 online sessions: ${entries} entries, ${bytes} bytes for ${json} bytes of JSON`);
  expect(entries).toBeLessThanOrEqual(64);
  expect(bytes).toBeLessThanOrEqual(4 * json);
}, 600_000);

test('[I9] 500 sessions that began offline: printed', async () => {
  for (let round = 0; round < 500; round++) {
    const replica = replicaOf(devices[round % devices.length]!);
    await replica.whenLoaded;
    editListing(replica.doc, round);
    connect(replica);
    await waitUntil('safe', () => isSafe(replica));
    await replica.close();
  }
  const doc = await storedDocument(host.log, 'closet/a');
  const bytes = Y.encodeStateAsUpdate(doc).length;
  const json = JSON.stringify(doc.getMap('m').toJSON()).length;
  const entries = Y.decodeStateVector(Y.encodeStateVector(doc)).size;
  console.log(`500 offline-started sessions: ${entries} entries, ${bytes} bytes for ${json} bytes of JSON`);
  expect(doc.getMap('m').size).toBe(40);
}, 600_000);
