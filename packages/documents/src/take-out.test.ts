import { photosNamed } from '@komod/domain/take-out';
import {
  array,
  assert,
  constant,
  constantFrom,
  dictionary,
  letrec,
  oneof,
  property,
  string,
  stringMatching,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { readLikes, readProfile, setLike, setProfileField } from './account.ts';
import { canonicalJson } from './canonical-json.ts';
import {
  addPhoto,
  createListing,
  deleteListing,
  editDescription,
  listListings,
  makeWish,
  readListing,
  removePhoto,
  setField,
} from './closet.ts';
import {
  bringInAccount,
  bringInCloset,
  documentWeight,
  readTakenOut,
  takeBackAccount,
  takeOut,
} from './take-out.ts';

const limits = { valueMaxBytes: 10_000, valueMaxDepth: 8, keyMaxBytes: 100 };
const photo = (digit: string) => ({ id: digit.repeat(64), width: 3, height: 4, thumbhash: 'aa==' });

const read = (json: string, kind: 'closet' | 'account' = 'closet'): Y.Doc => {
  const doc = readTakenOut(json, kind, limits);
  if (!doc) throw new Error('it was not read');
  return doc;
};

/** A draft, one that hangs with an earlier photo taken out, one sold, and one on the Removed shelf. */
function closetOfFour(): Y.Doc {
  const doc = new Y.Doc();
  for (const id of ['draft', 'hangs', 'gone', 'shelved'])
    createListing(doc, { id, at: 1000, currency: 'USD' });
  setField(doc, 'draft', 'brand', null, 1001);
  editDescription(doc, 'draft', 'Linen, worn twice. «کت»', 1002);
  for (const digit of ['a', 'b']) addPhoto(doc, 'hangs', photo(digit), 1003);
  removePhoto(doc, 'hangs', 'a'.repeat(64), 1004);
  makeWish(doc, 'hangs', {
    want: 'listed',
    base: 3,
    at: 2000,
    piece: { description: '', photos: [photo('c')] },
  });
  makeWish(doc, 'gone', { want: 'sold', base: 4, at: 2001 });
  makeWish(doc, 'shelved', {
    want: 'listed',
    base: null,
    at: 2002,
    piece: { description: '', photos: [photo('d')] },
  });
  deleteListing(doc, 'shelved', { base: 1, at: 2003 });
  return doc;
}

const value = letrec<{ any: unknown }>((tie) => ({
  any: oneof(
    // With what stands in it at the deepest, still a value that a document may hold.
    { depthSize: 'small', maxDepth: limits.valueMaxDepth - 2, withCrossShrink: true },
    string({ unit: 'grapheme' }),
    constantFrom(null, true, Number.NaN, Number.NEGATIVE_INFINITY, 0.5),
    array(tie('any'), { maxLength: 3 }),
    dictionary(constantFrom('a', 'b', '$text', '$map', '$bytes'), tie('any'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    constant({ deep: [Uint8Array.of(1, 2), 12n] }),
  ),
})).any;

const listOf = (items: unknown[]) => {
  const list = new Y.Array<unknown>();
  list.push(items);
  return list;
};
const shared = oneof(
  string().map((text) => () => new Y.Text(text)),
  array(value, { maxLength: 3 }).map((items) => () => listOf(items)),
  dictionary(constantFrom('k', '$plain', 'description'), value, { maxKeys: 2, noNullPrototype: true }).map(
    (entries) => () => new Y.Map(Object.entries(entries)),
  ),
  value.map((plain) => () => plain),
);
const anyListing = dictionary(
  constantFrom('title', 'description', 'photos', 'removedPhotos', '$wish', 'x'),
  shared,
).map((keys) => () => new Y.Map(Object.entries(keys).map(([key, make]) => [key, make()])));

test('[X1] whatever a closet may hold comes out of the file with the same canonical JSON', () => {
  const listings = dictionary(stringMatching(/^[a-z$]{1,5}$/), oneof(anyListing, shared), {
    maxKeys: 4,
    noNullPrototype: true,
  });
  assert(
    property(listings, (made) => {
      const closet = new Y.Doc();
      for (const [id, make] of Object.entries(made)) closet.getMap('listings').set(id, make());
      const text = takeOut(closet, 'closet');
      const empty = new Y.Doc();
      bringInCloset(read(text), empty, true);
      expect(canonicalJson(empty)).toBe(canonicalJson(closet));
      expect(takeOut(empty, 'closet')).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test('[X1] what is written with a mark may stand as deep as any other value', () => {
  const nested = (leaf: unknown): unknown =>
    Array.from({ length: limits.valueMaxDepth }).reduce((inner) => [inner], leaf);
  for (const leaf of ['text', Number.NaN, 12n, Uint8Array.of(1, 2)]) {
    const closet = new Y.Doc();
    closet.getMap('listings').set('deep', nested(leaf));
    const empty = new Y.Doc();
    bringInCloset(read(takeOut(closet, 'closet')), empty, true);
    expect(canonicalJson(empty)).toBe(canonicalJson(closet));
    closet.getMap('listings').set('deeper', [nested(leaf)]);
    expect(readTakenOut(takeOut(closet, 'closet'), 'closet', limits)).toBeNull();
  }
});

test('[X1] two devices that hold the same write the same text', () => {
  const one = closetOfFour();
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
  setField(other, 'draft', 'title', 'Coat', 3000);
  createListing(other, { id: 'a-later-one', at: 3000, currency: 'USD' });
  createListing(one, { id: 'b-later-one', at: 3000, currency: 'USD' });
  setField(one, 'hangs', 'title', 'Scarf', 3000);
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
  expect(takeOut(one, 'closet')).toBe(takeOut(other, 'closet'));
});

describe('coming into a closet', () => {
  test('[X2] only what is not there is added, and what is there stays as it is', () => {
    const mine = new Y.Doc();
    createListing(mine, { id: 'draft', at: 1, currency: 'EUR' });
    const before = readListing(mine, 'draft');
    expect(bringInCloset(read(takeOut(closetOfFour(), 'closet')), mine, true).sort()).toEqual([
      'gone',
      'hangs',
      'shelved',
    ]);
    expect(readListing(mine, 'draft')).toEqual(before);
    expect(bringInCloset(closetOfFour(), mine, true)).toEqual([]);
  });

  test('[X3] without a word that it hangs, nothing that comes in wishes to be listed, and all else is the same', () => {
    const from = closetOfFour();
    const mine = new Y.Doc();
    bringInCloset(read(takeOut(from, 'closet')), mine, false);
    const wished = listListings(mine).map(({ id, wish }) => [id, wish?.want]);
    expect(new Map(wished as [string, string][])).toEqual(
      new Map<string, string | undefined>([
        ['draft', undefined],
        ['hangs', undefined],
        ['gone', 'sold'],
        ['shelved', 'removed'],
      ]),
    );
    const { wish, ...hangs } = readListing(from, 'hangs')!;
    expect(wish?.want).toBe('listed');
    expect(readListing(mine, 'hangs')).toEqual(hangs);
  });

  test('it comes as one edit, which other devices take whole', () => {
    const mine = new Y.Doc();
    let updates = 0;
    mine.on('update', () => (updates += 1));
    bringInCloset(closetOfFour(), mine, false);
    expect(updates).toBe(1);
  });
});

test('[X2] of an account only what it has not written itself comes in, and all of it can be taken back', () => {
  const from = new Y.Doc();
  setProfileField(from, 'name', 'Sara');
  setProfileField(from, 'city', 'Shiraz');
  setLike(from, 'liked', 5);
  from.getMap('preferences').set('sizes', { region: 'eu' });
  from.getMap('outbox').set('intent', { type: 'offer' });
  const account = new Y.Doc();
  setProfileField(account, 'name', 'Sara M.');
  const before = canonicalJson(account);

  const brought = bringInAccount(read(takeOut(from, 'account'), 'account'), account);
  expect(readProfile(account)).toEqual({ name: 'Sara M.', city: 'Shiraz' });
  expect([...readLikes(account)]).toEqual([['liked', 5]]);
  expect(account.getMap('preferences').toJSON()).toEqual({ sizes: { region: 'eu' } });
  expect(account.getMap('outbox').size).toBe(0);
  takeBackAccount(account, brought);
  expect(canonicalJson(account)).toBe(before);
});

test('every photo a listing could need again is named, once', () => {
  const ids = photosNamed(listListings(closetOfFour()), photo('e')).map(({ id }) => id[0]);
  expect(ids.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('a document weighs its bytes and its parts', () => {
  const { bytes, structs } = documentWeight(closetOfFour());
  expect(bytes).toBeGreaterThan(500);
  expect(structs).toBeGreaterThan(20);
});

for (const [what, json] of [
  ['no JSON', '{'],
  ['a list', '[]'],
  ['a root that is no map', '{"listings":[]}'],
  ['a description that is no text', '{"listings":{"a":{"description":4}}}'],
  ['photos that are no list', '{"listings":{"a":{"photos":{}}}}'],
  ['a mark nobody wrote', '{"listings":{"a":{"x":{"$date":4}}}}'],
  ['a mark among others', '{"listings":{"a":{"x":{"$text":"a","b":1}}}}'],
  ['bytes where a document has none', '{"listings":{"a":{"x":{"$bytes":[1]}}}}'],
  ['the name of a prototype', '{"listings":{"a":{"__proto__":1}}}'],
  ['the name of a prototype in a value', '{"listings":{"a":{"x":{"__proto__":1}}}}'],
  ['a name too long', `{"listings":{"${'a'.repeat(101)}":{}}}`],
  ['a value too large', `{"listings":{"a":{"x":"${'a'.repeat(10_001)}"}}}`],
  ['a value too deep', `{"listings":{"a":{"x":${'['.repeat(9)}${']'.repeat(9)}}}}`],
  ['a big integer where a document has none', '{"listings":{"a":{"photos":[{"$bigint":"1"}]}}}'],
  ['types too deep', `{"listings":{"a":${'{"$map":{"x":'.repeat(10)}1${'}}'.repeat(10)}}}`],
] as const)
  test(`[X5] a file with ${what} is not read`, () => {
    expect(readTakenOut(json, 'closet', limits)).toBeNull();
  });
