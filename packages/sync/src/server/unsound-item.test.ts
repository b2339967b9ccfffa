import { editTogether } from '@komod/testkit/hostile-frames/real-session';
import { seededRandom } from '@komod/testkit/seeded-random';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { wireLimits } from '../wire/limits.ts';
import { bringsUnsoundItem } from './unsound-item.ts';

function isUnsound(doc: Y.Doc, update: Uint8Array): boolean {
  let found = false;
  doc.once(
    'afterTransaction',
    (transaction: Y.Transaction) => (found = bringsUnsoundItem(transaction, wireLimits)),
  );
  Y.applyUpdate(doc, update);
  return found;
}

/** Client 1: a character in the list `m`, another in `a`, and a value of the key `k` in `m`. */
function documentOfThree(): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(
    doc,
    Uint8Array.of(1, 3, 1, 0, 4, 1, 1, 109, 1, 97, 4, 1, 1, 97, 1, 97, 0x28, 1, 1, 109, 1, 107, 1, 126, 0),
  );
  expect(Y.getState(doc.store, 1)).toBe(3);
  return doc;
}

test.each([
  ['between two lists', [0xc4, 1, 0, 1, 1, 1, 98]],
  ['between a list and a key', [0xc4, 1, 0, 1, 2, 1, 98]],
  ['of several values under a key', [0x28, 1, 1, 109, 1, 107, 2, 126, 126]],
  ['of several values behind one of a key', [0x88, 1, 2, 2, 126, 126]],
])('[D3] an item %s is unsound', (_what, item) => {
  expect(isUnsound(documentOfThree(), Uint8Array.of(1, 1, 5, 0, ...item, 0))).toBe(true);
});

test('[D3] a value of a key that another item of the same update parts from its second half is unsound', () => {
  const values = [0x28, 1, 1, 109, 1, 107, 2, 126, 126];
  const between = [0x88, 5, 0, 1, 126];
  expect(isUnsound(new Y.Doc(), Uint8Array.of(1, 2, 5, 0, ...values, ...between, 0))).toBe(true);
});

test('[D3] an item whose known half stands in another list is unsound', () => {
  // Clocks 0 and 1 of client 1, said to be one text of `a`: clock 0 is held, and stands in `m`.
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Uint8Array.of(1, 1, 1, 0, 4, 1, 1, 109, 1, 97, 0));
  expect(isUnsound(doc, Uint8Array.of(1, 1, 1, 0, 4, 1, 1, 97, 2, 97, 98, 0))).toBe(true);
});

test('[D3] nothing that devices make of a document together is unsound', () => {
  const random = seededRandom();
  for (let run = 0; run < 30; run++) {
    const { doc, updates } = editTogether(random, 60);
    const replica = new Y.Doc();
    for (const update of [...updates, Y.encodeStateAsUpdate(doc)]) {
      expect([random.seed, run, isUnsound(replica, update)]).toEqual([random.seed, run, false]);
    }
  }
}, 60_000);
