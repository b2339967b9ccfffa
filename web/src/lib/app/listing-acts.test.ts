import {
  addPhoto,
  createListing,
  editDescription,
  inOneEdit,
  listWishes,
  observeListings,
  readListing,
  setField,
} from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import { makePhotoRef, makePiece } from '@komod/testkit/listing-factory';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  deleting,
  listing,
  perform,
  puttingBack,
  selling,
  takingDown,
  undoTo,
  type Shop,
} from './listing-acts.ts';
import { changePrice, priceRefusals, undoPrice } from './price-change.ts';

/** A closet of complete pieces, `piece-0` and so on; what the shelf says of them is set by hand. */
function shopOf(count: number) {
  const doc = new Y.Doc();
  const marks = new Map<string, ShelfMark>();
  for (let index = 0; index < count; index += 1) {
    const id = `piece-${index}`;
    const piece = makePiece(index, {
      photos: [makePhotoRef(index.toString(16).padStart(64, '0'))],
      price: 4000,
    });
    createListing(doc, { id, at: index, currency: 'USD' });
    for (const field of ['title', 'price', 'category', 'size', 'brand', 'colours', 'condition'] as const)
      setField(doc, id, field, piece[field], index);
    editDescription(doc, id, piece.description, index);
    for (const photo of piece.photos) addPhoto(doc, id, photo, index);
  }
  const shop: Shop = {
    closet: {
      draft: (id) => readListing(doc, id),
      edit: (_id, change) => change(doc),
      editTogether: (_ids, change) => inOneEdit(doc, change),
    },
    mark: (id) => marks.get(id) ?? null,
  };
  const draft = (index: number): ListingDraft => readListing(doc, `piece-${index}`)!;
  const drafts = (): ListingDraft[] => Array.from({ length: count }, (_, index) => draft(index));
  /** The server took what stands there. */
  const answer = (state: ShelfMark['state'] = 'live', more: Partial<ShelfMark> = {}) => {
    for (const { id, wish } of drafts())
      if (wish) marks.set(id, { state, version: 1, at: 1, wishAt: wish.at, ...more });
  };
  return { doc, shop, draft, drafts, answer };
}

const states = (drafts: readonly ListingDraft[]) =>
  drafts.map(({ wish, deletedAt }) => [wish?.want, deletedAt !== undefined]);

test(
  'one act on five hundred pieces is one edit, and one Undo brings all of them back',
  { timeout: 60_000 },
  () => {
    const { doc, shop, drafts, answer } = shopOf(500);
    perform(shop, drafts(), listing);
    answer();
    const before = drafts();
    const heard: number[] = [];
    let updates = 0;
    observeListings(doc, (changed) => heard.push(changed.size));
    doc.on('update', () => (updates += 1));

    const { done } = perform(shop, before, takingDown);
    expect([heard, updates, done.length]).toEqual([[500], 1, 500]);
    expect(new Set([...listWishes(doc).values()].map((wish) => (wish as { want: string }).want))).toEqual(
      new Set(['removed']),
    );

    undoTo(shop, done);
    expect([heard, updates]).toEqual([[500, 500], 2]);
    for (const [index, draft] of drafts().entries()) {
      const was = before[index]?.wish;
      expect(draft.wish).toMatchObject({ want: 'listed', piece: was?.want === 'listed' && was.piece });
      expect(draft.wish!.at).toBeGreaterThan(was!.at);
    }
  },
);

test('a piece that is not ready is skipped, and no other', () => {
  const { doc, shop, drafts } = shopOf(3);
  setField(doc, 'piece-1', 'size', undefined, 9);
  const { done, skipped } = perform(shop, drafts(), listing);
  expect(done.map(({ id }) => id)).toEqual(['piece-0', 'piece-2']);
  expect(skipped.map(({ id }) => id)).toEqual(['piece-1']);
  undoTo(shop, done);
  expect(listWishes(doc).size).toBe(0);
});

test.each([
  ['Mark sold', selling, 'sold', false],
  ['Take down', takingDown, 'removed', false],
  ['Delete', deleting, 'removed', true],
] as const)('%s can be undone, and what was undone be done again', (_name, deed, want, isDeleted) => {
  const { shop, draft, drafts, answer } = shopOf(1);
  perform(shop, drafts(), listing);
  answer();
  for (let round = 0; round < 2; round += 1) {
    const { done } = perform(shop, drafts(), deed);
    expect(states(drafts())).toEqual([[want, isDeleted]]);
    undoTo(shop, done);
    expect(states(drafts())).toEqual([['listed', false]]);
    expect(draft(0).title).toBe(done[0]?.title);
  }
});

test('a draft comes back from the Removed shelf as a draft, a pressed piece goes to the feed again', () => {
  const { shop, drafts, answer } = shopOf(2);
  perform(shop, drafts().slice(0, 1), listing);
  answer();
  perform(shop, drafts(), deleting);
  expect(states(drafts())).toEqual([
    ['removed', true],
    [undefined, true],
  ]);
  const { done } = perform(shop, drafts(), puttingBack);
  expect(states(drafts())).toEqual([
    ['listed', false],
    [undefined, false],
  ]);
  undoTo(shop, done);
  expect(states(drafts())).toEqual([
    ['removed', true],
    [undefined, true],
  ]);
});

