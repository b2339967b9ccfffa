import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Hub } from '../src/server/hub.ts';
import type { StoredDocument } from '../src/server/update-log.ts';
import { closeCodes } from '../src/wire/close-codes.ts';
import { encodeUpdate } from '../src/wire/frames.ts';
import { wireLimits, type WireLimits } from '../src/wire/limits.ts';
import { canonical } from './canonical.ts';
import { joinedPeer } from './joined-peer.ts';
import { settle, startHub, type TestHub } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const document = 'closet/a';
const pieceBytes = 2_000;
const compactAfterUpdates = 20;

const joined = (hub: Hub, params: Record<string, string> = {}, name = document): Promise<TestPeer> =>
  joinedPeer(hub, { document: name, params });

/** A document of two writers with deletions, folded or not, that everybody left. */
async function left(edits: number, limits: Partial<WireLimits> = {}): Promise<TestHub & { doc: Y.Doc }> {
  const host = startHub({
    limits: { ...wireLimits, compactAfterUpdates, storedPieceBytes: pieceBytes, ...limits },
  });
  const [one, two] = [await joined(host.hub), await joined(host.hub)];
  for (let index = 0; index < edits; index++) {
    const { doc } = index % 3 === 0 ? two : one;
    doc.getMap('m').set(`key ${index % 7}`, { index, text: 'x'.repeat(400) });
    await settle(host.hub);
    doc.getText('t').insert(0, `${index} `);
    await settle(host.hub);
    if (index % 5 === 4) doc.getText('t').delete(1, 2);
    await settle(host.hub);
  }
  one.disconnect();
  two.disconnect();
  await settle(host.hub);
  expect(host.hub.stats()).toMatchObject({ documents: 0, opened: 1 });
  return { ...host, doc: one.doc };
}

test('[A9] a peer that holds nothing hears all of a document that stays closed, in one step 2', async () => {
  for (const edits of [1, 3, 7, 12]) {
    const { hub, log, doc } = await left(edits, { storedPieceBytes: wireLimits.storedPieceBytes });
    const before = await log.load(document);
    const peer = await joined(hub);
    expect(peer.heard).toEqual(['hello', 'step-one', 'ack', 'step-two']);
    expect(peer.durable[0]).toMatchObject({ kind: 'hello', headSeq: before.headSeq });
    expect([canonical(peer.doc), hub.stats().opened]).toEqual([canonical(doc), 1]);
    expect(Y.equalSnapshots(Y.snapshot(peer.doc), Y.snapshot(doc))).toBe(true);
    expect(await log.load(document)).toEqual(before);
  }
});

test('[A9] a large document comes as it is stored, and step 2 is the last of it', async () => {
  for (const edits of [13, 16, 23]) {
    const { hub, log, doc } = await left(edits);
    const { snapshot } = await log.load(document);
    expect(snapshot!.length).toBeGreaterThan(pieceBytes);
    const peer = await joined(hub);
    expect(peer.heard).toEqual(['hello', 'step-one', 'ack', 'update', 'step-two']);
    expect(peer.raw).toContainEqual(encodeUpdate(snapshot!));
    expect([canonical(peer.doc), hub.stats().opened]).toEqual([canonical(doc), 1]);
    expect(peer.doc.store.pendingStructs).toBeNull();
  }
});

test('[A9] what is typed after such an answer opens the document and goes on', async () => {
  const { hub, log } = await left(16);
  const [writer, reader] = [await joined(hub), await joined(hub)];
  writer.doc.getMap('m').set('typed', 1);
  await settle(hub);
  expect(hub.stats().opened).toBe(2);
  expect([writer.acked, reader.doc.getMap('m').get('typed')]).toEqual([2, 1]);
  writer.disconnect();
  reader.disconnect();
  await settle(hub);
  const again = await joined(startHub({ log }).hub);
  expect(canonical(again.doc)).toEqual(canonical(writer.doc));
});

test('[A9] a device that asks anew for a server document is not taken for ahead of it', async () => {
  const { hub } = startHub();
  await hub.edit('shelf/a', (doc) => doc.getMap('m').set('k', 1));
  await settle(hub);
  const { opened } = hub.stats();
  const peer = await joined(hub, { timeline: '' }, 'shelf/a');
  expect(peer.heard).toEqual(['hello', 'standing', 'step-two']);
  expect([peer.doc.getMap('m').toJSON(), hub.stats().opened]).toEqual([{ k: 1 }, opened]);
});

test('[A10] a row that cannot be read is not sent: the document opens without it', async () => {
  const { hub, log } = await left(16);
  const load = log.load.bind(log);
  const last = (await load(document)).updates.at(-1)!.seq;
  log.load = async (name) => {
    const found = await load(name);
    return {
      ...found,
      updates: found.updates.map((row) => (row.seq === last ? { ...row, update: Uint8Array.of(9, 9) } : row)),
    };
  };
  const peer = await joined(hub);
  expect(log.quarantined).toHaveLength(1);
  expect(peer.heard.slice(0, 2)).toEqual(['hello', 'step-one']);
  expect([peer.closed, hub.stats().opened]).toEqual([null, 2]);
  expect(peer.doc.getMap('m').size).toBeGreaterThan(0);
});

test('[A10] a snapshot that is cut or missing, and a log without its last row, are not sent', async () => {
  const damages: Record<string, (found: StoredDocument) => StoredDocument> = {
    cut: (found) => ({ ...found, snapshot: found.snapshot!.subarray(0, 100) }),
    missing: (found) => ({ ...found, snapshot: null }),
    short: (found) => ({ ...found, updates: found.updates.slice(0, -1) }),
  };
  for (const [name, damage] of Object.entries(damages)) {
    const { hub, log } = await left(16);
    const load = log.load.bind(log);
    log.load = async (wanted) => damage(await load(wanted));
    const peer = await joined(hub);
    expect([name, hub.stats().opened]).toEqual([name, 2]);
    expect([name, peer.closed?.code]).toEqual([name, name === 'cut' ? closeCodes.goingAway : undefined]);
    if (name === 'cut') expect(peer.frames.map(({ kind }) => kind)).toEqual(['step-one']);
  }
});

test('[A10] what another writer did since the summary was read opens the document, and is in the answer', async () => {
  const { hub, log, doc } = await left(16);
  const summary = log.summary.bind(log);
  let deletion: Uint8Array = new Uint8Array();
  doc.once('update', (update: Uint8Array) => (deletion = update));
  // No clock tells a deletion.
  doc.getText('t').delete(0, 1);
  log.summary = async (name) => {
    const found = await summary(name);
    await log.commit([{ document, update: deletion }]);
    return found;
  };
  const peer = await joined(hub);
  expect([canonical(peer.doc), hub.stats().opened]).toEqual([canonical(doc), 2]);
});
