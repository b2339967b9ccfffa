import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Hub } from '../src/server/hub.ts';
import { MemoryUpdateLog } from '../src/server/memory-update-log.ts';
import { closeCodes } from '../src/wire/close-codes.ts';
import { encodeStepOne, encodeStepTwo, encodeUpdate } from '../src/wire/frames.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { joinedPeer } from './joined-peer.ts';
import { storedDocument, storedMap } from './stored-document.ts';
import { settle, startHub, type TestHub } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const document = 'closet/a';

const joined = (hub: Hub, name = document, doc?: Y.Doc): Promise<TestPeer> =>
  joinedPeer(hub, { document: name, doc });

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};
const mapOf = (doc: Y.Doc) => doc.getMap('m').toJSON();

/** A document with some history that everybody left, and what its last peer holds. */
async function leftDocument(parts: Partial<TestHub> = {}): Promise<TestHub & { doc: Y.Doc }> {
  const host = startHub(parts);
  const peer = await joined(host.hub);
  for (const key of ['k', 'l', 'gone']) {
    peer.doc.getMap('m').set(key, key);
    await settle(host.hub);
  }
  peer.doc.getMap('m').delete('gone');
  await settle(host.hub);
  const doc = copyOf(peer.doc);
  peer.disconnect();
  await settle(host.hub);
  expect(host.hub.stats()).toMatchObject({ documents: 0, opened: 1 });
  return { ...host, doc };
}

test('[J5] a peer that is up to date is answered without opening the document, as if it were open', async () => {
  const { hub, log, doc } = await leftDocument();
  const cold = await joined(hub, document, copyOf(doc));
  expect(cold.heard).toEqual(['hello', 'step-one', 'step-two', 'ack']);
  expect(hub.stats().opened).toBe(1);
  const { epoch, headSeq } = await log.load(document);
  expect(cold.durable[0]).toEqual({ kind: 'hello', timeline: log.timeline(), epoch, headSeq });
  await hub.read(document, () => {});
  expect(hub.stats().opened).toBe(2);
  const warm = await joined(hub, document, copyOf(doc));
  expect(warm.raw).toEqual(cold.raw);
  expect(hub.stats().opened).toBe(2);
});

test('[J5] frames that add nothing are acked from the summary: no row, no relay', async () => {
  const { hub, log, doc } = await leftDocument();
  const [peer, other] = [await joined(hub, document, copyOf(doc)), await joined(hub, document, copyOf(doc))];
  const before = await log.load(document);
  const heard = other.heard.length;
  peer.send(encodeUpdate(Y.encodeStateAsUpdate(doc)));
  peer.send(encodeStepTwo(Y.encodeStateAsUpdate(doc)));
  peer.send(encodeUpdate(Uint8Array.of(0, 0)));
  await settle(hub);
  expect(peer.acked).toBe(4);
  expect(other.heard).toHaveLength(heard);
  expect(await log.load(document)).toEqual(before);
  expect(hub.stats()).toMatchObject({ opened: 1, connections: 2 });
});

test('[J5] a server document that did not change is answered without opening it', async () => {
  const { hub, log } = startHub();
  const peer = await joined(hub, 'shelf/a');
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('k', 1));
  peer.disconnect();
  await settle(hub);
  const { opened } = hub.stats();
  const again = await joined(hub, 'shelf/a', copyOf(peer.doc));
  expect(again.heard).toEqual(['hello', 'step-two']);
  expect(hub.stats().opened).toBe(opened);
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('l', 2));
  expect(hub.stats().opened).toBe(opened + 1);
  await settle(hub);
  expect(mapOf(again.doc)).toEqual({ k: 1, l: 2 });
  expect((await log.load('shelf/a')).headSeq).toBe(2);
});

