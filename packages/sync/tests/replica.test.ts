import { expect, test } from 'vitest';
import type { Replica } from '../src/client/replica.ts';
import { ReadOnlyDocumentError } from '../src/client/read-only-guard.ts';
import { MemoryUpdateLog } from '../src/server/memory-update-log.ts';
import { useServedHub } from './served-hub.ts';
import { settle, startHub } from './test-hub.ts';
import { startReplica } from './test-replica.ts';
import { waitUntil } from './wait-until.ts';

const served = useServedHub();

function replicaOf(options: Parameters<typeof startReplica>[0] = {}): Replica {
  const replica = startReplica(options);
  served.open.push(replica);
  return replica;
}

const isSafe = (replica: Replica) => () => replica.status().synced && replica.status().unacked === null;

test('[C1] an edit made offline is there after a restart, still named as unacked', async () => {
  const first = replicaOf({ databaseName: 'restart' });
  await first.whenLoaded;
  first.tag('listing-1');
  first.doc.getMap('m').set('title', 'Linen blazer');
  await first.flushed();
  expect(first.status()).toMatchObject({ local: 'kept', link: 'off', unacked: { tags: ['listing-1'] } });
  await first.close();
  const second = replicaOf({ databaseName: 'restart' });
  await second.whenLoaded;
  expect(second.doc.getMap('m').get('title')).toBe('Linen blazer');
  expect(second.status().unacked).toEqual(first.status().unacked);
  second.connect({ url: served.server.url });
  await waitUntil('the restarted work is safe', isSafe(second));
  await second.flushed();
  await second.close();
  const third = replicaOf({ databaseName: 'restart' });
  await third.whenLoaded;
  expect(third.status().unacked).toBeNull();
  expect(third.status().lastReachedAt).not.toBeNull();
});

test('[C2] an edit is unacked until its ack arrives, and then safe', async () => {
  const replica = replicaOf();
  replica.connect({ url: served.server.url });
  await waitUntil('synced', () => replica.status().synced);
  const commit = served.host.log.commit.bind(served.host.log);
  const gate = Promise.withResolvers<void>();
  served.host.log.commit = async (batch) => {
    await gate.promise;
    return commit(batch);
  };
  replica.tag('listing-1');
  replica.doc.getMap('m').set('k', 1);
  await waitUntil('the frame reached the server', () => served.host.hub.stats().queued === 0);
  expect(replica.status().unacked?.tags).toEqual(['listing-1']);
  gate.resolve();
  await waitUntil('safe', isSafe(replica));
  expect((await served.host.log.load('closet/a')).headSeq).toBe(1);
});

test('[C2] two replicas see each other', async () => {
  const [phone, tablet] = [replicaOf(), replicaOf()];
  phone.connect({ url: served.server.url });
  tablet.connect({ url: served.server.url });
  await waitUntil('both are synced', () => phone.status().synced && tablet.status().synced);
  phone.doc.getMap('m').set('from', 'phone');
  await waitUntil('the tablet sees it', () => tablet.doc.getMap('m').get('from') === 'phone');
  expect(tablet.status().unacked).toBeNull();
});

test('[C3] a replica that reads only throws on a local write, is left as it was, and still follows the server', async () => {
  const replica = replicaOf({ document: 'inbox/a', readOnly: true });
  replica.connect({ url: served.server.url });
  await waitUntil('synced', () => replica.status().synced);
  expect(() => replica.doc.getMap('m').set('k', 'mine')).toThrow(ReadOnlyDocumentError);
  expect(() => replica.doc.transact(() => replica.doc.getMap('m').set('k', 'mine'))).toThrow(
    ReadOnlyDocumentError,
  );
  expect(replica.doc.getMap('m').size).toBe(0);
  await served.host.hub.edit('inbox/a', (doc) => doc.getMap('m').set('k', 'server'));
  await waitUntil('the edit of the server arrives', () => replica.doc.getMap('m').get('k') === 'server');
  expect(replica.status().unacked).toBeNull();
});

