import { anyShape } from '@komod/testkit/any-shape';
import { seededRandom } from '@komod/testkit/seeded-random';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { wireLimits } from '../wire/limits.ts';
import { admitUpdate } from './admission/admit-update.ts';
import { holdingsOf } from './admission/holdings.ts';
import { summarize, SummaryView } from './document-summary.ts';
import type { OpenedDocument } from './open-document.ts';
import type { DocumentSummary } from './update-log.ts';

const opened = (doc: Y.Doc): OpenedDocument => ({
  doc,
  epoch: 1,
  headSeq: 1,
  updateCount: 0,
  bytes: 0,
  structs: 0,
  placing: 0,
  onTransaction: null,
  writerId: null,
  summarySeq: 0,
});

const summaryOf = (doc: Y.Doc): DocumentSummary => {
  const summary = summarize(opened(doc));
  if (summary === null) throw new Error('no summary');
  return summary;
};
const viewOf = (doc: Y.Doc): SummaryView => new SummaryView({ epoch: 1, ...summaryOf(doc) });

function textOf(...edits: ((text: Y.Text) => void)[]): Y.Doc {
  const doc = new Y.Doc();
  for (const edit of edits) edit(doc.getText('t'));
  return doc;
}

test('[J5] documents with the same content have the same summary, however they came to it', () => {
  const first = textOf((text) => text.insert(0, 'abcdef'));
  const second = new Y.Doc();
  second.getMap('m').set('k', 1);
  second.getMap('m').delete('k');
  const [ahead, behind] = [new Y.Doc(), new Y.Doc()];
  for (const doc of [first, second]) Y.applyUpdate(ahead, Y.encodeStateAsUpdate(doc));
  for (const doc of [second, first]) Y.applyUpdate(behind, Y.encodeStateAsUpdate(doc));
  const update = new Promise<Uint8Array>((resolve) => ahead.once('update', resolve));
  ahead.getText('t').delete(1, 2);
  ahead.getText('t').delete(1, 1);
  return update.then((firstDeletion) => {
    Y.applyUpdate(behind, firstDeletion);
    expect(summaryOf(behind).stateVector).toEqual(summaryOf(ahead).stateVector);
    expect(summaryOf(behind).deleteSet).not.toEqual(summaryOf(ahead).deleteSet);
    Y.applyUpdate(behind, Y.encodeStateAsUpdate(ahead));
    expect(summaryOf(behind)).toEqual(summaryOf(ahead));
    expect(viewOf(behind).tells(opened(ahead))).toBe(true);
  });
});

test('[J5] the empty answer is byte for byte what the live document answers', () => {
  const doc = textOf(
    (text) => text.insert(0, 'some words'),
    (text) => text.delete(2, 3),
  );
  const stateVector = Y.encodeStateVector(doc);
  expect(viewOf(doc).isStateOf(stateVector)).toBe(true);
  expect(viewOf(doc).emptyAnswer).toEqual(Y.encodeStateAsUpdate(doc, stateVector));
});

test('[J6] another or malformed state vector is not the state of the document', () => {
  const doc = textOf((text) => text.insert(0, 'some'));
  const [less, more] = [new Y.Doc(), new Y.Doc()];
  Y.applyUpdate(more, Y.encodeStateAsUpdate(doc));
  more.getText('t').insert(0, 'x');
  const longer = new Y.Doc();
  longer.clientID = doc.clientID;
  longer.getText('t').insert(0, 'sometimes');
  const view = viewOf(doc);
  for (const other of [less, more, longer]) expect(view.isStateOf(Y.encodeStateVector(other))).toBe(false);
  for (const junk of [[], [255, 255, 255, 255, 15], [1, 2]])
    expect(view.isStateOf(Uint8Array.from(junk))).toBe(false);
});

test('[J6] a summary that is none is not taken', () => {
  const summary = { epoch: 1, ...summaryOf(new Y.Doc()) };
  expect(() => new SummaryView({ ...summary, stateVector: Uint8Array.of(3) })).toThrow();
  expect(() => new SummaryView({ ...summary, deleteSet: Uint8Array.of(1, 1) })).toThrow();
});

test('[D6] a document that waits for what it lost has no summary', () => {
  const source = textOf((text) => text.insert(0, 'a'));
  const before = Y.encodeStateVector(source);
  source.getText('t').insert(1, 'b');
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(source, before));
  expect(summarize(opened(doc))).toBeNull();
});

test('[J5] a summary judges updates as the document itself does', () => {
  const random = seededRandom();
  const judged = new Map<string, number>();
  for (let run = 0; run < 60; run++) {
    const docs = [new Y.Doc(), new Y.Doc()] as const;
    const updates: Uint8Array[] = [];
    for (const doc of docs) doc.on('update', (update: Uint8Array) => updates.push(update));
    const server = new Y.Doc();
    for (let step = 0; step < 40; step++) {
      const text = random.pick(docs).getText('t');
      if (random.chance(0.6) || text.length < 3) text.insert(random.between(0, text.length), 'words');
      else text.delete(random.between(0, text.length - 2), random.between(1, 2));
      if (random.chance(0.2)) Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1]));
      if (random.chance(0.2)) Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]));
      if (random.chance(0.15)) Y.applyUpdate(server, Y.encodeStateAsUpdate(random.pick(docs)));
    }
    const view = viewOf(server);
    const whole = docs.map((doc) => Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)));
    for (const update of [...updates, ...whole]) {
      const [byDocument, bySummary] = [holdingsOf(server), view].map((holdings) =>
        admitUpdate(update, holdings, anyShape, wireLimits),
      );
      if (byDocument === undefined || typeof byDocument === 'string') throw new Error(byDocument);
      expect([random.seed, run, bySummary]).toEqual([random.seed, run, byDocument]);
      judged.set(byDocument.novelty, (judged.get(byDocument.novelty) ?? 0) + 1);
    }
  }
  expect([...judged.keys()].sort()).toEqual(['gap', 'new', 'nothing']);
});
