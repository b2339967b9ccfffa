import type { PhotoRef, Piece } from '@komod/domain/piece';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { canonicalJson } from './canonical-json.ts';
import {
  addPhoto,
  createListing,
  deleteListing,
  editDescription,
  listListings,
  listWishes,
  makeWish,
  movePhoto,
  observeListings,
  purgeListing,
  readListing,
  removePhoto,
  discardChanges,
  restorePhoto,
  setField,
  undeleteListing,
} from './closet.ts';

const photo = (letter: string): PhotoRef => ({ id: letter.repeat(64), width: 3, height: 4, thumbhash: 'x' });
const letters = (doc: Y.Doc): string =>
  readListing(doc, 'one')!
    .photos.map(({ id }) => id[0])
    .join('');
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
const exchange = (one: Y.Doc, other: Y.Doc): void => {
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
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

describe('a listing', () => {
  test('is born with its containers under the names other clients write by', () => {
    const listing = closetWith().getMap('listings').get('one') as Y.Map<unknown>;
    expect(Object.fromEntries([...listing].map(([key, value]) => [key, value?.constructor.name]))).toEqual({
      createdAt: 'Number',
      updatedAt: 'Number',
      currency: 'String',
      description: 'YText',
      photos: 'YArray',
      removedPhotos: 'YMap',
    });
  });

  test('made twice stays as it was', () => {
    const doc = closetWith('a');
    createListing(doc, { id: 'one', at: 9, currency: 'EUR' });
    expect(readListing(doc, 'one')).toMatchObject({ currency: 'USD', createdAt: 1000, photos: [photo('a')] });
  });

  test('keeps what is typed, forgets what is taken back, and its currency for ever', () => {
    const doc = closetWith();
    setField(doc, 'one', 'title', 'Blazer', 2000);
    setField(doc, 'one', 'brand', null, 2000);
    setField(doc, 'one', 'price', 4000, 2000);
    setField(doc, 'one', 'price', undefined, 2000);
    setField(doc, 'one', 'currency', 'EUR', 2000);
    const draft = readListing(doc, 'one')!;
    expect(draft).toMatchObject({ title: 'Blazer', brand: null, currency: 'USD' });
    expect(draft).not.toHaveProperty('price');
  });

  test('moves the time of its last touch in steps, so that typing stays small', () => {
    const doc = closetWith();
    for (let length = 1; length <= 500; length += 1)
      editDescription(doc, 'one', 'x'.repeat(length), 1000 + length);
    expect(readListing(doc, 'one')!.updatedAt).toBe(1000);
    expect(Y.encodeStateAsUpdate(doc).length).toBeLessThan(800);
    setField(doc, 'one', 'title', 'x', 11_000);
    expect(readListing(doc, 'one')!.updatedAt).toBe(11_000);
  });

  test('writes nothing when nothing changes', () => {
    const doc = closetWith('a');
    setField(doc, 'one', 'colours', ['black'], 2000);
    const before = Y.encodeStateVector(doc);
    setField(doc, 'one', 'colours', ['black'], 90_000);
    editDescription(doc, 'one', '', 90_000);
    movePhoto(doc, 'one', photo('z').id, 0, 90_000);
    expect(addPhoto(doc, 'one', photo('a'), 90_000)).toBe(false);
    expect(Y.encodeStateVector(doc)).toEqual(before);
  });

  test('that is gone takes no edit', () => {
    const doc = closetWith();
    purgeListing(doc, 'one');
    setField(doc, 'one', 'title', 'x', 2000);
    makeWish(doc, 'one', { want: 'sold', base: null, at: 2000 });
    expect([listListings(doc), listWishes(doc).size]).toEqual([[], 0]);
  });

  test('each edit is one transaction of this device', () => {
    const doc = closetWith('ab');
    const origins: unknown[] = [];
    doc.on('update', (_update, origin) => origins.push(origin));
    discardChanges(doc, 'one', piece, 2000);
    makeWish(doc, 'one', { want: 'listed', base: null, at: 2000, piece });
    restorePhoto(doc, 'one', photo('c'), 0, 2000);
    expect(origins).toEqual(['local', 'local', 'local']);
  });
});

describe('wishes', () => {
  test('are detached from what the editor does next', () => {
    const doc = closetWith();
    const pressed = structuredClone(piece);
    makeWish(doc, 'one', { want: 'listed', base: null, at: 5, piece: pressed });
    pressed.colours.push('red');
    setField(doc, 'one', 'price', 4, 6);
    expect(listWishes(doc).get('one')).toEqual({ want: 'listed', base: null, at: 5, piece });
  });

  test('deleting takes a pressed piece off the feed, and a draft only off the shelf', () => {
    const doc = closetWith();
    deleteListing(doc, 'one', { at: 5, base: null });
    expect(readListing(doc, 'one')).toMatchObject({ deletedAt: 5 });
    expect(listWishes(doc).size).toBe(0);
    undeleteListing(doc, 'one', 6);
    makeWish(doc, 'one', { want: 'listed', base: null, at: 7, piece });
    deleteListing(doc, 'one', { at: 8, base: 1, builtOn: [7] });
    expect(listWishes(doc).get('one')).toEqual({ want: 'removed', base: 1, at: 8, builtOn: [7] });
    makeWish(doc, 'one', { want: 'listed', base: 1, at: 9, piece });
    expect(readListing(doc, 'one')).not.toHaveProperty('deletedAt');
  });

  test('a deleted piece remembers what it was wished to be, until it is listed or taken off the shelf', () => {
    const doc = closetWith();
    makeWish(doc, 'one', { want: 'sold', base: 1, at: 7 });
    deleteListing(doc, 'one', { at: 8, base: 1 });
    // Deleted on the other device too: what it was then is no news.
    deleteListing(doc, 'one', { at: 9, base: 1 });
    expect(readListing(doc, 'one')?.wishBefore).toEqual({ want: 'sold', base: 1, at: 7 });
    undeleteListing(doc, 'one', 10);
    expect(readListing(doc, 'one')).not.toHaveProperty('wishBefore');
    deleteListing(doc, 'one', { at: 11, base: 1 });
    expect(readListing(doc, 'one')?.wishBefore).toMatchObject({ want: 'removed' });
    makeWish(doc, 'one', { want: 'listed', base: 1, at: 12, piece });
    deleteListing(doc, 'one', { at: 13, base: 1 });
    expect(readListing(doc, 'one')?.wishBefore).toMatchObject({ want: 'listed', at: 12, piece });
  });

  test('keep the presses they stand on, and only what is one', () => {
    const doc = closetWith();
    makeWish(doc, 'one', { want: 'listed', base: null, at: 9, builtOn: [7, 8], piece });
    expect(readListing(doc, 'one')?.wish).toMatchObject({ at: 9, builtOn: [7, 8] });
    const listing = doc.getMap('listings').get('one') as Y.Map<unknown>;
    listing.set('wish', { want: 'sold', base: null, at: 9, builtOn: ['7', 8, 0.5, null] });
    expect(readListing(doc, 'one')?.wish).toEqual({ want: 'sold', base: null, at: 9, builtOn: [8] });
    listing.set('wish', { want: 'sold', base: null, at: 9, builtOn: '78' });
    expect(readListing(doc, 'one')?.wish).toEqual({ want: 'sold', base: null, at: 9 });
  });

  test('discarding brings back what shoppers see, photos in their order', () => {
    const doc = closetWith('cba');
    setField(doc, 'one', 'originalPrice', 9000, 2);
    editDescription(doc, 'one', 'Wool, torn', 3);
    discardChanges(doc, 'one', piece, 4);
    const draft = readListing(doc, 'one')!;
    const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, removedPhotos, ...fields } = draft;
    expect(fields).toEqual(piece);
    expect(removedPhotos).toEqual([photo('c')]);
    discardChanges(doc, 'one', piece, 5, { want: 'listed', base: 1, at: 5, piece });
    expect(listWishes(doc).get('one')).toEqual({ want: 'listed', base: 1, at: 5, piece });
  });
});