test('[C4] a replica comes back by itself when the line is cut and brings what was made meanwhile', async () => {
  const replica = replicaOf();
  replica.connect({ url: served.server.url });
  await waitUntil('synced', () => replica.status().synced);
  served.server.setDown(true);
  served.server.cut();
  await waitUntil('dropped', () => replica.status().link === 'dropped');
  expect(replica.status().synced).toBe(false);
  replica.doc.getMap('m').set('k', 1);
  served.server.setDown(false);
  await waitUntil('safe', isSafe(replica));
  expect((await served.host.log.load('closet/a')).headSeq).toBe(1);
});

test('[C4] retryNow connects without waiting for the timer', async () => {
  const replica = replicaOf({ random: () => 0.999 });
  served.server.setDown(true);
  replica.connect({ url: served.server.url });
  await waitUntil('dropped', () => replica.status().link === 'dropped');
  served.server.setDown(false);
  replica.retryNow();
  await waitUntil('synced', () => replica.status().synced, 900);
});

test('[C5] final closes are told and not retried', async () => {
  const expectations = [
    [4401, 'session-ended'],
    [4403, 'forbidden'],
  ] as const;
  for (const [code, link] of expectations) {
    const replica = replicaOf({ document: `closet/${code}` });
    replica.connect({ url: served.server.url });
    await waitUntil('synced', () => replica.status().synced);
    served.host.hub.closeOwner(({ document }) => document === `closet/${code}`, code, 'test');
    await waitUntil(link, () => replica.status().link === link);
    expect(replica.status().refused).toBeNull();
  }
  expect(served.server.accepted()).toBe(expectations.length);
});

test('[C5] 4503 and 4529 are told as busy and left again', async () => {
  const replica = replicaOf();
  const links: string[] = [];
  replica.subscribe(() => links.push(replica.status().link));
  replica.connect({ url: served.server.url });
  await waitUntil('synced', () => replica.status().synced);
  served.host.hub.closeOwner(() => true, 4503, 'going-away');
  await waitUntil('back again', () => served.server.accepted() === 2 && replica.status().synced);
  expect(links).toContain('busy');
});

test('[C6] a frame larger than the limit is not sent, and the work stays on the device', async () => {
  const { wireLimits } = await import('../src/wire/limits.ts');
  const replica = replicaOf({ limits: { ...wireLimits, frameMaxBytes: 500 } });
  replica.connect({ url: served.server.url });
  await waitUntil('synced', () => replica.status().synced);
  replica.doc.getMap('m').set('k', 'x'.repeat(600));
  await replica.flushed();
  await settle(served.host.hub);
  expect(replica.status()).toMatchObject({ link: 'open', refused: { code: 'document.too-large' } });
  expect(replica.status().unacked).not.toBeNull();
  replica.doc.getMap('m').set('small', 1);
  await settle(served.host.hub);
  expect(replica.status().unacked).not.toBeNull();
  expect((await served.host.log.load('closet/a')).headSeq).toBe(0);
});

test('[C6] a refused frame is told with its code, and the work stays on the device', async () => {
  const { wireLimits } = await import('../src/wire/limits.ts');
  served.host = startHub({ limits: { ...wireLimits, documentMaxBytes: 300 } });
  const replica = replicaOf();
  replica.connect({ url: served.server.url });
  await waitUntil('synced', () => replica.status().synced);
  replica.doc.getMap('m').set('k', 'x'.repeat(400));
  await waitUntil('refused', () => replica.status().link === 'refused');
  expect(replica.status().refused?.code).toBe('document.too-large');
  expect(replica.status().unacked).not.toBeNull();
  expect(replica.doc.getMap('m').get('k')).toHaveLength(400);
});

