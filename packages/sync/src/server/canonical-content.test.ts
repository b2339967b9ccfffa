import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { canonicalContent } from './canonical-content.ts';

const written = (write: (doc: Y.Doc) => void, clientID?: number): Y.Doc => {
  const doc = new Y.Doc();
  if (clientID !== undefined) doc.clientID = clientID;
  write(doc);
  return doc;
};

test('a document and what its bytes are read into have one text, whatever was asked of either', () => {
  const doc = written((made) => {
    const piece = new Y.Map();
    made.getMap('listings').set('a', piece);
    piece.set('title', 'Blazer');
    piece.set('odd', { z: [1, Number.NaN], a: new Uint8Array([7]), big: 5n });
    const words = new Y.Text();
    piece.set('description', words);
    for (const [at, letter] of [...'linen'].entries()) words.insert(at, letter);
    words.format(0, 2, { bold: true });
    made.getArray('list').push([1, 'two', null]);
    made.getArray('list').delete(0);
    made.getMap('gone').set('k', 1);
    made.getMap('gone').delete('k');
    made.getText('looked at');
  });
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  expect(canonicalContent(copy)).toBe(canonicalContent(doc));
  copy.getMap('listings').delete('a');
  expect(canonicalContent(copy)).not.toBe(canonicalContent(doc));
});

test('two contents under one client and clock differ, though state vector and delete set are equal', () => {
  const [one, other] = ['a', 'b'].map((value) => written((doc) => doc.getMap('m').set('k', value), 7));
  expect(Y.equalSnapshots(Y.snapshot(one!), Y.snapshot(other!))).toBe(true);
  expect(canonicalContent(one!)).not.toBe(canonicalContent(other!));
});
