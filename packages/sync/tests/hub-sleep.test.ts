import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Hub } from '../src/server/hub.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { joinedPeer } from './joined-peer.ts';
import { settle, startHub, type TestHub } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const document = 'closet/a';
const { awakeMs, awakeMsPerKib } = wireLimits;

const joined = (hub: Hub, name = document, doc?: Y.Doc): Promise<TestPeer> =>
  joinedPeer(hub, { document: name, doc });

const mapOf = (doc: Y.Doc) => doc.getMap('m').toJSON();

/** Longer than a small document stays awake. */
async function nap({ hub, clock }: TestHub): Promise<void> {
  clock.advance(awakeMs + 2_000);
  await settle(hub);
}

/** A document that its two peers do not touch any more. */
async function sleeping(): Promise<TestHub & { writer: TestPeer; reader: TestPeer }> {
  const host = startHub();
  const [writer, reader] = [await joined(host.hub), await joined(host.hub)];
  writer.doc.getMap('m').set('k', 1);
  await settle(host.hub);
  expect(host.hub.stats()).toMatchObject({ documents: 1, awake: 1 });
  await nap(host);
  expect(host.hub.stats()).toMatchObject({ documents: 1, awake: 0, connections: 2 });
  return { ...host, writer, reader };
}

/** How often the log is asked for a summary from now on. */
function countSummaries(log: TestHub['log']): { read: number } {
  const count = { read: 0 };
  const summary = log.summary.bind(log);
  log.summary = (name) => {
    count.read++;
    return summary(name);
  };
  return count;
}

test('[D7] a document that nobody touches leaves memory and keeps its connections', async () => {
  const { hub, log, writer } = await sleeping();
  expect([writer.closed, hub.isOpen(document)]).toEqual([null, true]);
  const { headSeq, summarySeq } = await log.load(document);
  expect([headSeq, summarySeq]).toEqual([1, 1]);
});

test('[D7] whoever types keeps it awake, and a large one stays for as long as its size is worth', async () => {
  const { hub, clock } = startHub();
  const peer = await joined(hub);
  for (let edit = 0; edit < 4; edit++) {
    peer.doc.getMap('m').set('k', edit);
    await settle(hub);
    clock.advance(awakeMs - 1);
    expect(hub.stats().awake).toBe(1);
  }
  const kib = 16;
  peer.doc.getMap('m').set('long', 'x'.repeat(kib * 1024));
  await settle(hub);
  clock.advance(awakeMs + kib * awakeMsPerKib - 1);
  expect(hub.stats().awake).toBe(1);
  clock.advance(3_000);
  expect(hub.stats().awake).toBe(0);
});

test('[D7] where there are twice too many each stays for half of the time', async () => {
  const host = startHub({ limits: { ...wireLimits, awakeDocuments: 1 } });
  const { hub, clock } = host;
  await joined(hub);
  clock.advance(awakeMs / 2 + 1_000);
  expect(hub.stats().awake).toBe(1);
  await nap(host);
  for (const name of [document, 'closet/b']) await joined(hub, name);
  clock.advance(awakeMs / 2 - 1);
  expect(hub.stats().awake).toBe(2);
  clock.advance(1_000);
  expect(hub.stats()).toMatchObject({ awake: 0, connections: 3 });
});

test('[D7] a summary that answered leaves memory too', async () => {
  const host = await sleeping();
  const { hub, writer } = host;
  const again = await joined(hub, document, writer.doc);
  expect([again.heard, hub.stats()]).toMatchObject([
    ['hello', 'step-one', 'step-two', 'ack'],
    { awake: 1, opened: 1 },
  ]);
  await nap(host);
  expect(hub.stats()).toMatchObject({ awake: 0, opened: 1, connections: 3 });
});

test('[D8] an edit wakes a sleeping document, and everybody hears it', async () => {
  const { hub, log, writer, reader } = await sleeping();
  const summaries = countSummaries(log);
  reader.doc.getMap('m').set('l', 2);
  await settle(hub);
  expect(summaries.read).toBe(0);
  expect(mapOf(writer.doc)).toEqual({ k: 1, l: 2 });
  expect(reader.heard.filter((name) => name === 'step-one')).toHaveLength(1);
  expect(reader.heard.at(-1)).toBe('ack');
  expect(writer.heard.slice(-2)).toEqual(['ack', 'update']);
  expect(hub.stats()).toMatchObject({ awake: 1, opened: 2 });
  expect((await log.load(document)).headSeq).toBe(2);
});

test('[D8] a read and an edit of the server wake it as if nobody had it open', async () => {
  const host = await sleeping();
  const { hub } = host;
  expect(await hub.read(document, mapOf)).toEqual({ k: 1 });
  const peer = await joined(hub, 'shelf/a');
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('k', 1));
  await nap(host);
  expect(hub.stats().awake).toBe(0);
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('l', 2));
  await settle(hub);
  expect(mapOf(peer.doc)).toEqual({ k: 1, l: 2 });
});

test('[D8] sleeping connections end without waking anything', async () => {
  const { hub, log, writer, reader } = await sleeping();
  const summaries = countSummaries(log);
  hub.end(writer.id, 4400, 'text');
  await settle(hub);
  expect([writer.closed, reader.closed]).toEqual([{ code: 4400, reason: 'text' }, null]);
  await hub.drain();
  expect(reader.closed?.code).toBe(4503);
  expect(hub.stats()).toMatchObject({ opened: 1, documents: 0, awake: 0 });
  expect(summaries.read).toBe(0);
});

test('[J7] a document that another writer changed in its sleep is sent whole to everybody', async () => {
  const { hub, log, writer, reader } = await sleeping();
  const other = new Y.Doc();
  other.getMap('m').set('other', 1);
  await log.commit([{ document, update: Y.encodeStateAsUpdate(other) }]);
  writer.doc.getMap('m').set('l', 2);
  await settle(hub);
  expect(mapOf(reader.doc)).toEqual({ k: 1, l: 2, other: 1 });
  expect(mapOf(writer.doc)).toEqual({ k: 1, l: 2, other: 1 });
});

test('[J7] also when somebody asks whom the summary of the other writer could answer', async () => {
  const { hub, log, reader } = await sleeping();
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(reader.doc));
  const before = Y.encodeStateVector(other);
  other.getMap('m').set('other', 1);
  await log.commit([{ document, update: Y.encodeStateAsUpdate(other, before) }]);
  const stateVector = Y.encodeStateVector(other);
  const deleteSet = Y.encodeStateAsUpdate(other, stateVector).subarray(1);
  await log.keepSummaries(new Map([[document, { headSeq: 2, stateVector, deleteSet }]]));
  await joined(hub, document, other);
  expect(mapOf(reader.doc)).toEqual({ k: 1, other: 1 });
});

test('[J7] a row lost while it slept is asked back from those who are here', async () => {
  const { hub, log, writer } = await sleeping();
  const load = log.load.bind(log);
  log.load = async (name) => {
    const found = await load(name);
    return { ...found, updates: found.updates.map((row) => ({ ...row, update: Uint8Array.of(9, 9) })) };
  };
  await hub.read(document, () => {});
  log.load = load;
  await settle(hub);
  expect(log.quarantined).toHaveLength(1);
  expect(writer.heard.filter((name) => name === 'step-one')).toHaveLength(2);
  expect(await hub.read(document, mapOf)).toEqual({ k: 1 });
});