test('[J5] a deletion the peer lacks is in the answer although its state vector is up to date', async () => {
  const { hub, doc } = await leftDocument();
  const behind = copyOf(doc);
  const writer = await joined(hub, document, copyOf(doc));
  writer.doc.getMap('m').delete('k');
  await settle(hub);
  writer.disconnect();
  await settle(hub);
  const { opened } = hub.stats();
  expect(Y.encodeStateVector(behind)).toEqual(Y.encodeStateVector(writer.doc));
  const peer = await joined(hub, document, behind);
  expect(mapOf(peer.doc)).toEqual({ l: 'l' });
  expect(hub.stats().opened).toBe(opened);
});

test('[J5] frames refused for their form need no document', async () => {
  const { hub, doc } = await leftDocument();
  const peer = await joined(hub, document, copyOf(doc));
  peer.send(encodeUpdate(Uint8Array.of(1, 2, 3)));
  await settle(hub);
  expect(peer.durable.at(-1)).toEqual({ kind: 'refusal', frame: 2, code: 'document.malformed' });
  expect(hub.stats()).toMatchObject({ opened: 1, documents: 0 });
});

test('[J6] a peer that brings only a deletion opens the document, and the deletion is kept', async () => {
  const { hub, log, doc } = await leftDocument();
  const offline = copyOf(doc);
  offline.getMap('m').delete('l');
  expect(Y.encodeStateVector(offline)).toEqual(Y.encodeStateVector(doc));
  const other = await joined(hub, document, copyOf(doc));
  expect(hub.stats().opened).toBe(1);
  const peer = await joined(hub, document, offline);
  expect([peer.acked, hub.stats().opened]).toEqual([1, 2]);
  expect([await storedMap(log, document), mapOf(other.doc)]).toEqual([{ k: 'k' }, { k: 'k' }]);
});

test('[J6] a peer that brings or lacks structs opens the document', async () => {
  const { hub, log, doc } = await leftDocument();
  const ahead = copyOf(doc);
  ahead.getMap('m').set('offline', true);
  const bringing = await joined(hub, document, ahead);
  expect([bringing.acked, hub.stats().opened]).toEqual([1, 2]);
  expect(await storedMap(log, document)).toEqual(mapOf(ahead));
  bringing.disconnect();
  await settle(hub);
  const lacking = await joined(hub, document, copyOf(doc));
  expect([mapOf(lacking.doc), hub.stats().opened]).toEqual([mapOf(ahead), 3]);
  lacking.disconnect();
  await settle(hub);
  const fresh = await joined(hub);
  expect([mapOf(fresh.doc), hub.stats().opened]).toEqual([mapOf(ahead), 3]);
});

test('[J6] reads open the document, and a malformed state vector closes its sender', async () => {
  const { hub, doc } = await leftDocument();
  const peer = await joined(hub, document, copyOf(doc));
  expect(await hub.read(document, mapOf)).toEqual(mapOf(doc));
  expect(hub.stats().opened).toBe(2);
  peer.disconnect();
  await settle(hub);
  const bad = new TestPeer(hub, copyOf(doc));
  await bad.connect(document);
  bad.send(encodeStepOne(Uint8Array.of(255, 255, 255, 255, 15)));
  await settle(hub);
  expect(bad.closed?.code).toBe(closeCodes.malformed);
});

test('[J6] entries are taken in order across the opening of the document', async () => {
  const { hub, log, doc } = await leftDocument();
  const [first, second] = [new TestPeer(hub, copyOf(doc)), new TestPeer(hub, copyOf(doc))];
  const joins = [first.connect(document), second.connect(document)];
  first.follow();
  first.sendStepOne();
  first.send(encodeStepTwo(Uint8Array.of(0, 0)));
  first.doc.getMap('m').set('typed', 1);
  second.sendStepOne();
  second.disconnect();
  first.doc.getMap('m').set('typed', 2);
  first.sendStepOne();
  await Promise.all(joins);
  expect(first.heard).toEqual(['hello', 'step-one', 'step-two', 'ack']);
  const read = hub.read(document, mapOf);
  await settle(hub);
  expect(first.heard.slice(0, 2)).toEqual(['hello', 'step-one']);
  expect(first.heard.filter((name) => name === 'step-two')).toHaveLength(2);
  // Its own empty step 2, two edits, and the answer to step 1.
  expect(first.acked).toBe(4);
  expect(await read).toEqual({ k: 'k', l: 'l', typed: 2 });
  expect(await storedMap(log, document)).toEqual({ k: 'k', l: 'l', typed: 2 });
  expect(hub.stats().opened).toBe(2);
});