test('[C7] no frame of the first edit leaves before the mark that names it is on disk', async () => {
  const replica = replicaOf({ databaseName: 'marked' });
  replica.connect({ url: served.server.url });
  await waitUntil('synced', () => replica.status().synced);
  const put = IDBObjectStore.prototype.put;
  const order: string[] = [];
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    if (key === 'unacked') this.transaction.addEventListener('complete', () => order.push('mark'));
    return put.call(this, value, key);
  };
  const receive = served.host.hub.receive.bind(served.host.hub);
  served.host.hub.receive = (id, message) => {
    order.push('frame');
    receive(id, message);
  };
  try {
    replica.doc.getMap('m').set('k', 1);
    replica.doc.getMap('m').set('k', 2);
    await waitUntil('safe', isSafe(replica));
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  expect(order.indexOf('mark')).toBe(0);
  expect(order.filter((step) => step === 'frame')).toHaveLength(2);
});

test('[C8] a write that does not reach the disk is told; the disk is tried again and then holds everything', async () => {
  const replica = replicaOf({ databaseName: 'broken' });
  await replica.whenLoaded;
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  replica.doc.getMap('m').set('k', 1);
  IDBObjectStore.prototype.add = add;
  expect(replica.status().local).toBe('failed');
  await expect(replica.flushed()).rejects.toThrow();
  replica.doc.getMap('m').set('l', 2);
  replica.retryNow();
  await waitUntil('kept', () => replica.status().local === 'kept');
  await replica.close();
  const again = replicaOf({ databaseName: 'broken' });
  await again.whenLoaded;
  expect(again.doc.getMap('m').toJSON()).toEqual({ k: 1, l: 2 });
  expect(again.status().unacked).not.toBeNull();
});

test('[C8] an editor goes on when the database is gone under it', async () => {
  const replica = replicaOf({ databaseName: 'gone' });
  await replica.whenLoaded;
  const deleted = new Promise((resolve) =>
    indexedDB.deleteDatabase('gone').addEventListener('success', resolve),
  );
  await deleted;
  expect(() => replica.doc.getMap('m').set('k', 1)).not.toThrow();
  expect(replica.status().local).toBe('failed');
});

test('[C9] destroy removes the document from the device', async () => {
  const first = replicaOf({ databaseName: 'destroyed' });
  await first.whenLoaded;
  first.doc.getMap('m').set('k', 1);
  await first.flushed();
  await first.destroy();
  const second = replicaOf({ databaseName: 'destroyed' });
  await second.whenLoaded;
  expect(second.doc.getMap('m').size).toBe(0);
});

test('[C10] more than 500 updates are folded on the device and nothing is lost', async () => {
  const replica = replicaOf({ databaseName: 'long' });
  await replica.whenLoaded;
  for (let index = 0; index < 520; index++) replica.doc.getMap('m').set(`k${index}`, index);
  const count = () =>
    new Promise<number>((resolve) => {
      const request = indexedDB.open('long');
      request.addEventListener('success', () => {
        const rows = request.result.transaction('updates').objectStore('updates').count();
        rows.addEventListener('success', () => {
          request.result.close();
          resolve(rows.result);
        });
      });
    });
  await waitUntil('folded', async () => (await count()) < 10);
  await replica.close();
  const again = replicaOf({ databaseName: 'long' });
  await again.whenLoaded;
  expect(again.doc.getMap('m').size).toBe(520);
});

test('[C11] a server that was restarted over the same log is caught up with', async () => {
  const log = new MemoryUpdateLog();
  served.host = startHub({ log });
  const replica = replicaOf();
  replica.connect({ url: served.server.url });
  await waitUntil('synced', () => replica.status().synced);
  replica.doc.getMap('m').set('k', 1);
  await waitUntil('safe', isSafe(replica));
  await served.host.hub.drain();
  served.host = startHub({ log });
  replica.doc.getMap('m').set('l', 2);
  await waitUntil('safe again', isSafe(replica));
  expect((await log.load('closet/a')).headSeq).toBe(2);
});
