import { documentKinds } from '@komod/domain/document-name';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { setLike, setProfileField } from './account.ts';
import {
  addPhoto,
  createListing,
  deleteListing,
  editDescription,
  inOneEdit,
  makeWish,
  movePhoto,
  purgeListing,
  readListing,
  restoreListing,
  setField,
} from './closet.ts';
import { asksForProjection, changedListings } from './transaction-changes.ts';

const at = 1000;
const photo = (letter: string) => ({ id: letter.repeat(64), width: 3, height: 4, thumbhash: 'x' });
const removed = { want: 'removed', base: 1, at } as const;

/** What another replica, which never asked for a root by its name, hears of an edit. */
function hear(change: (doc: Y.Doc) => void, before: (doc: Y.Doc) => void = () => {}) {
  const doc = new Y.Doc();
  before(doc);
  const replica = new Y.Doc();
  Y.applyUpdate(replica, Y.encodeStateAsUpdate(doc));
  const heard: { asks: { closet: boolean; account: boolean }; listings: string[] }[] = [];
  replica.on('afterTransaction', (transaction: Y.Transaction) => {
    const asks = {
      closet: asksForProjection.closet(transaction),
      account: asksForProjection.account(transaction),
    };
    heard.push({ asks, listings: [...new Set(changedListings(transaction))] });
  });
  doc.on('update', (update: Uint8Array) => Y.applyUpdate(replica, update));
  inOneEdit(doc, change);
  expect(heard).toHaveLength(1);
  return heard[0]!;
}

const withCoat = (doc: Y.Doc): void => {
  createListing(doc, { id: 'coat', at, currency: 'USD' });
  setField(doc, 'coat', 'title', 'Coat', at);
  addPhoto(doc, 'coat', photo('a'), at);
  addPhoto(doc, 'coat', photo('b'), at);
};
const withWish = (doc: Y.Doc): void => {
  withCoat(doc);
  makeWish(doc, 'coat', removed);
};

test.for<[string, (doc: Y.Doc) => void]>([
  ['a value', (doc) => setField(doc, 'coat', 'price', 4000, at)],
  ['a key in a text', (doc) => editDescription(doc, 'coat', 'Warm', at)],
  ['a photo', (doc) => addPhoto(doc, 'coat', photo('c'), at)],
  ['a photo that moves', (doc) => movePhoto(doc, 'coat', photo('b').id, 0, at)],
])('%s of a draft asks for nothing, and names its listing', ([, change]) => {
  expect(hear(change, withCoat)).toEqual({ asks: { closet: false, account: false }, listings: ['coat'] });
});

test.for<[string, (doc: Y.Doc) => void]>([
  ['a wish', (doc) => makeWish(doc, 'coat', { ...removed, at: at + 1 })],
  ['a deletion', (doc) => deleteListing(doc, 'coat', { base: 1, at })],
  ['a deletion for good', (doc) => purgeListing(doc, 'coat')],
  ['a wish taken back', (doc) => restoreListing(doc, 'coat', { deletedAt: undefined, wish: undefined }, at)],
  ['a listing put in its place', (doc) => doc.getMap('listings').set('coat', new Y.Map())],
])('%s asks for a projection', ([, change]) => {
  expect(hear(change, withWish)).toEqual({ asks: { closet: true, account: false }, listings: ['coat'] });
});

test('a listing that comes with its wish asks, on a replica that held nothing', () => {
  expect(hear(withWish)).toEqual({ asks: { closet: true, account: false }, listings: ['coat'] });
});

test('of an account its profile asks, nothing else', () => {
  const name = (doc: Y.Doc) => setProfileField(doc, 'name', 'Sara');
  expect(hear(name).asks).toEqual({ closet: false, account: true });
  expect(hear(name, withWish).asks).toEqual({ closet: false, account: true });
  const like = (doc: Y.Doc) => setLike(doc, 'coat', at);
  expect(hear(like)).toEqual({ asks: { closet: false, account: false }, listings: [] });
});

test('what the server writes asks for nothing', () => {
  const doc = new Y.Doc();
  const asked: boolean[] = [];
  doc.on('afterTransaction', (transaction: Y.Transaction) =>
    asked.push(...documentKinds.slice(2).map((kind) => asksForProjection[kind](transaction))),
  );
  doc.getMap('listings').set('coat', { state: 'live' });
  expect(asked).toEqual([false, false]);
  expect(readListing(doc, 'coat')).toBeNull();
});
