import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Hub } from '../src/server/hub.ts';
import { MemoryUpdateLog } from '../src/server/memory-update-log.ts';
import { encodeStepTwo, encodeUpdate } from '../src/wire/frames.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { canonical } from './canonical.ts';
import { joinedPeer } from './joined-peer.ts';
import { overGarbage } from './over-garbage.ts';
import { storedDocument } from './stored-document.ts';
import { settle, startHub, turns } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const document = 'closet/a';

const joined = (hub: Hub): Promise<TestPeer> => joinedPeer(hub, { document });

/** The updates of `doc` that `write` makes. */
function updatesOf(doc: Y.Doc, write: () => void): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const listen = (update: Uint8Array) => void updates.push(update);
  doc.on('update', listen);
  write();
  doc.off('update', listen);
  return updates;
}

test('[A12] what one connection sent in a row is one row and one relay, and each frame of it is acked', async () => {
  const { hub, log } = startHub();
  const [writer, reader] = [await joined(hub), await joined(hub)];
  writer.doc.getMap('m').set('before', true);
  await settle(hub);
  const [{ headSeq }, { acked }] = [await log.load(document), writer];
  const [heard, said] = [reader.heard.length, writer.heard.length];
  for (const letter of 'blazer') writer.doc.getText('t').insert(0, letter);
  for (let price = 0; price < 20; price++) writer.doc.getMap('m').set('price', price);
  writer.doc.getMap('m').delete('before');
  writer.send(encodeUpdate(Y.encodeStateAsUpdate(writer.doc)));
  await settle(hub);
  expect((await log.load(document)).headSeq).toBe(headSeq + 1);
  expect([reader.heard.slice(heard), writer.heard.slice(said)]).toEqual([['update'], ['ack']]);
  expect(writer.acked).toBe(acked + 28);
  for (const doc of [reader.doc, await storedDocument(log, document)])
    expect(canonical(doc)).toEqual(canonical(writer.doc));
});

test('[A12] a row of frames that add nothing is acked: no row, no relay', async () => {
  const { hub, log } = startHub();
  const [writer, reader] = [await joined(hub), await joined(hub)];
  writer.doc.getMap('m').set('k', 1);
  await settle(hub);
  const [before, { acked }, heard] = [await log.load(document), writer, reader.heard.length];
  for (let index = 0; index < 3; index++) writer.send(encodeUpdate(Y.encodeStateAsUpdate(writer.doc)));
  await settle(hub);
  expect(await log.load(document)).toEqual(before);
  expect([writer.acked, reader.heard.length]).toEqual([acked + 3, heard]);
});

test('[A12] frames of others between them are relayed to each but their sender', async () => {
  const { hub, log } = startHub();
  const [one, two, reader] = [await joined(hub), await joined(hub), await joined(hub)];
  for (let index = 0; index < 6; index++)
    (index % 3 === 2 ? two : one).doc.getMap('m').set(`k${index}`, index);
  await settle(hub);
  expect((await log.load(document)).headSeq).toBe(4);
  for (const { doc } of [one, two, reader]) expect(doc.getMap('m').size).toBe(6);
});

test('[A12] a frame among them is refused as if it had come alone, and those before it are kept', async () => {
  const bad: Record<string, readonly Uint8Array[]> = {
    'that admission refuses': [Uint8Array.of(1, 1, 5)],
    'that only the live document can judge': overGarbage,
  };
  for (const [name, updates] of Object.entries(bad)) {
    const { hub, log, errors } = startHub();
    const [writer, reader] = [await joined(hub), await joined(hub)];
    const honest = new Y.Doc();
    const [first, second, third, late] = updatesOf(honest, () => {
      for (const key of ['first', 'second', 'third', 'late']) honest.getMap('m').set(key, 1);
    });
    for (const update of [first!, second!, ...updates, third!, late!]) writer.send(encodeUpdate(update));
    await settle(hub);
    // Beside the answer to the server's step 1.
    const kept = 1 + 2 + updates.length - 1;
    expect([name, writer.durable.slice(-2)]).toEqual([
      name,
      [
        { kind: 'ack', frames: kept },
        { kind: 'refusal', frame: kept + 1, code: 'document.malformed' },
      ],
    ]);
    for (const doc of [reader.doc, await storedDocument(log, document)])
      expect([name, doc.getMap('m').toJSON()]).toEqual([name, { first: 1, second: 1 }]);
    expect([errors, reader.closed]).toEqual([[], null]);
    // The next one of the same document is not held up by it.
    const again = await joined(hub);
    again.doc.getMap('m').set('again', 1);
    await settle(hub);
    expect([name, again.closed, reader.doc.getMap('m').get('again')]).toEqual([name, null, 1]);
  }
});

