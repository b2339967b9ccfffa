import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Replica } from '../src/client/replica.ts';
import type { MemoryUpdateLog } from '../src/server/memory-update-log.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { canonical } from './canonical.ts';
import { useServedHub } from './served-hub.ts';
import { serveHub } from './socket-server.ts';
import { settle, startHub, type TestHub } from './test-hub.ts';
import { startReplica } from './test-replica.ts';
import { TestPeer } from './test-peer.ts';
import { waitUntil } from './wait-until.ts';

const [closet, shelf] = ['closet/a', 'shelf/a'];
const served = useServedHub();

function replicaOf(document: string, databaseName?: string): Replica {
  const replica = startReplica({
    document,
    readOnly: document === shelf,
    limits: { ...wireLimits, refusedRetryMs: 1 },
    ...(databaseName === undefined ? {} : { databaseName }),
  });
  served.open.push(replica);
  return replica;
}

const isSafe = (replica: Replica): boolean => replica.status().synced && replica.status().unacked === null;
const writeShelf = (value: number, hub = served.host.hub) =>
  hub.edit(shelf, (doc) => doc.getMap('m').set('k', value));

async function storedContent(log: MemoryUpdateLog, document: string): Promise<string> {
  const doc = new Y.Doc();
  for (const { update } of (await log.load(document)).updates) Y.applyUpdate(doc, update);
  return canonical(doc);
}

/** Another server stands at the same address from now on. */
async function putInPlace(next: TestHub): Promise<void> {
  served.host = next;
  served.server.cut();
}

/** Two devices with a closet and a shelf each, edited and written until a backup, and on after it. */
async function liveUntilRestore() {
  const [phone, tablet] = [replicaOf(closet), replicaOf(closet)];
  const shelves = [replicaOf(shelf), replicaOf(shelf)] as const;
  const all = [phone, tablet, ...shelves];
  for (const replica of all) replica.connect({ url: served.server.url });
  await waitUntil('all are synced', () => all.every((replica) => replica.status().synced));
  phone.doc.getMap('m').set('before', 'phone');
  for (const value of [1, 2, 3]) await writeShelf(value);
  await waitUntil('all is safe', () => isSafe(phone) && tablet.doc.getMap('m').has('before'));
  const backup = served.host.log.copy();
  // A snapshot of a machine has the documents open in memory.
  const machine = startHub({ log: served.host.log.copy() });
  for (const document of [closet, shelf]) await new TestPeer(machine.hub).connect(document);
  phone.doc.getMap('m').set('after', 'phone');
  tablet.doc.getText('t').insert(0, 'acknowledged');
  for (const value of [4, 5]) await writeShelf(value);
  await waitUntil('the rest is safe', () => all.every(isSafe) && shelves[0].doc.getMap('m').get('k') === 5);
  return { phone, tablet, shelves, all, backup, machine };
}

type Life = Awaited<ReturnType<typeof liveUntilRestore>>;

async function expectWhole({ phone, tablet, shelves, all }: Life): Promise<void> {
  await waitUntil('a new timeline', () => served.host.log.timeline() !== 'memory');
  await writeShelf(7);
  await waitUntil('all is safe again', () => all.every(isSafe));
  await waitUntil('the shelves follow', () => shelves.every(({ doc }) => doc.getMap('m').get('k') === 7));
  await settle(served.host.hub);
  expect(phone.doc.getMap('m').toJSON()).toEqual({ before: 'phone', after: 'phone' });
  expect(tablet.doc.getText('t').toJSON()).toBe('acknowledged');
  for (const replica of [phone, tablet])
    expect(canonical(replica.doc)).toBe(await storedContent(served.host.log, closet));
  for (const replica of shelves)
    expect(canonical(replica.doc)).toBe(await storedContent(served.host.log, shelf));
}

test('[Y8] after a restore from a backup everything that any device has is there again, and shelves are rebuilt', async () => {
  const life = await liveUntilRestore();
  // The restored server writes on before anybody comes back: the same clocks, other content.
  const restored = startHub({ log: life.backup });
  await writeShelf(6, restored.hub);
  await putInPlace(restored);
  await expectWhole(life);
});

