import { beforeEach, expect, test } from 'vitest';
import { type Fence, LeaseLost } from '../src/server/fence.ts';
import { joinedPeer } from './joined-peer.ts';
import { settle, startHub, type TestHub } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const old: Fence = { lease: 'projector', number: 1 };
const present: Fence = { lease: 'projector', number: 2 };
const set = (hub: TestHub['hub'], key: string, fence: Fence) =>
  hub.edit('shelf/a', (doc) => doc.getMap('m').set(key, 1), fence);

let host: TestHub;
beforeEach(() => {
  host = startHub();
  host.log.fences.set('projector', present.number);
});

const joined = (document: string): Promise<TestPeer> => joinedPeer(host.hub, { document });

test('[N6] an edit under an old fence is told so, and its readers hear nothing of it and go on', async () => {
  const { hub, log, errors } = host;
  const reader = await joined('shelf/a');
  await set(hub, 'first', present);
  const { headSeq } = await log.load('shelf/a');
  await expect(set(hub, 'late', old)).rejects.toThrow(LeaseLost);
  await settle(hub);
  expect((await log.load('shelf/a')).headSeq).toBe(headSeq);
  expect(reader.doc.getMap('m').toJSON()).toEqual({ first: 1 });
  expect(await hub.read('shelf/a', (doc) => doc.getMap('m').toJSON())).toEqual({ first: 1 });
  expect([reader.closed, errors]).toEqual([null, []]);
  await set(hub, 'next', present);
  expect(reader.doc.getMap('m').toJSON()).toEqual({ first: 1, next: 1 });
});

test('[N6] frames of clients in the commit of such an edit are kept, acked and relayed', async () => {
  const { hub, log } = host;
  await set(hub, 'first', present);
  const [writer, reader, shelf] = [
    await joined('closet/a'),
    await joined('closet/a'),
    await joined('shelf/a'),
  ];
  // Open already, so that the edit need not wait for it while the frames go ahead.
  await hub.read('shelf/a', () => undefined);
  const batches: string[][] = [];
  const commit = log.commit.bind(log);
  log.commit = (batch) => {
    batches.push(batch.map(({ document }) => document).toSorted());
    return commit(batch);
  };
  const acked = writer.acked;
  writer.doc.getMap('m').set('k', 1);
  const edit = set(hub, 'late', old);
  writer.doc.getMap('m').set('l', 2);
  await expect(edit).rejects.toMatchObject({ code: 'lease-lost' });
  await settle(hub);
  expect(batches).toEqual([['closet/a', 'shelf/a']]);
  expect(writer.acked).toBe(acked + 2);
  expect(reader.doc.getMap('m').toJSON()).toEqual({ k: 1, l: 2 });
  expect([writer.closed, shelf.closed]).toEqual([null, null]);
  expect((await log.load('closet/a')).headSeq).toBe(1);
});

test('[N6] whoever may not write a document gives it no writer id, and the edit behind it goes on', async () => {
  const { hub, log, errors } = host;
  const reader = await joined('shelf/a');
  const outcomes = await Promise.allSettled([set(hub, 'late', old), set(hub, 'next', present)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect(reader.doc.getMap('m').toJSON()).toEqual({ next: 1 });
  expect([reader.closed, errors]).toEqual([null, []]);
  const { headSeq, writerId } = await log.load('shelf/a');
  expect([headSeq, writerId === null]).toEqual([1, false]);
  await expect(set(hub, 'late', old)).rejects.toThrow(LeaseLost);
  await expect(hub.edit('shelf/nobody', (doc) => doc.getMap('m').set('k', 1), old)).rejects.toThrow(
    LeaseLost,
  );
  expect((await log.load('shelf/nobody')).writerId).toBeNull();
  await settle(hub);
  reader.disconnect();
  await settle(hub);
  expect(hub.stats()).toMatchObject({ connections: 0, documents: 0 });
});