describe('photos', () => {
  test('move to the visible place asked for', () => {
    const doc = closetWith('abcd');
    movePhoto(doc, 'one', photo('d').id, 0, 2);
    expect(letters(doc)).toBe('dabc');
    movePhoto(doc, 'one', photo('d').id, 2, 3);
    expect(letters(doc)).toBe('abdc');
    movePhoto(doc, 'one', photo('a').id, 99, 4);
    expect(letters(doc)).toBe('bdca');
  });

  test('come back to where they were', () => {
    const doc = closetWith('abc');
    removePhoto(doc, 'one', photo('b').id, 2);
    expect(letters(doc)).toBe('ac');
    restorePhoto(doc, 'one', photo('b'), 1, 3);
    expect(letters(doc)).toBe('abc');
  });

  test('moved on two devices stand once, and the next edit tidies up', () => {
    const one = closetWith('abc');
    const other = replicaOf(one);
    movePhoto(one, 'one', photo('c').id, 0, 2);
    movePhoto(other, 'one', photo('c').id, 1, 2);
    exchange(one, other);
    expect(letters(one)).toHaveLength(3);
    expect(letters(one)).toBe(letters(other));
    const array = (one.getMap('listings').get('one') as Y.Map<Y.Array<unknown>>).get('photos')!;
    expect(array.length).toBe(4);
    movePhoto(one, 'one', photo('a').id, 0, 3);
    expect(array.length).toBe(3);
  });

  test('that stand twice count at their first place', () => {
    const doc = closetWith('abc');
    const array = (doc.getMap('listings').get('one') as Y.Map<Y.Array<unknown>>).get('photos')!;
    array.push([photo('a')]);
    expect(letters(doc)).toBe('abc');
    addPhoto(doc, 'one', photo('d'), 2);
    expect(array.map((item) => (item as PhotoRef).id[0]).join('')).toBe('abcd');
  });

  test('removed here while moved there are gone', () => {
    const one = closetWith('abc');
    const other = replicaOf(one);
    removePhoto(one, 'one', photo('c').id, 2);
    movePhoto(other, 'one', photo('c').id, 0, 2);
    exchange(one, other);
    expect([letters(one), letters(other)]).toEqual(['ab', 'ab']);
  });

  test('any edits of two devices converge, each photo once', () => {
    const edit = fc.record({
      on: fc.constantFrom(0, 1),
      what: fc.constantFrom('add', 'remove', 'move', 'restore', 'exchange'),
      letter: fc.constantFrom(...'abcdef'),
      index: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
        const first = closetWith('abc');
        const docs = [first, replicaOf(first)] as const;
        for (const { on, what, letter, index } of edits) {
          const doc = docs[on]!;
          if (what === 'add') addPhoto(doc, 'one', photo(letter), 2);
          else if (what === 'remove') removePhoto(doc, 'one', photo(letter).id, 2);
          else if (what === 'move') movePhoto(doc, 'one', photo(letter).id, index, 2);
          else if (what === 'restore') restorePhoto(doc, 'one', photo(letter), index, 2);
          else exchange(...docs);
          const shown = letters(doc);
          expect(new Set(shown).size).toBe(shown.length);
          if (what === 'remove') expect(shown).not.toContain(letter);
          if (what === 'restore') expect(shown.indexOf(letter)).toBe(Math.min(index, shown.length - 1));
        }
        exchange(...docs);
        expect(canonicalJson(docs[0])).toBe(canonicalJson(docs[1]));
        expect(letters(docs[0])).toBe(letters(docs[1]));
      }),
    );
  });
});

