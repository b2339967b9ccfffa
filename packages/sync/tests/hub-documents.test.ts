import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Hub } from '../src/server/hub.ts';
import { closeCodes } from '../src/wire/close-codes.ts';
import { encodeUpdate } from '../src/wire/frames.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { joinedPeer } from './joined-peer.ts';
import { overGarbage } from './over-garbage.ts';
import { storedMap } from './stored-document.ts';
import { settle, startHub } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const document = 'closet/a';

const joined = (hub: Hub, name = document): Promise<TestPeer> => joinedPeer(hub, { document: name });

test('[D1] a document that cannot be loaded is never answered as empty, and nothing is written', async () => {
  const { hub, log, errors } = startHub();
  const writer = await joined(hub);
  writer.doc.getMap('m').set('k', 1);
  await settle(hub);
  writer.disconnect();
  await settle(hub);
  const before = await log.load(document);
  const load = log.load.bind(log);
  const summary = log.summary.bind(log);
  log.summary = log.load = async () => {
    throw new Error('disk read error');
  };
  const peer = new TestPeer(hub);
  const joining = peer.connect(document);
  peer.sendStepOne();
  peer.follow();
  peer.doc.getMap('m').set('other', 2);
  await joining;
  expect(peer.heard).toEqual([`close ${closeCodes.goingAway}`]);
  await expect(hub.read(document, (doc) => doc.getMap('m').toJSON())).rejects.toThrow('disk read error');
  expect(errors.length).toBeGreaterThan(0);
  log.load = load;
  log.summary = summary;
  expect(await log.load(document)).toEqual(before);
  expect(hub.stats()).toMatchObject({ connections: 0, documents: 0 });
  const again = await joined(hub);
  expect(again.doc.getMap('m').toJSON()).toEqual({ k: 1 });
});

test('[D2] a row that throws on load moves to quarantine and the document opens without it', async () => {
  const { hub, log, errors } = startHub();
  const first = new Y.Doc();
  first.getMap('m').set('k', 1);
  const second = new Y.Doc();
  second.getMap('m').set('l', 2);
  await log.commit([
    { document, update: Y.encodeStateAsUpdate(first) },
    { document, update: Uint8Array.of(1, 1, 1, 1, 255) },
    { document, update: Y.encodeStateAsUpdate(second) },
  ]);
  const peer = await joined(hub);
  expect(peer.doc.getMap('m').toJSON()).toEqual({ k: 1, l: 2 });
  expect(log.quarantined.map(({ seq }) => seq)).toEqual([2]);
  expect(errors).toHaveLength(1);
});

test('[D2] work that builds on a quarantined row is kept and acked', async () => {
  const { hub, log } = startHub();
  const source = new Y.Doc();
  const updates: Uint8Array[] = [];
  source.on('update', (update: Uint8Array) => updates.push(update));
  for (const key of ['a', 'b', 'c']) source.getMap('m').set(key, key);
  await log.commit([{ document, update: updates[0] ?? new Uint8Array() }]);
  await log.commit([{ document, update: Uint8Array.of(9, 9, 9) }]);
  await log.commit([{ document, update: updates[2] ?? new Uint8Array() }]);
  const stranger = await joined(hub);
  stranger.doc.getMap('m').set('mine', 1);
  await settle(hub);
  expect([stranger.closed, stranger.acked]).toEqual([
    null,
    stranger.durable.filter(({ kind }) => kind === 'ack').length,
  ]);
  const owner = new TestPeer(hub);
  Y.applyUpdate(owner.doc, Y.encodeStateAsUpdate(source));
  await owner.connect(document);
  await settle(hub);
  expect(await storedMap(log, document)).toEqual({ a: 'a', b: 'b', c: 'c', mine: 1 });
});

test('[D3] an update that Yjs throws on is refused, and the live document opens again from the log', async () => {
  const { hub, log } = startHub();
  const good = await joined(hub);
  good.doc.getMap('m').set('k', 1);
  await settle(hub);
  const bad = await joined(hub);
  bad.send(encodeUpdate(overGarbage[0]));
  await settle(hub);
  const loads: string[] = [];
  const load = log.load.bind(log);
  log.load = (name) => {
    loads.push(name);
    return load(name);
  };
  bad.send(encodeUpdate(overGarbage[1]));
  good.doc.getMap('m').set('l', 2);
  good.sendStepOne();
  await settle(hub);
  expect(bad.closed?.code).toBe(closeCodes.malformed);
  expect(loads).toEqual([document]);
  expect([good.closed, good.acked, ...good.heard.slice(-2)]).toEqual([null, 3, 'step-two', 'ack']);
  expect(await storedMap(log, document)).toEqual({ k: 1, l: 2 });
  expect(await hub.read(document, (doc) => doc.getMap('m').toJSON())).toEqual({ k: 1, l: 2 });
});

