import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Replica } from '../src/client/replica.ts';
import type { MemoryUpdateLog } from '../src/server/memory-update-log.ts';
import { decodeFrame } from '../src/wire/frames.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { canonical } from './canonical.ts';
import { useServedHub } from './served-hub.ts';
import { settle, startHub } from './test-hub.ts';
import { startReplica } from './test-replica.ts';
import { waitUntil } from './wait-until.ts';

const served = useServedHub();

function replicaOf(databaseName?: string): Replica {
  const named = databaseName === undefined ? {} : { databaseName };
  const replica = startReplica({ ...named, limits: { ...wireLimits, refusedRetryMs: 1 } });
  served.open.push(replica);
  return replica;
}

async function connected(databaseName?: string): Promise<Replica> {
  const replica = replicaOf(databaseName);
  replica.connect({ url: served.server.url });
  await waitUntil('synced', () => replica.status().synced);
  return replica;
}

const isSafe = (replica: Replica): boolean => replica.status().synced && replica.status().unacked === null;

/** Document frames that `isBad` says so of reach the server with a byte too many, which it refuses. */
function spoil(isBad: (payload: Uint8Array, count: number) => boolean): { refused: number } {
  const spoilt = { refused: 0 };
  let count = 0;
  const receive = served.host.hub.receive.bind(served.host.hub);
  served.host.hub.receive = (id, message) => {
    const frame = decodeFrame(new Uint8Array(message));
    const isDocument = frame.kind === 'update' || frame.kind === 'step-two';
    if (!isDocument || !isBad(frame.payload, ++count)) return receive(id, message);
    spoilt.refused++;
    receive(id, new Uint8Array([...message, 0]));
  };
  return spoilt;
}

const holds = (payload: Uint8Array, word: string): boolean => Buffer.from(payload).includes(word);

async function stored(log: MemoryUpdateLog): Promise<Y.Doc> {
  const doc = new Y.Doc();
  for (const { update } of (await log.load('closet/a')).updates) Y.applyUpdate(doc, update);
  return doc;
}

async function expectSame(...replicas: Replica[]): Promise<void> {
  await waitUntil('all is safe', () => replicas.every(isSafe));
  await settle(served.host.hub);
  const truth = canonical(await stored(served.host.log));
  for (const { doc } of replicas) await waitUntil('the replicas are equal', () => canonical(doc) === truth);
}

test('[I2] several refused and several honest frames in flight: nothing typed is lost, and it is told what was edited again', async () => {
  const replica = await connected();
  replica.doc.getMap('m').set('known', 1);
  await waitUntil('safe', () => isSafe(replica));
  const spoilt = spoil((_payload, count) => [2, 4].includes(count));
  const before = replica.doc;
  const map = before.getMap('m');
  map.set('honest-1', 1);
  map.set('refused-1', 2);
  before.getText('t').insert(0, 'honest');
  map.delete('known');
  before.getArray('a').push(['refused-2', { deep: ['value'] }]);
  await expectSame(replica);
  expect(spoilt.refused).toBeGreaterThan(0);
  expect(replica.doc).not.toBe(before);
  expect(replica.doc.getMap('m').toJSON()).toEqual({ 'honest-1': 1, 'refused-1': 2 });
  expect(replica.doc.getText('t').toJSON()).toBe('honest');
  expect(replica.doc.getArray('a').toJSON()).toEqual(['refused-2', { deep: ['value'] }]);
  const { refused, rebased } = replica.status();
  expect(refused).toBeNull();
  expect(rebased?.code).toBe('document.malformed');
  expect(rebased?.paths.map((path) => path.join('.')).sort()).toEqual(['a', 'm.known', 'm.refused-1', 't']);
});

