import { createListing, readListing, setField } from '@komod/documents/closet';
import type { FieldRefusal } from '@komod/domain/refusal';
import { makePiece } from '@komod/testkit/listing-factory';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { standingReasons } from './standing-reasons.ts';

/** Another client wrote `wrong` and pressed it; the server answered with a reason for each. */
function refused(wrong: Record<string, unknown>) {
  const doc = new Y.Doc();
  createListing(doc, { id: 'one', at: 1, currency: 'USD' });
  const { description, photos, ...plain } = { ...makePiece(1), ...wrong };
  const listing = doc.getMap<Y.Map<unknown>>('listings').get('one')!;
  for (const [key, value] of Object.entries(plain)) listing.set(key, value);
  listing.set('wish', { want: 'listed', base: null, at: 9, piece: { ...plain, description, photos } });
  const reasons: FieldRefusal[] = Object.keys(wrong).map((field) => ({ field, code: 'unknown' }));
  const fields = () =>
    standingReasons(readListing(doc, 'one')!, {
      state: 'refused',
      version: 0,
      at: 10,
      wishAt: 9,
      reasons,
    }).map(({ field }) => field);
  return { doc, fields };
}

const malformed = {
  title: 7,
  category: null,
  size: {},
  brand: 3,
  colours: 'red',
  condition: 'mint',
  price: 'abc',
};

test('a reason stands beside its field, also when neither copy of the value can be read', () => {
  expect(refused(malformed).fields()).toEqual(Object.keys(malformed));
  expect(refused({ price: 100 }).fields()).toEqual(['price']);
});

test('what was edited since is not judged by the old answer', () => {
  for (const wrong of [malformed, { price: 100, title: '' }]) {
    const { doc, fields } = refused(wrong);
    setField(doc, 'one', 'price', 4000, 11);
    expect(fields()).toEqual(Object.keys(wrong).filter((field) => field !== 'price'));
    setField(doc, 'one', 'price', undefined, 12);
    expect(fields().includes('price')).toBe(wrong === malformed);
  }
});