test('[D4] a document leaves memory with its last connection', async () => {
  const { hub } = startHub();
  const [first, second] = [await joined(hub), await joined(hub)];
  expect([hub.stats().documents, hub.isOpen(document)]).toEqual([1, true]);
  first.disconnect();
  await settle(hub);
  expect(hub.stats().documents).toBe(1);
  second.disconnect();
  await settle(hub);
  expect([hub.stats().documents, hub.isOpen(document)]).toEqual([0, false]);
});

test('[D4] ten thousand connections leave nothing behind', async () => {
  const { hub, clock } = startHub();
  for (let index = 0; index < 10_000; index++) {
    const peer = new TestPeer(hub);
    const joining = peer.connect(`closet/${index % 7}`);
    if (index % 3 !== 0) await joining;
    peer.disconnect();
  }
  await settle(hub);
  expect(hub.stats()).toMatchObject({ connections: 0, documents: 0, queued: 0 });
  clock.advance(2_000);
  expect(clock.pending).toBe(0);
});

test('[D5] a long log is folded into a snapshot that reads back the same, and the document goes on', async () => {
  const { hub, log } = startHub({ limits: { ...wireLimits, compactAfterUpdates: 20 } });
  const peer = await joined(hub);
  for (let index = 0; index < 30; index++) {
    peer.doc.getMap('m').set(`k${index}`, index);
    await settle(hub);
  }
  const stored = await log.load(document);
  expect([stored.updates.length, stored.snapshot !== null, stored.headSeq]).toEqual([10, true, 30]);
  peer.doc.getMap('m').set('after', true);
  await settle(hub);
  expect((await log.load(document)).updates).toHaveLength(11);
  expect(await storedMap(log, document)).toEqual(peer.doc.getMap('m').toJSON());
});

test('[D5] a snapshot that reads back as something else replaces nothing, and is not tried at every turn', async () => {
  const { hub, log, errors } = startHub({ limits: { ...wireLimits, compactAfterUpdates: 10 } });
  // The live document holds a date; its bytes hold an empty object. Clocks and deletions are the same.
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('when', new Date(0)));
  const peer = await joined(hub, 'shelf/a');
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('again', new Date(0)));
  for (let index = 0; index < 15; index++) {
    await hub.edit('shelf/a', (doc) => doc.getMap('m').set(`k${index}`, index));
    await settle(hub);
  }
  const { snapshot, updates } = await log.load('shelf/a');
  expect([snapshot, updates.length]).toEqual([null, 17]);
  expect(errors).toEqual(['a document could not be compacted']);
  peer.disconnect();
});

test('[E1] an edit of the server is committed, then relayed, with the stored writer id', async () => {
  const { hub, log } = startHub();
  const peer = await joined(hub, 'shelf/a');
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('k', 1));
  expect(peer.doc.getMap('m').toJSON()).toEqual({ k: 1 });
  const { writerId } = await log.load('shelf/a');
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('l', 2));
  peer.disconnect();
  await settle(hub);
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('n', 3));
  await hub.read('shelf/a', (doc) => {
    expect([...Y.decodeStateVector(Y.encodeStateVector(doc)).keys()]).toEqual([writerId]);
    expect(doc.getMap('m').toJSON()).toEqual({ k: 1, l: 2, n: 3 });
  });
  expect(hub.stats().documents).toBe(0);
});

test('[E1] edits made at once are each committed, in order', async () => {
  const { hub, log } = startHub();
  await Promise.all([1, 2, 3, 4].map((n) => hub.edit('shelf/a', (doc) => doc.getArray('a').push([n]))));
  expect(await hub.read('shelf/a', (doc) => doc.getArray('a').toJSON())).toEqual([1, 2, 3, 4]);
  expect((await log.load('shelf/a')).headSeq).toBe(4);
});

