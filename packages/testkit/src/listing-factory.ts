import type { Piece, PhotoRef } from '@komod/domain/piece';
import * as Y from 'yjs';
import { seededRandom } from './seeded-random.ts';

const titles = ['Linen blazer', 'Wool coat', 'Silk shirt', 'Denim jacket', 'Pleated skirt', 'Knit cardigan'];
const brands = ['Theory', 'Zara', 'Arket', null];

/** A piece that every rule accepts, once its photos are on the server. The same seed gives the same piece. */
export function makePiece(seed: number, change: Partial<Piece> = {}): Piece {
  const random = seededRandom(seed);
  return {
    title: `${random.pick(titles)} ${seed}`,
    description: 'Worn twice, no flaws.',
    category: 'women.jackets.blazers',
    size: 'one-size',
    brand: random.pick(brands),
    colours: ['black'],
    condition: 'like-new',
    price: random.between(10, 200) * 100,
    currency: 'USD',
    photos: [],
    ...change,
  };
}

/** How a photo stands in documents. */
export const makePhotoRef = (id: string): PhotoRef => ({ id, width: 1200, height: 1600, thumbhash: '' });

/** Writes a listing by the keys of the design with plain Yjs, in one transaction, as any other client may. */
export function writeDraft(doc: Y.Doc, listingId: string, piece: Piece, at: number): void {
  doc.transact(() => {
    const { description, photos, ...plain } = piece;
    const listing = new Y.Map<unknown>();
    for (const [key, value] of Object.entries(plain)) listing.set(key, value);
    listing.set('description', new Y.Text(description));
    listing.set('photos', Y.Array.from(photos));
    listing.set('createdAt', at);
    listing.set('updatedAt', at);
    doc.getMap('listings').set(listingId, listing);
  });
}

/** Presses *List it* or *Update listing*: the wish is one immutable JSON value. */
export function writeWish(
  doc: Y.Doc,
  listingId: string,
  piece: Piece,
  base: number | null,
  at: number,
): void {
  const listing = doc.getMap<Y.Map<unknown>>('listings').get(listingId);
  if (!listing) throw new Error(`no listing ${listingId}`);
  listing.set('wish', { want: 'listed', base, at, piece });
}