test('[Y8] so it is when a whole machine is put back with its memory, and nothing tells it', async () => {
  const life = await liveUntilRestore();
  await putInPlace(life.machine);
  await expectWhole(life);
});

test('[Y8] a device that was away during the restore brings its work, made before and after', async () => {
  const life = await liveUntilRestore();
  life.tablet.disconnect();
  life.phone.doc.getMap('m').set('late', 'phone');
  await waitUntil('safe', () => isSafe(life.phone));
  life.tablet.doc.getMap('m').set('offline', 'tablet');
  await putInPlace(startHub({ log: life.backup }));
  await waitUntil('a new timeline', () => served.host.log.timeline() !== 'memory');
  life.tablet.connect({ url: served.server.url });
  const wanted = { before: 'phone', after: 'phone', late: 'phone', offline: 'tablet' };
  for (const { doc } of [life.phone, life.tablet])
    await waitUntil('both have all', () => Object.keys(doc.getMap('m').toJSON()).length === 4);
  await waitUntil('all is safe again', () => [life.phone, life.tablet].every(isSafe));
  expect(life.tablet.doc.getMap('m').toJSON()).toEqual(wanted);
  expect(await storedContent(served.host.log, closet)).toBe(canonical(life.tablet.doc));
});

test('[Y6] under a new timeline nothing is called safe until it was offered again, also after a restart', async () => {
  const phone = replicaOf(closet, 'doubt');
  phone.connect({ url: served.server.url });
  phone.doc.getMap('m').set('k', 1);
  await waitUntil('safe', () => isSafe(phone));
  await phone.flushed();
  const other = startHub();
  await other.log.renewTimeline();
  let isOffered = false;
  other.log.commit = () => {
    isOffered = true;
    return new Promise(() => {});
  };
  await putInPlace(other);
  await waitUntil('offered', () => isOffered);
  expect(phone.status().unacked).not.toBeNull();
  await phone.flushed();
  await phone.close();
  const again = replicaOf(closet, 'doubt');
  await again.whenLoaded;
  expect(again.status().unacked).not.toBeNull();
  await putInPlace(startHub());
  again.connect({ url: served.server.url });
  await waitUntil('safe again', () => isSafe(again));
  expect(await storedContent(served.host.log, closet)).toBe(canonical(again.doc));
});

test('[Y6] what waits for something that the server lost is not offered before it has come together', async () => {
  const [phone, tablet] = [replicaOf(closet), replicaOf(closet)];
  const author = new Y.Doc();
  const updates: Uint8Array[] = [];
  author.on('update', (update: Uint8Array) => updates.push(update));
  author.getMap('m').set('base', 1);
  author.getMap('m').set('behind it', 2);
  const [base, behind] = updates as [Uint8Array, Uint8Array];
  // A relay overtook the answer that brings its base, and the line was gone.
  Y.applyUpdate(phone.doc, behind);
  expect(phone.doc.store.pendingStructs).not.toBeNull();
  phone.doc.getMap('m').set('own', 3);
  phone.connect({ url: served.server.url });
  await waitUntil('all that is whole is safe', () => isSafe(phone));
  expect(phone.status()).toMatchObject({ refused: null, rebased: null });
  Y.applyUpdate(tablet.doc, base);
  tablet.connect({ url: served.server.url });
  await waitUntil('it came together', () => phone.doc.getMap('m').has('behind it'));
  await waitUntil('both are safe', () => isSafe(phone) && isSafe(tablet));
  await waitUntil('it was offered', () => tablet.doc.getMap('m').has('behind it'));
  expect(await storedContent(served.host.log, closet)).toBe(canonical(phone.doc));
});