test('[I2] what others wrote meanwhile stays, and what both wrote into one text too', async () => {
  const [phone, tablet] = [await connected(), await connected()];
  phone.doc.getText('t').insert(0, 'wool, lined');
  phone.doc.getMap('m').set('old', 1);
  await waitUntil('told', () => isSafe(phone) && tablet.doc.getMap('m').has('old'));
  phone.disconnect();
  tablet.doc.getText('t').insert(0, 'Soft ');
  tablet.doc.getMap('m').set('from', 'tablet');
  tablet.doc.getMap('m').delete('old');
  await waitUntil('safe', () => isSafe(tablet));
  phone.doc.getText('t').insert(11, ' in silk');
  phone.doc.getMap('m').set('mine', 'phone');
  spoil((payload, count) => {
    if (count > 1 || !holds(payload, 'phone')) return false;
    // Too late for the phone to hear of it before its connection ends.
    tablet.doc.getMap('m').set('late', 'tablet');
    return true;
  });
  phone.connect({ url: served.server.url });
  await expectSame(phone, tablet);
  expect(phone.doc.getText('t').toJSON()).toBe('Soft wool, lined in silk');
  expect(tablet.doc.getMap('m').toJSON()).toEqual({ from: 'tablet', late: 'tablet', mine: 'phone' });
  expect(phone.status().rebased).not.toBeNull();
});

test('[Q3] honest work that would cost too much to merge is edited again on top of the other, whole', async () => {
  served.host = startHub({ limits: { ...wireLimits, documentMaxSteps: 100 } });
  const [phone, tablet] = [replicaOf(), replicaOf()];
  for (const [index, { doc }] of [phone, tablet].entries()) {
    doc.clientID = index + 1;
    for (let count = 0; count < 30; count++) doc.getArray('a').insert(0, [`${index}-${count}`]);
  }
  phone.connect({ url: served.server.url });
  await waitUntil('safe', () => isSafe(phone));
  tablet.connect({ url: served.server.url });
  await expectSame(phone, tablet);
  expect(new Set(tablet.doc.getArray('a').toArray()).size).toBe(60);
  expect(tablet.doc.getArray('a').length).toBe(60);
  expect(tablet.status().rebased?.code).toBe('document.too-large');
});

test('[I3] what is typed while the disk takes the new document is kept', async () => {
  const replica = await connected('typing');
  const { clear } = IDBObjectStore.prototype;
  let typed = 0;
  IDBObjectStore.prototype.clear = function (this: IDBObjectStore) {
    replica.doc.getMap('m').set(`typed-${++typed}`, 'meanwhile');
    return clear.call(this);
  };
  spoil((_payload, count) => count === 1);
  replica.doc.getText('t').insert(0, 'refused');
  await expectSame(replica);
  IDBObjectStore.prototype.clear = clear;
  expect(typed).toBe(1);
  expect(replica.doc.getMap('m').get('typed-1')).toBe('meanwhile');
  await replica.flushed();
  await replica.close();
  const again = replicaOf('typing');
  await again.whenLoaded;
  expect(canonical(again.doc)).toBe(canonical(await stored(served.host.log)));
});

interface CrashState {
  database: string;
  /** What the server had by then. */
  log: MemoryUpdateLog;
}

/** Every state in which the database of a replica can be found: after each transaction that was completed. */
function photograph(name: string): { states: () => Promise<CrashState[]>; stop: () => void } {
  const copies: Promise<CrashState>[] = [];
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
    const begun = transaction.apply(this, args);
    if (this.name === name && begun.mode === 'readwrite')
      begun.addEventListener('complete', () => copies.push(copy(this, `${name}-${copies.length}`)));
    return begun;
  };
  const copy = async (from: IDBDatabase, to: string): Promise<CrashState> => {
    const log = served.host.log.copy();
    const reading = transaction.call(from, ['updates', 'custom'], 'readonly');
    const all = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve) => request.addEventListener('success', () => resolve(request.result)));
    const [rows, keys, values] = await Promise.all([
      all(reading.objectStore('updates').getAll()),
      all(reading.objectStore('custom').getAllKeys()),
      all(reading.objectStore('custom').getAll()),
    ]);
    const opening = indexedDB.open(to);
    opening.addEventListener('upgradeneeded', () => {
      opening.result.createObjectStore('updates', { autoIncrement: true });
      opening.result.createObjectStore('custom');
    });
    const made = await all(opening);
    const writing = transaction.call(made, ['updates', 'custom'], 'readwrite');
    for (const row of rows) writing.objectStore('updates').add(row);
    keys.forEach((key, index) => writing.objectStore('custom').put(values[index], key));
    await new Promise((resolve) => writing.addEventListener('complete', resolve));
    made.close();
    return { database: to, log };
  };
  return {
    states: () => Promise.all(copies),
    stop: () => void (IDBDatabase.prototype.transaction = transaction),
  };
}

