import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { MemoryUpdateLog } from '../src/server/memory-update-log.ts';
import type { PendingUpdate } from '../src/server/update-log.ts';
import { encodeStepTwo, encodeUpdate } from '../src/wire/frames.ts';
import { joinedPeer } from './joined-peer.ts';
import { settle, startHub, type TestHub } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const document = 'closet/a';

/** A log whose commits wait until they are let through. */
class SlowLog extends MemoryUpdateLog {
  readonly batches: string[][] = [];
  #release: (() => void)[] = [];
  isSlow = false;

  override async commit(batch: readonly PendingUpdate[]) {
    this.batches.push(batch.map((update) => update.document));
    if (this.isSlow) await new Promise<void>((resolve) => this.#release.push(resolve));
    return super.commit(batch);
  }

  get waiting(): number {
    return this.#release.length;
  }

  release(): void {
    for (const resolve of this.#release.splice(0)) resolve();
  }
}

const joined = (hub: TestHub['hub'], name = document, durable = true): Promise<TestPeer> =>
  joinedPeer(hub, { document: name, durable });

test('[A1] an ack and a relay leave only after the commit that holds the frame', async () => {
  const log = new SlowLog();
  const { hub } = startHub({ log });
  const writer = await joined(hub);
  const reader = await joined(hub);
  log.isSlow = true;
  const ackedBefore = writer.acked;
  writer.doc.getMap('m').set('k', 1);
  await settle(hub);
  expect(log.waiting).toBe(1);
  expect(writer.acked).toBe(ackedBefore);
  expect(reader.doc.getMap('m').get('k')).toBeUndefined();
  log.release();
  await settle(hub);
  expect(writer.acked).toBe(ackedBefore + 1);
  expect(reader.doc.getMap('m').get('k')).toBe(1);
});

test('[A2] all frames of one turn, over all documents, are one commit with one ack each connection', async () => {
  const log = new SlowLog();
  const { hub, committed } = startHub({ log });
  const first = await joined(hub, 'closet/a');
  const second = await joined(hub, 'closet/b');
  log.batches.length = 0;
  const acks = () => first.durable.filter(({ kind }) => kind === 'ack').length;
  const before = acks();
  for (let index = 0; index < 5; index++) {
    first.doc.getMap('m').set(`k${index}`, index);
    second.doc.getMap('m').set(`k${index}`, index);
  }
  await settle(hub);
  expect(log.batches.map((batch) => batch.length)).toEqual([2]);
  expect(acks()).toBe(before + 1);
  expect(first.acked).toBe(6);
  expect(committed.at(-1)?.sort()).toEqual(['closet/a', 'closet/b']);
});

test('[A3] a frame that adds nothing is acked behind the queue: no row, no relay', async () => {
  const log = new SlowLog();
  const { hub, committed } = startHub({ log });
  const writer = await joined(hub);
  const reader = await joined(hub);
  writer.doc.getMap('m').set('k', 1);
  writer.doc.getMap('m').delete('k');
  await settle(hub);
  const { headSeq } = await log.load(document);
  const [relays, commits, acked] = [reader.heard.length, committed.length, writer.acked];
  writer.send(encodeUpdate(Y.encodeStateAsUpdate(writer.doc)));
  writer.send(encodeStepTwo(Y.encodeStateAsUpdate(writer.doc)));
  await settle(hub);
  expect(writer.acked).toBe(acked + 2);
  expect((await log.load(document)).headSeq).toBe(headSeq);
  expect([reader.heard.length, committed.length]).toEqual([relays, commits]);
  log.isSlow = true;
  writer.doc.getMap('m').set('k', 2);
  writer.send(encodeUpdate(Y.encodeStateAsUpdate(writer.doc)));
  await settle(hub);
  expect(writer.acked).toBe(acked + 2);
  log.release();
  await settle(hub);
  expect(writer.acked).toBe(acked + 4);
});

test('[A3] an empty step 2 is acked', async () => {
  const { hub } = startHub();
  const peer = await joined(hub);
  expect(peer.acked).toBe(1);
});

test('[A4] when a commit fails nothing is acked, nothing is relayed, and the rooms close with 4503', async () => {
  const { hub, log, errors } = startHub();
  const writer = await joined(hub);
  const reader = await joined(hub);
  const commit = log.commit.bind(log);
  log.commit = async () => {
    throw new Error('disk full');
  };
  const acked = writer.acked;
  writer.doc.getMap('m').set('k', 1);
  await settle(hub);
  expect(writer.acked).toBe(acked);
  expect(reader.doc.getMap('m').size).toBe(0);
  expect([writer.closed?.code, reader.closed?.code]).toEqual([4503, 4503]);
  expect(errors).toHaveLength(1);
  log.commit = commit;
  const again = await joined(hub);
  expect(again.doc.getMap('m').size).toBe(0);
  expect(hub.stats()).toMatchObject({ connections: 1, documents: 1 });
});

test('[A5] what a peer sent before it left is committed', async () => {
  const { hub, log } = startHub();
  const writer = await joined(hub);
  writer.doc.getMap('m').set('k', 1);
  writer.disconnect();
  await settle(hub);
  expect((await log.load(document)).headSeq).toBe(1);
  expect(hub.stats()).toMatchObject({ connections: 0, documents: 0 });
});

test('[A6] a relay is a type 2 update with the very bytes received, one buffer for all peers', async () => {
  const { hub } = startHub();
  const writer = await joined(hub);
  const readers = [await joined(hub), await joined(hub)];
  const update = new Promise<Uint8Array>((resolve) => writer.doc.once('update', resolve));
  writer.doc.getMap('m').set('k', 'value');
  const sent = encodeUpdate(await update);
  await settle(hub);
  expect(readers.map((reader) => [...(reader.raw.at(-1) ?? [])])).toEqual([[...sent], [...sent]]);
  expect(readers[0]?.raw.at(-1)).toBe(readers[1]?.raw.at(-1));
});

test('[A6] a step 2 is relayed as a type 2 update that holds only what it changed', async () => {
  const { hub, log } = startHub();
  const reader = await joined(hub);
  const writer = new TestPeer(hub);
  const list = writer.doc.getArray('a');
  for (let index = 0; index < 300; index++) list.push([index, -index]);
  for (let index = 0; index < 300; index++) list.delete(index);
  await writer.connect(document);
  await settle(hub);
  writer.disconnect();
  writer.doc.getMap('m').set('late', true);
  const again = new TestPeer(hub);
  Y.applyUpdate(again.doc, Y.encodeStateAsUpdate(writer.doc));
  await again.connect(document);
  await settle(hub);
  expect(reader.heard.filter((name) => name === 'step-two')).toHaveLength(1);
  expect(reader.doc.getMap('m').toJSON()).toEqual(writer.doc.getMap('m').toJSON());
  const rows = (await log.load(document)).updates;
  expect(rows).toHaveLength(2);
  expect(rows[1]?.update.length).toBeLessThan(60);
});

test('[A8] the host says of what an update changed whether it asks for a projection', async () => {
  const asked: [string, boolean][] = [];
  const log = new MemoryUpdateLog();
  const commit = log.commit.bind(log);
  log.commit = (batch) => {
    for (const update of batch) asked.push([update.document, update.isQuiet === true]);
    return commit(batch);
  };
  const heard: string[] = [];
  const { hub } = startHub({
    log,
    isDue: (_document, { changed, doc }) => [...changed.keys()].includes(doc.share.get('wishes')!),
    onApplied: (name) => heard.push(name),
  });
  const writer = await joined(hub);
  writer.doc.getMap('drafts').set('k', 1);
  await settle(hub);
  writer.doc.getMap('wishes').set('k', 1);
  await settle(hub);
  await hub.edit('inbox/a', (doc) => void doc.getMap('drafts').set('k', 1));
  expect(asked).toEqual([
    [document, true],
    [document, false],
    ['inbox/a', false],
  ]);
  expect(heard).toEqual([document, document]);
});