test('[Y7] a shelf of another timeline is replaced at once: it is never seen empty, and stays replaced after a restart', async () => {
  const reader = replicaOf(shelf, 'replaced');
  reader.connect({ url: served.server.url });
  await writeShelf(1);
  await waitUntil('told', () => reader.doc.getMap('m').get('k') === 1);
  const other = startHub();
  await writeShelf(9, other.hub);
  await other.log.renewTimeline();
  const seen: unknown[] = [];
  reader.follow((doc) => {
    const look = () => seen.push(doc.getMap('m').get('k'));
    look();
    doc.on('update', look);
    return () => doc.off('update', look);
  });
  await putInPlace(other);
  await waitUntil('replaced', () => reader.status().synced && reader.doc.getMap('m').get('k') === 9);
  expect(seen).toEqual([1, 9]);
  await writeShelf(10);
  await waitUntil('it is followed', () => reader.doc.getMap('m').get('k') === 10);
  expect(() => reader.doc.getMap('m').set('k', 'mine')).toThrow();
  await reader.flushed();
  await reader.close();
  const again = replicaOf(shelf, 'replaced');
  await again.whenLoaded;
  expect(again.doc.getMap('m').toJSON()).toEqual({ k: 10 });
});

test('[Y7] a shelf that cannot be replaced on the disk stays as it is, and is replaced when the disk is back', async () => {
  const reader = replicaOf(shelf);
  reader.connect({ url: served.server.url });
  await writeShelf(1);
  await waitUntil('told', () => reader.doc.getMap('m').get('k') === 1);
  await reader.flushed();
  const other = startHub();
  await writeShelf(9, other.hub);
  await other.log.renewTimeline();
  const mend = breakDisk('clear');
  await putInPlace(other);
  await waitUntil('the disk failed', () => reader.status().local === 'failed');
  mend();
  expect(reader.doc.getMap('m').get('k')).toBe(1);
  reader.retryNow();
  await waitUntil('replaced', () => reader.doc.getMap('m').get('k') === 9);
});

/** Every such call fails until the returned function is called. */
const breakDisk = (method: 'add' | 'clear' | 'get'): (() => void) => {
  const whole = IDBObjectStore.prototype[method];
  IDBObjectStore.prototype[method] = () => {
    throw new DOMException('broken', 'UnknownError');
  };
  return () => void (IDBObjectStore.prototype[method] = whole as never);
};

/** A server of another timeline, and what it has on the shelf. */
async function startOther(name: string): Promise<TestHub> {
  const other = startHub();
  await other.hub.edit(shelf, (doc) => doc.getMap('m').set(name, true));
  await other.log.renewTimeline();
  return other;
}

/** What a shelf on this device shows when it is opened the next time. */
async function keptShelf(databaseName: string): Promise<unknown> {
  const replica = replicaOf(shelf, databaseName);
  await replica.whenLoaded;
  return replica.doc.getMap('m').toJSON();
}

test('[Y10] a shelf of another timeline that is found on a disk read anew is not merged with what is here', async () => {
  await writeShelf(1);
  const other = await startOther('other');
  const [tab, elsewhere] = [replicaOf(shelf, 'two histories'), replicaOf(shelf, 'two histories')];
  tab.connect({ url: served.server.url });
  await waitUntil('told', () => tab.status().synced);
  const otherServer = serveHub(() => other.hub);
  elsewhere.connect({ url: otherServer.url });
  await waitUntil('the other tab is told', () => elsewhere.doc.getMap('m').has('other'));
  await elsewhere.flushed();
  await elsewhere.close();
  await otherServer.stop();
  const mend = breakDisk('add');
  await writeShelf(2);
  await waitUntil('the disk failed', () => tab.status().local === 'failed');
  mend();
  tab.retryNow();
  await waitUntil('the disk is back', () => tab.status().local === 'kept');
  expect(tab.doc.getMap('m').toJSON()).toEqual({ k: 2 });
  await tab.close();
  expect(await keptShelf('two histories')).toEqual({ k: 2 });
});

