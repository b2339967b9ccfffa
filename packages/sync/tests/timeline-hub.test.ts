import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Hub } from '../src/server/hub.ts';
import { historyParams, type KnownHistory, sealedWords } from '../src/wire/known-history.ts';
import { joinedPeer } from './joined-peer.ts';
import { settle, startHub, turns } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const shelf = 'shelf/a';
const closet = 'closet/a';

const joined = (
  hub: Hub,
  document: string,
  params: Record<string, string> = {},
  doc?: TestPeer['doc'],
): Promise<TestPeer> => joinedPeer(hub, { document, params, doc });

/** What a peer was told last, as its client would bring it back. */
function knownBy(peer: TestPeer): KnownHistory {
  const hello = peer.durable.findLast(({ kind }) => kind === 'hello');
  const standing = peer.durable.findLast(({ kind }) => kind === 'standing');
  if (hello?.kind !== 'hello' || standing?.kind !== 'standing') throw new Error('it was told nothing');
  return { timeline: hello.timeline, epoch: hello.epoch, seen: standing.headSeq, seal: standing.seal };
}

/** A shelf written five times, of which a backup holds three, and what a reader of all five knows. */
async function restoredShelf() {
  const before = startHub();
  const reader = await joined(before.hub, shelf, historyParams(null));
  const write = (hub: Hub, value: number) => hub.edit(shelf, (doc) => doc.getMap('m').set('k', value));
  for (const value of [1, 2, 3]) await write(before.hub, value);
  const copy = before.log.copy();
  for (const value of [4, 5]) await write(before.hub, value);
  await settle(before.hub);
  return { known: knownBy(reader), reader, restored: startHub({ log: copy }), write };
}

test('[Y2] who names a timeline hears where the document stands: when it joins, and of a server document after every commit', async () => {
  const { hub, log } = startHub();
  const reader = await joined(hub, shelf, historyParams(null));
  expect(reader.heard.slice(0, 2)).toEqual(['hello', 'standing']);
  await hub.edit(shelf, (doc) => doc.getMap('m').set('k', 1));
  await hub.edit(shelf, (doc) => doc.getMap('m').set('k', 2));
  await settle(hub);
  const { epoch } = await log.load(shelf);
  const words = sealedWords(shelf, { timeline: log.timeline(), epoch, seen: 2 });
  expect(knownBy(reader)).toEqual({ timeline: log.timeline(), epoch, seen: 2, seal: `sealed ${words}` });
  const silent = await joined(hub, shelf);
  await hub.edit(shelf, (doc) => doc.getMap('m').set('k', 3));
  await settle(hub);
  expect(silent.heard).not.toContain('standing');
});

test('[Y3] who knows another timeline or epoch is closed 4409 and told nothing else', async () => {
  const { hub } = startHub();
  const known = knownBy(await joined(hub, shelf, historyParams(null)));
  for (const other of [{ timeline: 'other' }, { epoch: 7 }]) {
    const peer = await joined(hub, shelf, historyParams({ ...known, ...other }));
    expect(peer.heard).toEqual(['close 4409']);
  }
  const same = await joined(hub, shelf, historyParams(known));
  expect(same.closed).toBeNull();
});

test('[Y4] a store older than what a client saw tells a new timeline before anybody is answered, and closes everybody 4409', async () => {
  const { known, restored } = await restoredShelf();
  const { hub, log } = restored;
  const timeline = log.timeline();
  const early = await joined(hub, closet);
  early.doc.getMap('m').set('k', 1);
  await settle(hub);
  const gate = Promise.withResolvers<void>();
  const renew = log.renewTimeline.bind(log);
  log.renewTimeline = () => gate.promise.then(renew);
  const [witness, other] = [new TestPeer(hub), new TestPeer(hub)];
  void witness.connect(shelf, true, historyParams(known));
  await turns(3);
  void other.connect(closet, true, historyParams(null));
  early.doc.getMap('m').set('k', 2);
  await turns(5);
  expect([witness.heard, other.heard, early.acked]).toEqual([[], [], 2]);
  gate.resolve();
  await settle(hub);
  expect(log.timeline()).not.toBe(timeline);
  expect(witness.closed?.code).toBe(4409);
  expect(other.closed?.code).toBe(4409);
  // What it had sent is kept first.
  expect([early.acked, early.closed?.code]).toEqual([3, 4409]);
  expect(hub.stats()).toMatchObject({ connections: 0, documents: 0 });
  expect((await joined(hub, closet, historyParams(null))).closed).toBeNull();
});

test('[Y4] a head that the server never told renews nothing', async () => {
  const { known, restored } = await restoredShelf();
  const timeline = restored.log.timeline();
  for (const forged of [{ seen: 999 }, { seal: 'sealed' }, { seal: known.seal.slice(1) }]) {
    const peer = await joined(restored.hub, shelf, historyParams({ ...known, ...forged }));
    expect(peer.closed).toBeNull();
  }
  const elsewhere = await joined(restored.hub, 'shelf/b', historyParams(known));
  expect(elsewhere.closed?.code ?? null).toBeNull();
  expect(restored.log.timeline()).toBe(timeline);
});

test('[Y4] while the new timeline cannot be kept its witnesses are sent away with 4503, and the next one is heard', async () => {
  const { known, restored } = await restoredShelf();
  const renew = restored.log.renewTimeline.bind(restored.log);
  restored.log.renewTimeline = () => Promise.reject(new Error('the disk is full'));
  const first = await joined(restored.hub, shelf, historyParams(known));
  expect(first.closed?.code).toBe(4503);
  restored.log.renewTimeline = renew;
  const second = await joined(restored.hub, shelf, historyParams(known));
  expect(second.closed?.code).toBe(4409);
});

test('[Y5] no client id and clock of a server document carries a second content', async () => {
  const { known, reader, restored, write } = await restoredShelf();
  await joined(restored.hub, shelf, historyParams(known));
  await write(restored.hub, 6);
  const fresh = await joined(restored.hub, shelf, historyParams(null));
  expect(fresh.doc.getMap('m').get('k')).toBe(6);
  const told = new Map([...reader.doc.store.clients].map(([client, structs]) => [client, structs.length]));
  for (const [client, structs] of fresh.doc.store.clients)
    if (told.has(client)) expect(structs.length).toBeLessThanOrEqual(told.get(client)!);
  expect(fresh.doc.store.clients.size).toBe(2);
  expect(knownBy(fresh).epoch).toBe(known.epoch + 1);
});

test('[Y5] a document that was being opened meanwhile is opened again', async () => {
  const { known, restored, write } = await restoredShelf();
  const { hub, log } = restored;
  const load = log.load.bind(log);
  const gate = Promise.withResolvers<void>();
  await joined(hub, shelf, historyParams({ ...known, seen: 0 }));
  log.load = async (document) => {
    const stored = await load(document);
    if (document === 'shelf/late') await gate.promise;
    return stored;
  };
  await log.claimWriterId('shelf/late', 77);
  const written = hub.edit('shelf/late', (doc) => doc.getMap('m').set('k', 1));
  await turns(2);
  const witness = new TestPeer(hub);
  await witness.connect(shelf, true, historyParams(known));
  expect(witness.closed?.code).toBe(4409);
  gate.resolve();
  await written;
  const { updates } = await load('shelf/late');
  expect(updates).toHaveLength(1);
  expect(Y.decodeUpdate(updates[0]!.update).structs[0]!.id.client).not.toBe(77);
  await write(hub, 7);
});
