import { createListing, makeWish, readListing, setField } from '@komod/documents/closet';
import type { ListingPage } from '@komod/domain/catalog-entry';
import type { Piece } from '@komod/domain/piece';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import { makePhotoRef, makePiece } from '@komod/testkit/listing-factory';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { CatalogAnswer } from '#lib/platform/catalog-client.ts';
import { canDiscard, discardToLive } from './discard-changes.ts';
import type { Shop } from './listing-acts.ts';

const live = makePiece(1, { title: 'Linen blazer', price: 4000, photos: [makePhotoRef('a'.repeat(64))] });
const refused = { ...live, title: 'Linen', price: 1, photos: [makePhotoRef('b'.repeat(64))] };
const refusedMark: ShelfMark = {
  state: 'live',
  version: 3,
  at: 9,
  wishAt: 20,
  reasons: [{ field: 'price', code: 'below-minimum' }],
};
const page = (piece: Piece, more: Partial<ListingPage> = {}): CatalogAnswer<ListingPage> => ({
  kind: 'answer',
  keptAt: null,
  value: {
    ...piece,
    id: 'one',
    version: 3,
    state: 'live',
    cover: piece.photos[0]!,
    seller: { handle: 'sara', name: 'Sara' },
    publishedAt: 1,
    ...more,
  },
});

/** A closet with one listing whose last press carried `pressed`, and the mark the shelf has of it. */
function shopWith(pressed: Piece, mark: ShelfMark) {
  const doc = new Y.Doc();
  createListing(doc, { id: 'one', at: 1, currency: 'USD' });
  for (const field of ['title', 'price', 'category', 'size', 'brand', 'colours', 'condition'] as const)
    setField(doc, 'one', field, pressed[field], 2);
  makeWish(doc, 'one', { want: 'listed', base: 3, at: 20, piece: pressed });
  const closet = {
    draft: (id: string) => readListing(doc, id),
    edit: <T>(_id: string, change: (doc: Y.Doc) => T): T => change(doc),
    editTogether: <T>(_ids: readonly string[], change: (doc: Y.Doc) => T): T => change(doc),
  };
  const shop = { closet, mark: () => mark } as unknown as Shop;
  const draft = () => readListing(doc, 'one')!;
  return { shop, doc, draft };
}

test('after a refused update what is live comes from the server, and is wished again', async () => {
  const { shop, draft } = shopWith(refused, refusedMark);
  expect(canDiscard(draft(), refusedMark)).toBe(true);
  expect(await discardToLive(shop, draft(), async () => page(live))).toBe('discarded');
  const { title, price, description, photos, wish } = draft();
  expect({ title, price, description, photos }).toMatchObject({
    title: 'Linen blazer',
    price: 4000,
    description: live.description,
    photos: live.photos,
  });
  expect(wish).toMatchObject({ want: 'listed', base: 3, piece: live });
  expect(wish!.at).toBeGreaterThan(20);
  // Answered: nothing is left to go back from.
  const { reasons: _reasons, ...accepted } = { ...refusedMark, wishAt: wish!.at };
  expect(canDiscard(draft(), accepted)).toBe(false);
});

test('without a fresh answer everything stays as it is', async () => {
  const { shop, doc, draft } = shopWith(refused, refusedMark);
  const before = Y.encodeStateVector(doc);
  const kept = { ...page(live), keptAt: 5 } as CatalogAnswer<ListingPage>;
  expect(await discardToLive(shop, draft(), async () => ({ kind: 'unreachable' }))).toBe('needs-connection');
  expect(await discardToLive(shop, draft(), async () => kept)).toBe('needs-connection');
  expect(
    await discardToLive(shop, draft(), async () => ({
      kind: 'refused',
      status: 410,
      code: 'listing.removed',
    })),
  ).toBe('not-live');
  expect(await discardToLive(shop, draft(), async () => page(live, { state: 'sold' }))).toBe('not-live');
  expect(Y.encodeStateVector(doc)).toEqual(before);
});

test('what was pressed while the server was asked stays', async () => {
  const { shop, doc, draft } = shopWith(refused, refusedMark);
  const pressed = { ...live, price: 4500 };
  const answer = await discardToLive(shop, draft(), async () => {
    makeWish(doc, 'one', { want: 'listed', base: 3, at: 30, piece: pressed });
    return page(live);
  });
  expect([answer, draft().wish?.at, draft().title]).toEqual(['overtaken', 30, 'Linen']);
});

test('after an accepted press the device itself knows what is live, and asks nobody', async () => {
  const accepted: ShelfMark = { state: 'live', version: 3, at: 9, wishAt: 20 };
  const { shop, doc, draft } = shopWith(live, accepted);
  setField(doc, 'one', 'price', 4, 30);
  expect(canDiscard(draft(), accepted)).toBe(true);
  const ask = () => Promise.reject(new Error('nobody is asked'));
  expect(await discardToLive(shop, draft(), ask)).toBe('discarded');
  expect([draft().price, draft().wish?.at]).toEqual([4000, 20]);
});

test('nothing can be discarded while a press has no final answer', () => {
  const { doc, draft } = shopWith(refused, refusedMark);
  setField(doc, 'one', 'price', 4, 30);
  expect(canDiscard(draft(), { ...refusedMark, wishAt: 19 })).toBe(false);
  expect(canDiscard(draft(), { state: 'live', version: 3, at: 9, wishAt: 20, missing: ['x'] })).toBe(false);
  expect(canDiscard(draft(), { ...refusedMark, state: 'refused', version: 0 })).toBe(false);
  expect(canDiscard(draft(), null)).toBe(false);
});
