import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { observeAccount, readLikes, readProfile, removeLike, setLike, setProfileField } from './account.ts';
import { canonicalJson } from './canonical-json.ts';
import { carryOver, carryOverAccount } from './carry-over.ts';
import {
  addPhoto,
  createListing,
  editDescription,
  listListings,
  makeWish,
  readListing,
  setField,
} from './closet.ts';

describe('an account', () => {
  test('keeps a profile and likes, each like once', () => {
    const doc = new Y.Doc();
    const heard: string[] = [];
    const end = observeAccount(doc, (changed) => heard.push([...changed].join()));
    setProfileField(doc, 'name', 'Sara');
    setProfileField(doc, 'name', 'Sara');
    setLike(doc, 'one', 5);
    setLike(doc, 'one', 6);
    setLike(doc, 'two', 7);
    removeLike(doc, 'two');
    setProfileField(doc, 'bio', undefined);
    doc.getMap('other').set('x', 1);
    end();
    expect(heard).toEqual(['profile', 'likes', 'likes', 'likes']);
    expect([readProfile(doc), readLikes(doc)]).toEqual([{ name: 'Sara' }, new Map([['one', 5]])]);
  });

  test('reads what fits and leaves the rest', () => {
    const doc = new Y.Doc();
    const profile = doc.getMap<unknown>('profile');
    for (const [key, value] of Object.entries({
      name: 7,
      bio: new Y.Text('x'),
      city: 'Yazd',
      locale: 'de',
      avatar: 'x',
    }))
      profile.set(key, value);
    const likes = doc.getMap<unknown>('likes');
    for (const [key, value] of Object.entries({ one: 7, two: null, three: { at: 'x' }, 'a b': { at: 1 } }))
      likes.set(key, value);
    expect([readProfile(doc), readLikes(doc).size]).toEqual([{ city: 'Yazd' }, 0]);
  });
});

describe('carrying a guest over', () => {
  const guest = (): Y.Doc => {
    const doc = new Y.Doc();
    createListing(doc, { id: 'one', at: 1, currency: 'USD' });
    setField(doc, 'one', 'title', 'Blazer', 2);
    editDescription(doc, 'one', 'Wool', 3);
    addPhoto(doc, 'one', { id: 'a'.repeat(64), width: 3, height: 4, thumbhash: '' }, 4);
    makeWish(doc, 'one', { want: 'removed', base: null, at: 5 });
    return doc;
  };

  test('brings every listing along with its wish, beside those of the account', () => {
    const from = guest();
    const closet = new Y.Doc();
    createListing(closet, { id: 'two', at: 9, currency: 'USD' });
    carryOver(from, closet);
    expect(listListings(closet).map(({ id }) => id)).toEqual(['two', 'one']);
    expect(readListing(closet, 'one')).toEqual(readListing(from, 'one'));
  });

  test('twice changes nothing, also after the account went on', () => {
    const from = guest();
    const closet = new Y.Doc();
    carryOver(from, closet);
    setField(closet, 'one', 'title', 'Theory blazer', 20_000);
    const before = canonicalJson(closet);
    let updates = 0;
    closet.on('update', () => (updates += 1));
    carryOver(from, closet);
    expect([canonicalJson(closet), updates]).toEqual([before, 0]);
  });

  test("the account's own profile wins, likes add up", () => {
    const from = new Y.Doc();
    setProfileField(from, 'name', 'Guest');
    setProfileField(from, 'locale', 'fa');
    setLike(from, 'one', 1);
    setLike(from, 'two', 2);
    const account = new Y.Doc();
    setProfileField(account, 'name', 'Sara');
    setLike(account, 'one', 9);
    carryOverAccount(from, account);
    expect(readProfile(account)).toEqual({ name: 'Sara', locale: 'fa' });
    expect(readLikes(account)).toEqual(
      new Map([
        ['one', 9],
        ['two', 2],
      ]),
    );
  });
});

describe('canonical JSON', () => {
  test('is the same for the same content, whatever its history and whoever looked at it', () => {
    const one = new Y.Doc();
    one.getMap('m').set('b', { y: 1, x: [1, { d: 1, c: 2 }] });
    one.getMap('m').set('a', new Y.Text('hi'));
    one.getMap('nothing here');
    const other = new Y.Doc();
    other.getMap('m').set('a', 'old');
    other.getMap('m').set('a', new Y.Text('hi'));
    other.getMap('m').set('b', { x: [1, { c: 2, d: 1 }], y: 1 });
    expect(canonicalJson(one)).toBe(canonicalJson(other));
    const unread = new Y.Doc();
    Y.applyUpdate(unread, Y.encodeStateAsUpdate(one));
    expect(canonicalJson(unread)).toBe(canonicalJson(one));
  });

  test('tells apart what JSON alone would not', () => {
    const of = (value: unknown): string => {
      const doc = new Y.Doc();
      doc.getMap('m').set('k', value);
      return canonicalJson(doc);
    };
    const values = [
      null,
      'x',
      new Y.Text('x'),
      new Uint8Array([1]),
      [1],
      { 0: 1 },
      [],
      {},
      Infinity,
      new Y.Map(),
    ];
    const texts = values.map(of);
    // Only an empty map is the same, as JSON and as a type of its own.
    expect(new Set(texts).size).toBe(values.length - 1);
  });
});