test('[I4] a crash between any two steps loses nothing, doubles nothing and leaves nothing that waits', async () => {
  const replica = await connected('crashing');
  const photos = photograph('crashing');
  spoil((payload, count) => count === 2 || (count < 5 && holds(payload, 'kept')));
  replica.doc.getText('t').insert(0, 'honest ');
  replica.doc.getMap('m').set('k', 'kept');
  replica.doc.getText('t').insert(7, 'kept');
  replica.doc.getArray('a').push(['kept']);
  await replica.flushed();
  const first = (await photos.states()).length;
  await expectSame(replica);
  await replica.flushed();
  photos.stop();
  const states = await photos.states();
  expect(states.length).toBeGreaterThan(first + 2);
  const wanted = canonical(replica.doc);
  expect(canonical(await stored(served.host.log))).toBe(wanted);
  expect(JSON.parse(wanted)).toEqual({ map: { k: 'kept' }, list: ['kept'], text: 'honest kept' });
  await replica.close();
  // From the first of them on everything typed is on the disk.
  for (const { database, log } of states.slice(first - 1)) {
    served.host = startHub({ log });
    const again = await connected(database);
    await waitUntil(`${database} is safe`, () => isSafe(again));
    expect(canonical(again.doc), database).toBe(wanted);
    expect(canonical(await stored(log)), database).toBe(wanted);
    expect(again.doc.store.pendingStructs, database).toBeNull();
    await again.close();
  }
});

test('[I5] refused again, the work stays on the device, is shown, and is offered again only when it was edited', async () => {
  const replica = await connected('stubborn');
  const spoilt = spoil((payload) => holds(payload, 'BAD'));
  replica.doc.getMap('m').set('honest', 1);
  replica.doc.getMap('m').set('value', 'BAD');
  await waitUntil('given up', () => replica.status().link === 'refused');
  expect(spoilt.refused).toBe(2);
  expect(replica.status()).toMatchObject({ refused: { code: 'document.malformed' }, synced: false });
  expect(replica.status().unacked).not.toBeNull();
  const attempts = served.server.accepted();
  await settle(served.host.hub);
  expect(served.server.accepted()).toBe(attempts);
  expect(replica.doc.getMap('m').toJSON()).toEqual({ honest: 1, value: 'BAD' });
  await replica.flushed();
  await replica.close();
  const again = replicaOf('stubborn');
  await again.whenLoaded;
  expect(again.doc.getMap('m').toJSON()).toEqual({ honest: 1, value: 'BAD' });
  again.connect({ url: served.server.url });
  await waitUntil('given up again', () => again.status().link === 'refused');
  again.doc.getMap('m').set('value', 'mended');
  await expectSame(again);
  expect(again.doc.getMap('m').toJSON()).toEqual({ honest: 1, value: 'mended' });
  expect(again.status().refused).toBeNull();
});

test('[I5] a value that no document may hold is refused twice and kept', async () => {
  served.host = startHub({ limits: { ...wireLimits, documentMaxBytes: 300 } });
  const replica = await connected();
  replica.doc.getMap('m').set('k', 'x'.repeat(400));
  await waitUntil('given up', () => replica.status().link === 'refused');
  expect(replica.status().refused?.code).toBe('document.too-large');
  expect(replica.doc.getMap('m').get('k')).toHaveLength(400);
  expect((await served.host.log.load('closet/a')).headSeq).toBe(0);
});

test('[I6] who follows the document is given the new one, and the old one is let go first', async () => {
  const replica = await connected();
  const calls: string[] = [];
  const docs: Y.Doc[] = [];
  const stop = replica.follow((doc) => {
    docs.push(doc);
    calls.push(`attach ${JSON.stringify(doc.getMap('m').toJSON())}`);
    return () => calls.push('detach');
  });
  spoil((_payload, count) => count === 1);
  replica.doc.getMap('m').set('k', 1);
  await expectSame(replica);
  expect(calls).toEqual(['attach {}', 'detach', 'attach {"k":1}']);
  expect(docs[1]).toBe(replica.doc);
  stop();
  expect(calls.at(-1)).toBe('detach');
});