test('[E2] when another writer was faster the document is loaded again and the edit redone', async () => {
  const { hub, log } = startHub();
  const peer = await joined(hub, 'shelf/a');
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('k', 1));
  const other = new Y.Doc();
  other.getMap('m').set('other', 1);
  await log.commit([{ document: 'shelf/a', update: Y.encodeStateAsUpdate(other) }]);
  let runs = 0;
  await hub.edit('shelf/a', (doc) => {
    runs++;
    doc.getMap('m').set('l', 2);
  });
  expect(runs).toBe(2);
  expect(await storedMap(log, 'shelf/a')).toEqual({ k: 1, l: 2, other: 1 });
  await settle(hub);
  expect(peer.doc.getMap('m').toJSON()).toEqual({ k: 1, l: 2, other: 1 });
  expect((await log.load('shelf/a')).headSeq).toBe(3);
});

test('[E3] an edit that throws or changes nothing writes nothing', async () => {
  const { hub, log } = startHub();
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('k', 1));
  await hub.edit('shelf/a', () => {});
  const failing = hub.edit('shelf/a', (doc) => {
    doc.getMap('m').set('half', 1);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await storedMap(log, 'shelf/a')).toEqual({ k: 1 });
  expect(await hub.read('shelf/a', (doc) => doc.getMap('m').toJSON())).toEqual({ k: 1 });
  await expect(hub.edit(document, (doc) => doc.getMap('m').set('k', 1))).rejects.toThrow('owner');
});

test('[E4] a read sees what is committed, also of a document nobody has open', async () => {
  const { hub } = startHub();
  const peer = await joined(hub);
  peer.doc.getMap('m').set('k', 1);
  expect(await hub.read(document, (doc) => doc.getMap('m').toJSON())).toEqual({ k: 1 });
  peer.disconnect();
  await settle(hub);
  expect(await hub.read(document, (doc) => doc.getMap('m').toJSON())).toEqual({ k: 1 });
  await expect(
    hub.read(document, () => {
      throw new Error('a reader failed');
    }),
  ).rejects.toThrow('a reader failed');
  expect(hub.stats().documents).toBe(0);
});

test('[H1] drain commits what came in, acks it, closes everybody with 4503 and lets nobody in', async () => {
  const { hub, log } = startHub();
  const peer = await joined(hub);
  peer.doc.getMap('m').set('k', 1);
  await hub.drain();
  expect([peer.acked, ...peer.heard.slice(-2)]).toEqual([2, 'ack', 'close 4503']);
  expect((await log.load(document)).headSeq).toBe(1);
  expect(hub.stats()).toMatchObject({ connections: 0, documents: 0, queued: 0 });
  const late = new TestPeer(hub);
  await late.connect(document);
  expect(late.closed?.code).toBe(closeCodes.goingAway);
});

test('[H2] the host ends the connections it picks, behind the frames they sent', async () => {
  const { hub, log } = startHub();
  const [meant, other] = [new TestPeer(hub), new TestPeer(hub)];
  await meant.connect(document, true, { session: 's1' });
  await other.connect(document, true, { session: 's2' });
  meant.follow();
  meant.doc.getMap('m').set('k', 1);
  hub.closeOwner(({ params }) => params?.session === 's1', closeCodes.sessionGone, 'signed out');
  await settle(hub);
  expect([meant.closed, other.closed]).toEqual([{ code: 4401, reason: 'signed out' }, null]);
  expect((await log.load(document)).headSeq).toBe(1);
});

/** An update whose one value is so many lists in each other. */
function nested(depth: number): Uint8Array {
  const lists = Array.from({ length: depth }, () => [117, 1]).flat();
  return Uint8Array.from([1, 1, 7, 0, 0x28, 1, 1, 109, 1, 107, 1, ...lists, 126, 0]);
}

test('[F4] what is nested deeper than the limit is malformed, what is not is sent', async () => {
  const { hub, log } = startHub();
  const deep = await joined(hub);
  deep.send(encodeUpdate(nested(wireLimits.valueMaxDepth + 1)));
  await settle(hub);
  expect(deep.closed?.code).toBe(closeCodes.malformed);
  expect((await log.load(document)).headSeq).toBe(0);
  const peer = await joined(hub);
  peer.send(encodeUpdate(nested(wireLimits.valueMaxDepth)));
  await settle(hub);
  expect(peer.closed).toBeNull();
  const reader = await joined(hub);
  expect(reader.closed).toBeNull();
  expect(reader.doc.getMap('m').has('k')).toBe(true);
});
