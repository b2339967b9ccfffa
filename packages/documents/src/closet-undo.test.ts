import type { PhotoRef, Piece } from '@komod/domain/piece';
import type { Wish } from '@komod/domain/wish';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { canonicalJson } from './canonical-json.ts';
import {
  addPhoto,
  createListing,
  deleteListing,
  discardChanges,
  editDescription,
  inOneEdit,
  listWishes,
  makeWish,
  observeListings,
  readListing,
  removePhoto,
  restoreListing,
  restorePhoto,
  setField,
} from './closet.ts';

const photo = (letter: string): PhotoRef => ({ id: letter.repeat(64), width: 3, height: 4, thumbhash: 'x' });
const closetWith = (photos = ''): Y.Doc => {
  const doc = new Y.Doc();
  createListing(doc, { id: 'one', at: 1000, currency: 'USD' });
  for (const letter of photos) addPhoto(doc, 'one', photo(letter), 1001);
  return doc;
};
const replicaOf = (doc: Y.Doc): Y.Doc => {
  const replica = new Y.Doc();
  Y.applyUpdate(replica, Y.encodeStateAsUpdate(doc));
  return replica;
};
const piece: Piece = {
  title: 'Blazer',
  description: 'Wool',
  category: 'women.jackets.blazers',
  size: 'M',
  brand: null,
  colours: ['black'],
  condition: 'good',
  price: 4000,
  currency: 'USD',
  photos: [photo('a'), photo('b')],
};

describe('undoing', () => {
  const wish: Wish = { want: 'listed', base: null, at: 5, piece };
  const wished = (doc: Y.Doc) => listWishes(doc).get('one');

  test('a press takes the wish away from a draft that had none', () => {
    const doc = closetWith();
    makeWish(doc, 'one', wish);
    restoreListing(doc, 'one', { deletedAt: undefined, wish: undefined }, 6);
    expect(listWishes(doc).size).toBe(0);
  });

  test('a deletion brings back what was wished, and its undoing deletes again', () => {
    const doc = closetWith();
    makeWish(doc, 'one', wish);
    deleteListing(doc, 'one', { at: 6, base: 1 });
    restoreListing(doc, 'one', { deletedAt: undefined, wish: { ...wish, at: 7 } }, 7);
    expect(readListing(doc, 'one')).not.toHaveProperty('deletedAt');
    expect(wished(doc)).toMatchObject({ want: 'listed', at: 7 });
    restoreListing(doc, 'one', { deletedAt: 6, wish: { want: 'removed', base: 1, at: 8 } }, 8);
    expect(readListing(doc, 'one')).toMatchObject({ deletedAt: 6, wish: { want: 'removed', at: 8 } });
  });

  test('a photo taken out is known until it is put back, the last one first', () => {
    const doc = closetWith('abc');
    removePhoto(doc, 'one', photo('a').id, 5);
    removePhoto(doc, 'one', photo('c').id, 6);
    // A second press, and a photo nobody has, change nothing of it.
    removePhoto(doc, 'one', photo('a').id, 7);
    removePhoto(doc, 'one', photo('z').id, 8);
    expect(readListing(doc, 'one')?.removedPhotos).toEqual([photo('c'), photo('a')]);
    restorePhoto(doc, 'one', photo('a'), 1, 9);
    expect(readListing(doc, 'one')).toMatchObject({
      photos: [photo('b'), photo('a')],
      removedPhotos: [photo('c')],
    });
    const entries = (doc.getMap('listings').get('one') as Y.Map<Y.Map<unknown>>).get('removedPhotos')!;
    // As an older app wrote it: gone, and nothing known to put back.
    entries.set(photo('c').id, 6);
    expect(readListing(doc, 'one')).not.toHaveProperty('removedPhotos');
    expect(readListing(doc, 'one')?.photos).toEqual([photo('b'), photo('a')]);
  });

  test('Discard changes brings the working copy back as it stood, unanswered fields too', () => {
    const doc = closetWith('cab');
    setField(doc, 'one', 'title', 'Half a tit', 2);
    editDescription(doc, 'one', 'Wool, torn', 3);
    const before = readListing(doc, 'one')!;
    discardChanges(doc, 'one', piece, 4);
    discardChanges(doc, 'one', before, 5);
    expect(readListing(doc, 'one')).toEqual(before);
  });
});

test('five hundred presses in one edit are one update, heard once, the same when they come twice', () => {
  const doc = closetWith();
  const ids = Array.from({ length: 500 }, (_, index) => `listing-${index}`);
  for (const id of ids) createListing(doc, { id, at: 1, currency: 'USD' });
  const other = replicaOf(doc);
  const heard: number[] = [];
  observeListings(other, (changed) => heard.push(changed.size));
  const updates: Uint8Array[] = [];
  doc.on('update', (update) => updates.push(update));
  inOneEdit(doc, () => {
    for (const id of ids) makeWish(doc, id, { want: 'removed', base: 1, at: 9 });
  });
  expect(updates).toHaveLength(1);
  Y.applyUpdate(other, updates[0]!);
  Y.applyUpdate(other, updates[0]!);
  expect(heard).toEqual([500]);
  expect(canonicalJson(other)).toBe(canonicalJson(doc));
});