/** A disk that knows the shelf of this server, and by another tab that of another server, with a tab of each history. */
async function withOtherOnDisk(databaseName: string) {
  await writeShelf(1);
  const other = await startOther('other');
  const tab = replicaOf(shelf, databaseName);
  tab.connect({ url: served.server.url });
  await waitUntil('told', () => tab.status().synced);
  await tab.flushed();
  const otherServer = serveHub(() => other.hub);
  const putOther = async (): Promise<void> => {
    const elsewhere = replicaOf(shelf, databaseName);
    elsewhere.connect({ url: otherServer.url });
    await waitUntil('the other tab is told', () => elsewhere.status().synced);
    await elsewhere.flushed();
    await elsewhere.close();
    await otherServer.stop();
  };
  return { tab, other, putOther };
}

test('[Y10] what is told is not written beside what another tab has put on the disk from another timeline', async () => {
  const { tab, putOther } = await withOtherOnDisk('beside');
  await putOther();
  await writeShelf(2);
  await waitUntil('the write is refused', () => tab.status().local === 'failed');
  expect(await keptShelf('beside')).toEqual({ other: true });
  tab.retryNow();
  await waitUntil('the disk is that of who is told', () => tab.status().local === 'kept');
  await tab.close();
  expect(await keptShelf('beside')).toEqual({ k: 2 });
});

test('[Y10] what was told once does not take the place of what another tab was told', async () => {
  const { tab, other, putOther } = await withOtherOnDisk('once');
  const mend = breakDisk('add');
  await writeShelf(2);
  await waitUntil('the disk failed', () => tab.status().local === 'failed');
  mend();
  tab.disconnect();
  await putOther();
  tab.retryNow();
  await waitUntil('the disk is back', () => tab.status().local === 'kept');
  expect(tab.doc.getMap('m').toJSON()).toEqual({ k: 2 });
  expect(await keptShelf('once')).toEqual({ other: true });
  served.host = other;
  tab.connect({ url: served.server.url });
  await waitUntil('it is told the other', () => tab.doc.getMap('m').has('other'));
  expect(tab.doc.getMap('m').toJSON()).toEqual({ other: true });
});

test('[Y10] what came off a disk without its history is not merged with what another tab has put there since', async () => {
  const { tab, putOther } = await withOtherOnDisk('unknown');
  await tab.close();
  const mend = breakDisk('get');
  const reader = replicaOf(shelf, 'unknown');
  await reader.whenLoaded;
  mend();
  expect([reader.status().local, reader.doc.getMap('m').toJSON()]).toEqual(['failed', { k: 1 }]);
  await putOther();
  reader.retryNow();
  await waitUntil('the disk is back', () => reader.status().local === 'kept');
  expect(reader.doc.getMap('m').toJSON()).toEqual({ k: 1 });
  await reader.close();
  expect(await keptShelf('unknown')).toEqual({ other: true });
});

test('[Y10] a shelf whose history could not be read is not merged with what the server tells, not even where it only deleted more', async () => {
  await writeShelf(1);
  const backup = served.host.log.copy();
  await served.host.hub.edit(shelf, (doc) => doc.getMap('m').delete('k'));
  const before = replicaOf(shelf, 'unmarked');
  before.connect({ url: served.server.url });
  await waitUntil('told', () => before.status().synced);
  await before.flushed();
  await before.close();
  await backup.renewTimeline();
  await putInPlace(startHub({ log: backup }));
  const mend = breakDisk('get');
  const reader = replicaOf(shelf, 'unmarked');
  await reader.whenLoaded;
  mend();
  expect(reader.status().local).toBe('failed');
  const seen: unknown[] = [];
  reader.follow((doc) => {
    const look = () => seen.push(doc.getMap('m').toJSON());
    look();
    doc.on('update', look);
    return () => doc.off('update', look);
  });
  reader.connect({ url: served.server.url });
  await waitUntil('it waits for the disk', () => reader.status().link === 'dropped');
  reader.retryNow();
  await waitUntil('replaced', () => reader.status().synced);
  expect(seen).toEqual([{}, { k: 1 }]);
  await reader.close();
  expect(await keptShelf('unmarked')).toEqual({ k: 1 });
});