test('[A12] they are for the projector when one of them is', async () => {
  const log = new MemoryUpdateLog();
  const quiet: unknown[] = [];
  const commit = log.commit.bind(log);
  log.commit = (batch) => {
    quiet.push(...batch.map(({ isQuiet }) => isQuiet));
    return commit(batch);
  };
  const isDue = (_document: string, { changed }: Y.Transaction) =>
    [...changed.values()].some((keys) => keys.has('wish'));
  const writer = await joined(startHub({ log, isDue }).hub);
  for (const keys of [
    ['title', 'price'],
    ['title', 'wish', 'price'],
  ]) {
    for (const key of keys) writer.doc.getMap('m').set(key, 1);
    await turns(5);
  }
  expect(quiet).toEqual([true, false]);
});

test('[A12] what is typed behind step 2 is taken with it, and what waits for a lost row stays out of it', async () => {
  const { hub, log } = startHub();
  const writer = new TestPeer(hub);
  writer.doc.getMap('m').set('before', 1);
  const other = new Y.Doc();
  const [lost, later] = updatesOf(other, () => {
    for (const key of ['lost', 'later']) other.getMap('m').set(key, 1);
  });
  await log.commit([{ document, update: later! }]);
  const joining = writer.connect(document);
  writer.follow();
  await joining;
  writer.doc.getMap('m').set('typed', 1);
  await settle(hub);
  for (const key of ['typed', 'again']) writer.doc.getMap('m').set(key, 2);
  await settle(hub);
  expect([writer.acked, writer.closed]).toEqual([4, null]);
  const stored = await storedDocument(log, document);
  expect(stored.getMap('m').toJSON()).toEqual({ before: 1, typed: 2, again: 2 });
  Y.applyUpdate(stored, lost!);
  expect(stored.getMap('m').toJSON()).toEqual({ before: 1, typed: 2, again: 2, lost: 1, later: 1 });
});

const textIn = (doc: Y.Doc): Y.Text => doc.getMap('m').get('text') as Y.Text;

test('[A6] of a step 2, and of a row of frames, after which Yjs tidies formatted text up all is kept', async () => {
  for (const isStepTwo of [true, false]) {
    const { hub, log } = startHub();
    const [one, two] = [new Y.Doc(), new Y.Doc()];
    // In a map: what a root is the server does not know.
    one.getMap('m').set('text', new Y.Text('linen'));
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
    for (const doc of [one, two]) textIn(doc).format(0, 3, { bold: true });
    await joinedPeer(hub, { document, doc: one });
    const peer = await joined(hub);
    const late = updatesOf(two, () => two.getMap('m').set('late', 1))[0]!;
    if (isStepTwo) peer.send(encodeStepTwo(Y.encodeStateAsUpdate(two)));
    else for (const update of [Y.encodeStateAsUpdate(two), late]) peer.send(encodeUpdate(update));
    await settle(hub);
    const stored = await storedDocument(log, document);
    expect([isStepTwo, stored.getMap('m').get('late'), stored.store.pendingStructs]).toEqual([
      isStepTwo,
      1,
      null,
    ]);
    expect(textIn(stored).toDelta()).toEqual([
      { insert: 'lin', attributes: { bold: true } },
      { insert: 'en' },
    ]);
  }
});

test('[A12] a gap among them is asked for, and what came before it is kept', async () => {
  const { hub, log } = startHub();
  const writer = await joined(hub);
  writer.answersStepOne = false;
  const doc = new Y.Doc();
  const [first, second, , fourth] = updatesOf(doc, () => {
    for (const key of ['first', 'second', 'third', 'fourth']) doc.getMap('m').set(key, 1);
  });
  for (const update of [first!, second!, fourth!]) writer.send(encodeUpdate(update));
  await settle(hub);
  expect((await storedDocument(log, document)).getMap('m').toJSON()).toEqual({ first: 1, second: 1 });
  expect([writer.heard.slice(-2), writer.acked, writer.closed]).toEqual([['step-one', 'ack'], 3, null]);
});

test('[A12] together they make a document no larger than it may be', async () => {
  const { hub, log } = startHub({ limits: { ...wireLimits, documentMaxBytes: 2_000 } });
  const writer = await joined(hub);
  for (const half of ['a', 'b']) {
    expect(writer.closed).toBeNull();
    for (let index = 0; index < 13; index++) writer.doc.getMap('m').set(`${half}${index}`, 'x'.repeat(100));
    await settle(hub);
  }
  expect(writer.durable.at(-1)).toMatchObject({ kind: 'refusal', code: 'document.too-large' });
  const stored = await storedDocument(log, document);
  expect(stored.getMap('m').size).toBe(writer.acked - 1);
  expect(writer.acked).toBeGreaterThan(14);
  expect(Y.encodeStateAsUpdate(stored).length).toBeLessThanOrEqual(2_000);
});