test('[J6] a gap is asked for by the live document only', async () => {
  const { hub, log, doc } = await leftDocument();
  const peer = await joined(hub, document, copyOf(doc));
  const ahead = copyOf(doc);
  ahead.getMap('m').set('skipped', 1);
  const before = Y.encodeStateVector(ahead);
  ahead.getMap('m').set('sent', 2);
  Y.applyUpdate(peer.doc, Y.encodeStateAsUpdate(ahead), peer);
  peer.send(encodeUpdate(Y.encodeStateAsUpdate(ahead, before)));
  await settle(hub);
  expect(peer.heard.filter((name) => name === 'step-one')).toHaveLength(2);
  expect([peer.acked, hub.stats().opened]).toEqual([3, 2]);
  expect(await storedMap(log, document)).toEqual(mapOf(ahead));
});

test('[J6] after a crash the summary of an older head is not used', async () => {
  const { log, doc } = await leftDocument();
  const writer = copyOf(doc);
  const update = new Promise<Uint8Array>((resolve) => writer.once('update', resolve));
  writer.getMap('m').delete('k');
  // A process that committed this and was killed before it could summarize.
  await log.commit([{ document, update: await update }]);
  const { hub } = startHub({ log });
  const peer = await joined(hub, document, copyOf(doc));
  expect([mapOf(peer.doc), hub.stats().opened]).toEqual([{ l: 'l' }, 1]);
});

test('[J7] a peer answered from a summary is told what another writer added when the document opens', async () => {
  const { hub, log } = startHub();
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('k', 1));
  await settle(hub);
  const peer = await joined(hub, 'shelf/a', await storedDocument(log, 'shelf/a'));
  const { opened } = hub.stats();
  const other = new Y.Doc();
  other.getMap('m').set('other', 1);
  await log.commit([{ document: 'shelf/a', update: Y.encodeStateAsUpdate(other) }]);
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('l', 2));
  await settle(hub);
  expect(mapOf(peer.doc)).toEqual({ k: 1, l: 2, other: 1 });
  expect(peer.heard).not.toContain('step-one');
  expect(hub.stats().opened).toBe(opened + 1);
});

test('[J7] a row lost when the document opens is asked back from the peers answered before', async () => {
  const { hub, log, doc } = await leftDocument();
  const peer = await joined(hub, document, copyOf(doc));
  expect(hub.stats().opened).toBe(1);
  const load = log.load.bind(log);
  log.load = async (name) => {
    const found = await load(name);
    const updates = found.updates.map((row) =>
      row.seq === 2 ? { ...row, update: Uint8Array.of(9, 9) } : row,
    );
    return { ...found, updates };
  };
  await hub.read(document, () => {});
  await settle(hub);
  expect(log.quarantined.map(({ seq }) => seq)).toEqual([2]);
  expect(peer.heard.filter((name) => name === 'step-one')).toHaveLength(2);
  expect(await storedMap(log, document)).toEqual(mapOf(doc));
  expect(mapOf(peer.doc)).toEqual(mapOf(doc));
});

