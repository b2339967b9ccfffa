import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Replica, ReplicaEnvironment } from '../src/client/replica.ts';
import { useServedHub } from './served-hub.ts';
import { startReplica } from './test-replica.ts';
import { waitUntil } from './wait-until.ts';

const served = useServedHub();
const { add, get, put } = IDBObjectStore.prototype;

afterEach(() => {
  Object.assign(IDBObjectStore.prototype, { add, get, put });
  Reflect.deleteProperty(indexedDB, 'open');
});

function replicaOf(databaseName: string, setTimeout?: ReplicaEnvironment['setTimeout']): Replica {
  const replica = startReplica({ databaseName, ...(setTimeout && { environment: { setTimeout } }) });
  served.open.push(replica);
  return replica;
}

const isSafe = (replica: Replica): boolean => replica.status().synced && replica.status().unacked === null;

function refuse(): never {
  throw new DOMException('broken', 'UnknownError');
}

/** A deletion that never left, on a disk whose marks cannot be read. */
async function openUnread(databaseName: string): Promise<Replica> {
  const before = replicaOf(databaseName);
  before.connect({ url: served.server.url });
  before.doc.getMap('m').set('k', 1);
  await waitUntil('safe', () => isSafe(before));
  before.disconnect();
  before.tag('listing-1');
  before.doc.getMap('m').delete('k');
  await before.flushed();
  await before.close();
  IDBObjectStore.prototype.get = refuse;
  const replica = replicaOf(databaseName);
  await replica.whenLoaded;
  IDBObjectStore.prototype.get = get;
  expect(replica.status().local).toBe('failed');
  expect(replica.doc.getMap('m').toJSON()).toEqual({});
  return replica;
}

/** As the disk is once the server has acknowledged everything. */
async function takeMarkAway(databaseName: string): Promise<void> {
  const opening = indexedDB.open(databaseName);
  await new Promise((resolve) => opening.addEventListener('success', resolve));
  const transaction = opening.result.transaction('custom', 'readwrite');
  transaction.objectStore('custom').put(null, 'unacked');
  await new Promise((resolve) => transaction.addEventListener('complete', resolve));
  opening.result.close();
}

test('[C15] what the server has lost and a disk brings back on an open line is not called safe until it is acked', async () => {
  const replica = replicaOf('brings back');
  replica.connect({ url: served.server.url });
  await waitUntil('synced', () => replica.status().synced);
  IDBObjectStore.prototype.add = refuse;
  replica.doc.getMap('m').set('own', 1);
  expect(replica.status().local).toBe('failed');
  await waitUntil('safe', () => isSafe(replica));
  IDBObjectStore.prototype.add = add;
  const other = replicaOf('brings back');
  await other.whenLoaded;
  other.doc.getMap('m').set('left', 1);
  await other.flushed();
  await other.close();
  await takeMarkAway('brings back');
  const isUnacked: boolean[] = [];
  replica.doc.on('update', () => isUnacked.push(replica.status().unacked !== null));
  replica.retryNow();
  await waitUntil('found', () => replica.doc.getMap('m').has('left'));
  expect(isUnacked).toEqual([true]);
  await waitUntil('safe', () => isSafe(replica));
  const held = await served.host.hub.read('closet/a', (doc) => doc.getMap('m').toJSON());
  expect(held).toEqual({ left: 1, own: 1 });
});

test('[C8] a disk that is tried again at the very word of its failure is waited for', async () => {
  const replica = replicaOf('tried at once');
  await replica.whenLoaded;
  IDBObjectStore.prototype.add = refuse;
  const stop = replica.subscribe(() => {
    if (replica.status().local !== 'failed') return;
    stop();
    IDBObjectStore.prototype.add = add;
    replica.retryNow();
  });
  replica.doc.getMap('m').set('k', 1);
  await replica.flushed();
  await replica.close();
  const again = replicaOf('tried at once');
  await again.whenLoaded;
  expect(again.doc.getMap('m').toJSON()).toEqual({ k: 1 });
});

test('[C8] what is typed while the disk comes back never stands there before what it builds on', async () => {
  const replica = replicaOf('comes back');
  await replica.whenLoaded;
  const map = replica.doc.getMap('m');
  IDBObjectStore.prototype.add = refuse;
  map.set('k', 'not kept');
  expect(replica.status().local).toBe('failed');
  const rows: Uint8Array[] = [];
  IDBObjectStore.prototype.add = function (this: IDBObjectStore, row: Uint8Array) {
    rows.push(row);
    return add.call(this, row);
  };
  IDBObjectStore.prototype.get = function (this: IDBObjectStore, key: IDBValidKey) {
    if (!map.has('l')) map.set('l', 'typed while its marks are read');
    return get.call(this, key);
  };
  replica.retryNow();
  await waitUntil('kept', () => replica.status().local === 'kept');
  const disk = new Y.Doc();
  for (const row of rows) {
    Y.applyUpdate(disk, row);
    expect(disk.store.pendingStructs).toBeNull();
  }
  expect(disk.getMap('m').toJSON()).toEqual(map.toJSON());
});

