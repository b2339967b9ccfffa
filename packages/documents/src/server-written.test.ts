import type { ShelfMark } from '@komod/domain/shelf-mark';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { observeInbox, pushNotice, pushReceipt, readNotices, readReceipts } from './inbox.ts';
import { observeShelf, readShelf, readShelfMark, removeShelfMark, setShelfMark } from './shelf.ts';

const live: ShelfMark = { state: 'live', version: 1, at: 1_790_000_000_000, wishAt: 1_790_000_000_000 };
const idOf = (index: number): string => `0197${String(index).padStart(4, '0')}-0000-7000-8000-000000000000`;

describe('the shelf', () => {
  test('holds a mark for each listing, written once', () => {
    const doc = new Y.Doc();
    const heard: string[][] = [];
    const end = observeShelf(doc, (changed) => heard.push([...changed]));
    setShelfMark(doc, 'one', live);
    setShelfMark(doc, 'one', { ...live });
    setShelfMark(doc, 'two', { ...live, state: 'refused', reasons: [{ field: 'title', code: 'empty' }] });
    removeShelfMark(doc, 'one');
    end();
    expect(heard).toEqual([['one'], ['two'], ['one']]);
    expect(readShelf(doc)).toEqual(new Map([['two', readShelfMark(doc, 'two')]]));
    expect(readShelfMark(doc, 'two')).toMatchObject({
      state: 'refused',
      reasons: [{ field: 'title', code: 'empty' }],
    });
  });

  test('leaves out what it cannot name', () => {
    const doc = new Y.Doc();
    const listings = doc.getMap<unknown>('listings');
    for (const [index, junk] of [null, 7, 'live', [], { state: 'orbiting' }, new Y.Map()].entries())
      listings.set(String(index), junk);
    expect(readShelf(doc).size).toBe(0);
  });

  test('of a thousand listings costs about a hundred bytes each', () => {
    const doc = new Y.Doc();
    for (let index = 0; index < 1000; index += 1) setShelfMark(doc, idOf(index), live);
    expect(Y.encodeStateAsUpdate(doc).length / 1000).toBeLessThan(115);
  });
});

describe('the inbox', () => {
  const notice = (index: number) => ({ id: idOf(index), kind: 'liked', at: index, listingId: idOf(1) });

  test('tells the newest 200 notices, each once', () => {
    const doc = new Y.Doc();
    for (let index = 0; index < 250; index += 1) pushNotice(doc, notice(index));
    pushNotice(doc, notice(249));
    const told = readNotices(doc);
    expect([told.length, told[0]?.at, told.at(-1)?.at]).toEqual([200, 50, 249]);
  });

  test('does not grow with what rolled away', () => {
    const doc = new Y.Doc();
    for (let index = 0; index < 200; index += 1) pushNotice(doc, notice(index));
    const full = Y.encodeStateAsUpdate(doc).length;
    for (let index = 200; index < 2000; index += 1) pushNotice(doc, notice(index));
    expect(Y.encodeStateAsUpdate(doc).length).toBeLessThan(full * 1.1);
  });

  test('answers receipts and says when something came', () => {
    const doc = new Y.Doc();
    let calls = 0;
    const end = observeInbox(doc, () => (calls += 1));
    pushReceipt(doc, { id: 'i', status: 'refused', code: 'price-not-lower', at: 1 });
    doc.getMap('other').set('x', 1);
    end();
    doc.getArray<unknown>('receipts').push([7, null, { id: 'j', status: 'odd', at: 1 }]);
    expect(readReceipts(doc)).toEqual([{ id: 'i', status: 'refused', code: 'price-not-lower', at: 1 }]);
    expect(calls).toBe(1);
  });
});