test('[D1] a document that cannot be loaded after its summary answered closes its connections with 4503', async () => {
  const { hub, log, doc } = await leftDocument();
  const peer = await joined(hub, document, copyOf(doc));
  log.load = async () => {
    throw new Error('disk read error');
  };
  peer.doc.getMap('m').set('new', 1);
  await settle(hub);
  expect([peer.acked, peer.closed?.code]).toEqual([1, closeCodes.goingAway]);
  expect(hub.stats()).toMatchObject({ connections: 0, documents: 0 });
});

test('[D6] a document is summarized when it leaves memory, once for each head', async () => {
  const { hub, log, doc } = await leftDocument();
  const writes: string[][] = [];
  const keep = log.keepSummaries.bind(log);
  log.keepSummaries = (summaries) => {
    writes.push([...summaries.keys()]);
    return keep(summaries);
  };
  await hub.read(document, () => {});
  await hub.read('closet/nobody', () => {});
  (await joined(hub, document, copyOf(doc))).disconnect();
  await settle(hub);
  expect(writes).toEqual([]);
  const peers = [await joined(hub, document, copyOf(doc)), await joined(hub, 'closet/b')];
  for (const peer of peers) peer.doc.getMap('m').set('more', 1);
  await settle(hub);
  expect(writes).toEqual([]);
  await hub.drain();
  expect(writes).toEqual([[document, 'closet/b']]);
  for (const name of [document, 'closet/b'])
    expect((await log.summary(name))?.headSeq).toBe((await log.load(name)).headSeq);
});

test('[D6] a document is summarized when it is compacted', async () => {
  const { hub, log } = startHub({ limits: { ...wireLimits, compactAfterUpdates: 20 } });
  const peer = await joined(hub);
  for (let index = 0; index < 20; index++) {
    peer.doc.getMap('m').set(`k${index}`, index);
    await settle(hub);
  }
  expect(await log.summary(document)).toMatchObject({
    headSeq: 20,
    stateVector: Y.encodeStateVector(peer.doc),
  });
  const again = await joined(startHub({ log }).hub, document, copyOf(peer.doc));
  expect(again.heard).toEqual(['hello', 'step-one', 'step-two', 'ack']);
});

test('[D6] a summary that cannot be written or read is only missed', async () => {
  const log = new MemoryUpdateLog();
  const keep = log.keepSummaries.bind(log);
  log.keepSummaries = async () => {
    throw new Error('disk full');
  };
  const { hub, errors, doc } = await leftDocument({ log });
  expect(errors).toEqual(['summaries could not be kept']);
  log.keepSummaries = keep;
  const peer = await joined(hub, document, copyOf(doc));
  expect([peer.acked, hub.stats().opened]).toEqual([1, 2]);
  peer.disconnect();
  await settle(hub);
  expect(await log.summary(document)).not.toBeNull();
  log.summary = async () => {
    throw new Error('disk read error');
  };
  const again = await joined(hub, document, copyOf(doc));
  expect([again.acked, hub.stats().opened]).toEqual([1, 3]);
  await hub.drain();
});

test('[D6] a document that waits for a lost row is not summarized', async () => {
  const log = new MemoryUpdateLog();
  const source = new Y.Doc();
  const updates: Uint8Array[] = [];
  source.on('update', (update: Uint8Array) => updates.push(update));
  for (const key of ['a', 'b', 'c']) source.getMap('m').set(key, key);
  for (const update of [updates[0]!, Uint8Array.of(9, 9, 9), updates[2]!])
    await log.commit([{ document, update }]);
  const { hub } = startHub({ log });
  const stranger = await joined(hub);
  stranger.doc.getMap('m').set('mine', 1);
  await settle(hub);
  stranger.disconnect();
  await settle(hub);
  expect(await log.summary(document)).toBeNull();
  const owner = await joined(hub, document, source);
  owner.disconnect();
  await settle(hub);
  expect(await storedMap(log, document)).toEqual({ a: 'a', b: 'b', c: 'c', mine: 1 });
  expect((await log.summary(document))?.stateVector).toEqual(
    Y.encodeStateVector(await storedDocument(log, document)),
  );
});