test('[C7] what is typed before the disk was read is never there without its mark', async () => {
  const replica = replicaOf('early');
  const transactions = new Map<IDBTransaction, string[]>();
  const note = (store: IDBObjectStore, what: string) =>
    transactions.set(store.transaction, [...(transactions.get(store.transaction) ?? []), what]);
  IDBObjectStore.prototype.add = function (this: IDBObjectStore, row: Uint8Array) {
    if (row.length > 2) note(this, 'row');
    return add.call(this, row);
  };
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    if (key === 'unacked') note(this, 'mark');
    return put.call(this, value, key);
  };
  const map = replica.doc.getMap('m');
  map.set('k', 1);
  IDBObjectStore.prototype.get = function (this: IDBObjectStore, key: IDBValidKey) {
    if (!map.has('l')) map.set('l', 2);
    return get.call(this, key);
  };
  await replica.flushed();
  expect([...transactions.values()]).toEqual([['row', 'row', 'mark']]);
  await replica.close();
  const again = replicaOf('early');
  await again.whenLoaded;
  expect(again.doc.getMap('m').toJSON()).toEqual({ k: 1, l: 2 });
});

test('[C8] what came off the disk without its mark is unacked until the server has it, be it a deletion', async () => {
  const replica = await openUnread('unread');
  const commit = served.host.log.commit.bind(served.host.log);
  const gate = Promise.withResolvers<void>();
  served.host.log.commit = async (batch) => {
    await gate.promise;
    return commit(batch);
  };
  replica.connect({ url: served.server.url });
  await waitUntil('synced', () => replica.status().synced);
  expect(replica.status().unacked).not.toBeNull();
  gate.resolve();
  await waitUntil('safe', () => isSafe(replica));
  expect((await served.host.log.load('closet/a')).headSeq).toBe(2);
});

test('[C8] a mark that could not be read is there again, with its names, once the disk is back', async () => {
  const replica = await openUnread('unread names');
  expect(replica.status().unacked).toMatchObject({ tags: [] });
  replica.retryNow();
  await waitUntil('kept', () => replica.status().local === 'kept');
  expect(replica.status().unacked).toMatchObject({ tags: ['listing-1'] });
  await replica.close();
  const again = replicaOf('unread names');
  await again.whenLoaded;
  expect(again.status().unacked).toMatchObject({ tags: ['listing-1'] });
});

/** A database that is being opened answers when the returned function is called, and any other at once from then on. */
function openLate(): () => void {
  const request = {} as IDBOpenDBRequest;
  let name = '';
  indexedDB.open = (wanted) => {
    name = wanted;
    return request;
  };
  return () => {
    Reflect.deleteProperty(indexedDB, 'open');
    const { onsuccess, onerror, onupgradeneeded } = request;
    Object.assign(indexedDB.open(name), { onsuccess, onerror, onupgradeneeded });
  };
}

test('[Q6] a disk that does not answer when it is opened has failed: memory syncs, and it is taken in once it answers', async () => {
  const before = replicaOf('silent');
  await before.whenLoaded;
  before.tag('listing-1');
  before.doc.getMap('m').set('k', 1);
  await before.flushed();
  await before.close();
  const answer = openLate();
  const timers = new Set<() => void>();
  const replica = replicaOf('silent', (run, ms) => {
    // Opening it again by the clock would hide what its answer does.
    if (ms === 2_000) return null;
    if (ms === 10_000) timers.add(run);
    return setTimeout(run, ms);
  });
  replica.connect({ url: served.server.url });
  replica.doc.getMap('m').set('l', 2);
  expect([replica.status().local, timers.size]).toEqual(['loading', 1]);
  for (const run of timers) run();
  await replica.whenLoaded;
  expect(replica.status().local).toBe('failed');
  await waitUntil('what is here is safe', () => isSafe(replica));
  answer();
  await waitUntil('all is safe', () => replica.doc.getMap('m').has('k') && isSafe(replica));
  await waitUntil('kept', () => replica.status().local === 'kept');
  await replica.close();
  const again = replicaOf('silent');
  await again.whenLoaded;
  expect(again.doc.getMap('m').toJSON()).toEqual({ k: 1, l: 2 });
});

test('[Q6] a replica whose disk never answers can be closed', async () => {
  indexedDB.open = () => ({}) as IDBOpenDBRequest;
  const replica = replicaOf('never');
  await replica.close();
  expect(replica.status().local).toBe('loading');
});