test.each([
  ['sold', selling, { want: 'sold' }],
  ['taken down', takingDown, { want: 'removed' }],
] as const)('what was %s before Delete is that again, and is not listed', (_name, deed, wish) => {
  const { shop, drafts, answer } = shopOf(1);
  perform(shop, drafts(), listing);
  answer();
  perform(shop, drafts(), deed);
  answer(wish.want);
  perform(shop, drafts(), deleting);
  answer('removed');
  const deleted = drafts();
  const { done } = perform(shop, deleted, puttingBack);
  expect(states(drafts())).toEqual([[wish.want, false]]);
  undoTo(shop, done);
  expect(drafts()[0]?.wishBefore).toMatchObject(wish);
  perform(shop, drafts(), puttingBack);
  expect(states(drafts())).toEqual([[wish.want, false]]);
  // Listing it is a press of its own.
  perform(shop, drafts(), puttingBack);
  expect(states(drafts())).toEqual([['listed', false]]);
});

test('a live piece comes back from the Removed shelf as shoppers saw it, unfinished changes stay with the seller', () => {
  const { doc, shop, draft, drafts, answer } = shopOf(1);
  perform(shop, drafts(), listing);
  answer();
  const { title } = draft(0);
  setField(doc, 'piece-0', 'title', '', 9);
  perform(shop, drafts(), deleting);
  answer('removed');
  expect(perform(shop, drafts(), puttingBack).done).toHaveLength(1);
  expect(draft(0)).toMatchObject({ title: '', wish: { want: 'listed', piece: { title } } });
});

test('a piece that an older app deleted comes off the shelf and no further', () => {
  const { doc, shop, drafts, answer } = shopOf(1);
  perform(shop, drafts(), listing);
  answer();
  perform(shop, drafts(), deleting);
  (doc.getMap('listings').get('piece-0') as Y.Map<unknown>).delete('wishBefore');
  perform(shop, drafts(), puttingBack);
  expect(states(drafts())).toEqual([['removed', false]]);
});

test('Change price of a live piece sends the price alone, and keeps what was typed besides', () => {
  const { doc, shop, draft, drafts, answer } = shopOf(1);
  perform(shop, drafts(), listing);
  answer();
  const { title } = draft(0);
  setField(doc, 'piece-0', 'title', 'Half a tit', 9);
  const before = draft(0);
  expect(changePrice(shop, before, 3500)).toBe('out');
  expect(draft(0).wish).toMatchObject({ want: 'listed', base: 1, piece: { title, price: 3500 } });
  expect(draft(0)).toMatchObject({ title: 'Half a tit', price: 3500 });
  undoPrice(shop, before);
  expect(draft(0).wish).toMatchObject({ want: 'listed', piece: { title, price: 4000 } });
  expect(draft(0)).toMatchObject({ title: 'Half a tit', price: 4000 });
});

test('Change price of a draft presses nothing', () => {
  const { shop, draft } = shopOf(1);
  expect(changePrice(shop, draft(0), 3500)).toBe('kept');
  expect(draft(0)).toMatchObject({ price: 3500 });
  expect(draft(0).wish).toBeUndefined();
});

test('a price that mends a refused first press is pressed; on a refused update the seller looks first', () => {
  const { doc, shop, draft, drafts, answer } = shopOf(1);
  perform(shop, drafts(), listing);
  answer('refused', { version: 0, reasons: [{ field: 'price', code: 'below-minimum' }] });
  expect(changePrice(shop, draft(0), 3500)).toBe('out');
  answer('live', { reasons: [{ field: 'title', code: 'changed-elsewhere' }] });
  const { wish } = draft(0);
  setField(doc, 'piece-0', 'title', 'Mine', 9);
  expect(changePrice(shop, draft(0), 3000)).toBe('needs-editor');
  expect(draft(0)).toMatchObject({ price: 3000, wish });
});

test('Change price does not press what another client pressed without a field', () => {
  const { doc, shop, draft, drafts, answer } = shopOf(1);
  perform(shop, drafts(), listing);
  const pressed = doc.getMap<Y.Map<unknown>>('listings').get('piece-0')!;
  const { piece, ...wish } = pressed.get('wish') as { piece: object };
  pressed.set('wish', { ...wish, piece: { ...piece, condition: 'mint' } });
  answer('refused', { version: 0, reasons: [{ field: 'condition', code: 'unknown' }] });
  expect(changePrice(shop, draft(0), 3500)).toBe('needs-editor');
});

test('a price below the least, or not below what was paid, is said and not taken', () => {
  const { doc, shop, draft, drafts } = shopOf(1);
  expect(priceRefusals(shop, draft(0), 100)).toEqual([{ field: 'price', code: 'below-minimum' }]);
  setField(doc, 'piece-0', 'originalPrice', 9000, 9);
  perform(shop, drafts(), listing);
  expect(priceRefusals(shop, draft(0), 9500)).toEqual([{ field: 'originalPrice', code: 'not-above-price' }]);
  expect(priceRefusals(shop, draft(0), 8000)).toEqual([]);
});
