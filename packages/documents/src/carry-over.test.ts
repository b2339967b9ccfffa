import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { setLike, setProfileField } from './account.ts';
import { canonicalJson } from './canonical-json.ts';
import { carryOver, carryOverAccount } from './carry-over.ts';
import {
  addPhoto,
  createListing,
  deleteListing,
  editDescription,
  makeWish,
  movePhoto,
  purgeListing,
  removePhoto,
  setField,
} from './closet.ts';

const photo = (id: string) => ({ id: id.repeat(64), width: 3, height: 4, thumbhash: '' });
const listingId = fc.constantFrom('one', 'two', 'three');
const letter = fc.constantFrom('a', 'b', 'c');

/** What a seller does next. */
const act = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), id: listingId }),
  fc.record({ kind: fc.constant('title' as const), id: listingId, text: fc.string({ maxLength: 5 }) }),
  fc.record({ kind: fc.constant('description' as const), id: listingId, text: fc.string({ maxLength: 9 }) }),
  fc.record({ kind: fc.constant('photo' as const), id: listingId, letter }),
  fc.record({ kind: fc.constant('move' as const), id: listingId, letter }),
  fc.record({ kind: fc.constant('drop' as const), id: listingId, letter }),
  fc.record({ kind: fc.constant('wish' as const), id: listingId }),
  fc.record({ kind: fc.constant('delete' as const), id: listingId }),
  fc.record({ kind: fc.constant('purge' as const), id: listingId }),
);
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never;

function perform(doc: Y.Doc, done: Act, at: number): void {
  const { id } = done;
  if (done.kind === 'create') createListing(doc, { id, at, currency: 'USD' });
  else if (done.kind === 'title') setField(doc, id, 'title', done.text, at);
  else if (done.kind === 'description') editDescription(doc, id, done.text, at);
  else if (done.kind === 'photo') addPhoto(doc, id, photo(done.letter), at);
  else if (done.kind === 'move') movePhoto(doc, id, photo(done.letter).id, 0, at);
  else if (done.kind === 'drop') removePhoto(doc, id, photo(done.letter).id, at);
  else if (done.kind === 'wish') makeWish(doc, id, { want: 'removed', base: null, at });
  else if (done.kind === 'delete') deleteListing(doc, id, { base: null, at });
  else purgeListing(doc, id);
}

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};

test('a closet carried twice, whatever happened in between, is the closet carried once', () => {
  fc.assert(
    fc.property(
      fc.array(act, { maxLength: 12 }),
      fc.array(act, { maxLength: 6 }),
      fc.array(act, { maxLength: 6 }),
      (made, before, after) => {
        const [guest, closet] = [new Y.Doc(), new Y.Doc()];
        made.forEach((each, at) => perform(guest, each, at));
        before.forEach((each, at) => perform(closet, each, at));
        const wasNew = canonicalJson(copyOf(closet));
        const isNew = carryOver(guest, closet);
        if (!isNew) expect(canonicalJson(closet)).toBe(wasNew);
        after.forEach((each, at) => perform(closet, each, 100_000 + at));
        const once = canonicalJson(closet);
        expect(carryOver(guest, closet)).toBe(false);
        expect(canonicalJson(closet)).toBe(once);
      },
    ),
  );
});

test('two devices that both carry the same guest’s closet have one closet', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 12 }), fc.array(act, { maxLength: 6 }), (made, before) => {
      const [guest, phone] = [new Y.Doc(), new Y.Doc()];
      made.forEach((each, at) => perform(guest, each, at));
      before.forEach((each, at) => perform(phone, each, at));
      const laptop = copyOf(phone);
      carryOver(guest, phone);
      carryOver(copyOf(guest), laptop);
      expect(canonicalJson(laptop)).toBe(canonicalJson(phone));
    }),
  );
});

test('of a profile only the gaps are filled, likes are joined, and twice is once', () => {
  const text = fc.option(fc.string({ minLength: 1, maxLength: 5 }), { nil: undefined });
  const side = fc.record({ name: text, bio: text, city: text, likes: fc.uniqueArray(listingId) });
  fc.assert(
    fc.property(side, side, (made, own) => {
      const [guest, account] = [new Y.Doc(), new Y.Doc()];
      for (const [doc, given, at] of [[guest, made, 1] as const, [account, own, 2] as const]) {
        for (const field of ['name', 'bio', 'city'] as const) setProfileField(doc, field, given[field]);
        for (const id of given.likes) setLike(doc, id, at);
      }
      carryOverAccount(guest, account);
      const once = canonicalJson(account);
      const expected = new Y.Doc();
      for (const field of ['name', 'bio', 'city'] as const)
        setProfileField(expected, field, own[field] ?? made[field]);
      for (const id of [...own.likes, ...made.likes]) setLike(expected, id, own.likes.includes(id) ? 2 : 1);
      expect(once).toBe(canonicalJson(expected));
      carryOverAccount(guest, account);
      expect(canonicalJson(account)).toBe(once);
    }),
  );
});