describe('a description', () => {
  const text = fc.string({ unit: fc.constantFrom(...'aab \n', '🧥', '🧦', 'ک', 'é') });

  test('becomes exactly the text typed, by any edits', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
        const doc = closetWith();
        for (const target of texts) {
          editDescription(doc, 'one', target, 2);
          expect(readListing(doc, 'one')!.description).toBe(target);
        }
        expect(readListing(replicaOf(doc), 'one')).toEqual(readListing(doc, 'one'));
      }),
    );
  });

  test('keeps what two devices write at its two ends', () => {
    const one = closetWith();
    editDescription(one, 'one', 'Wool 🧥', 2);
    const other = replicaOf(one);
    editDescription(one, 'one', 'Soft Wool 🧥', 3);
    editDescription(other, 'one', 'Wool 🧦, lined', 3);
    exchange(one, other);
    expect(readListing(one, 'one')!.description).toBe('Soft Wool 🧦, lined');
  });
});

describe('what others wrote', () => {
  /** Any value a client can put under a key: JSON, bytes, a nested type. */
  const junk = fc.oneof(
    fc.jsonValue().map((value) => () => value as unknown),
    fc.uint8Array().map((bytes) => () => bytes as unknown),
    fc.constantFrom<() => unknown>(
      () => new Y.Map([['want', 'listed']]),
      () => new Y.Array(),
      () => new Y.Text('x'),
      () => undefined,
      () => ({ want: 'listed', at: 'now', piece: 7 }),
      () => ({ want: 'listed', at: 1, piece: { photos: [null, 7, { id: 1 }, photo('a')], colours: [1] } }),
      () => [null, { id: 'x' }],
    ),
  );
  const keys = [
    'title',
    'description',
    'photos',
    'removedPhotos',
    'wish',
    'wishBefore',
    'deletedAt',
    'brand',
    'colours',
    'price',
    'measurements',
    'createdAt',
  ];

  test('never makes reading or editing throw', () => {
    const listing = fc.oneof(junk, fc.dictionary(fc.constantFrom(...keys), junk));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('one', 'two', '', 'x y'), listing), (listings) => {
        const doc = new Y.Doc();
        doc.transact(() => {
          for (const [id, fields] of Object.entries(listings)) {
            if (typeof fields === 'function') {
              doc.getMap<unknown>('listings').set(id, fields());
              continue;
            }
            const map = new Y.Map<unknown>();
            doc.getMap('listings').set(id, map);
            for (const [key, make] of Object.entries(fields)) map.set(key, make());
          }
        });
        for (const draft of listListings(doc)) {
          expect(typeof draft.description).toBe('string');
          if (draft.wish?.want === 'listed') expect(Array.isArray(draft.wish.piece.photos)).toBe(true);
        }
        for (const [, wish] of listWishes(doc)) expect(wish instanceof Y.AbstractType).toBe(false);
        editDescription(doc, 'one', 'mended', 2);
        addPhoto(doc, 'one', photo('f'), 2);
        const mended = readListing(doc, 'one');
        if (mended) expect(mended.description).toBe('mended');
      }),
      { numRuns: 500 },
    );
  });

  test('a listing without a wish, or with an id that is none, is not among the wishes', () => {
    const doc = closetWith();
    createListing(doc, { id: 'two', at: 1, currency: 'USD' });
    createListing(doc, { id: 'a b', at: 1, currency: 'USD' });
    makeWish(doc, 'two', { want: 'sold', base: 1, at: 2 });
    makeWish(doc, 'a b', { want: 'sold', base: 1, at: 2 });
    expect([...listWishes(doc).keys()]).toEqual(['two']);
  });
});

test('an observer hears once per transaction, and only of the listings it touched', () => {
  const doc = closetWith('a');
  createListing(doc, { id: 'two', at: 1, currency: 'USD' });
  const heard: string[][] = [];
  const end = observeListings(doc, (changed) => heard.push([...changed].sort()));
  setField(doc, 'one', 'title', 'x', 2);
  editDescription(doc, 'one', 'y', 3);
  addPhoto(doc, 'two', photo('b'), 4);
  purgeListing(doc, 'one');
  createListing(doc, { id: 'three', at: 1, currency: 'USD' });
  end();
  setField(doc, 'two', 'title', 'z', 5);
  expect(heard).toEqual([['one'], ['one'], ['two'], ['one'], ['three']]);
});
