import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergePiece, valueOf, withValues } from './merge-piece.ts';
import type { Piece } from './piece.ts';
import { changedFields } from './piece-difference.ts';
import { pieceFields } from './piece-fields.ts';

const photoIds = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
const photo = (id: string) => ({ id, width: 3, height: 4, thumbhash: '' });

/** Few values of each field, so that two sides often agree, often not, and often leave it alone. */
const pieces: fc.Arbitrary<Piece> = fc
  .record({
    title: fc.constantFrom('Blazer', 'Wool blazer', 'Coat'),
    description: fc.constantFrom('', 'Worn twice.', 'Never worn.'),
    category: fc.constantFrom('women.jackets.blazers', 'men.jackets.blazers'),
    size: fc.constantFrom('S', 'M'),
    brand: fc.constantFrom(null, 'Theory', 'Zara'),
    colours: fc.constantFrom<string[]>(['black'], ['black', 'white'], ['white', 'black']),
    condition: fc.constantFrom('good' as const, 'fair' as const),
    price: fc.constantFrom(4000, 4500, 3500),
    originalPrice: fc.constantFrom(undefined, 9000),
    currency: fc.constant('USD'),
    photos: fc.shuffledSubarray(photoIds, { minLength: 1 }).map((ids) => ids.map(photo)),
    measurements: fc.constantFrom(undefined, { chest: '50 cm' }),
    tags: fc.constantFrom<string[] | undefined>(undefined, ['linen']),
  })
  .map(({ originalPrice, measurements, tags, ...piece }) => ({
    ...piece,
    ...(originalPrice !== undefined && { originalPrice }),
    ...(measurements && { measurements }),
    ...(tags && { tags }),
  }));
/** A piece and two others, each of which changed some of its fields. */
const threeSides = fc
  .tuple(pieces, pieces, pieces, fc.subarray([...pieceFields]), fc.subarray([...pieceFields]))
  .map(([base, there, here, changedThere, changedHere]) => {
    const from = (other: Piece, fields: readonly (keyof Piece)[]): Piece =>
      withValues(
        base,
        fields.map((field) => valueOf(other, field)),
      );
    return { base, live: from(there, changedThere), wished: from(here, changedHere) };
  });
const holds = (test_: (sides: { base: Piece; live: Piece; wished: Piece }) => void) =>
  fc.assert(fc.property(threeSides, test_), { numRuns: 500 });

describe('a wish merged into what another press made', () => {
  test('is the wish itself when nothing was changed since, and the live piece when the wish changed nothing', () =>
    holds(({ base, wished, live }) => {
      expect(mergePiece(base, base, wished)).toEqual({ piece: wished, conflicts: [], elsewhere: [] });
      const untouched = mergePiece(base, live, base);
      expect([changedFields(untouched.piece, live), untouched.conflicts]).toEqual([[], []]);
    }));

  test('takes each field from the side that changed it, and conflicts exactly where both made something else of it', () =>
    holds(({ base, live, wished }) => {
      const { piece, conflicts } = mergePiece(base, live, wished);
      const there = changedFields(base, live);
      const here = changedFields(base, wished);
      const different = changedFields(live, wished);
      for (const field of pieceFields) {
        const isContested = there.includes(field) && here.includes(field) && different.includes(field);
        expect(conflicts.includes(field)).toBe(isContested);
        const side = isContested || there.includes(field) ? live : wished;
        expect(changedFields(piece, side)).not.toContain(field);
      }
    }));

  test('holds no value that neither side had', () =>
    holds(({ base, live, wished }) => {
      const { piece } = mergePiece(base, live, wished);
      for (const field of pieceFields) expect([live[field], wished[field]]).toContainEqual(piece[field]);
    }));

  test('is the same whichever of two presses without a conflict came first', () =>
    holds(({ base, live, wished }) => {
      const one = mergePiece(base, live, wished);
      const other = mergePiece(base, wished, live);
      expect(one.conflicts).toEqual(other.conflicts);
      fc.pre(one.conflicts.length === 0);
      expect(changedFields(one.piece, other.piece)).toEqual([]);
    }));

  test('says where it is not the wish, and with those values the wish is the merged piece', () =>
    holds(({ base, live, wished }) => {
      const { piece, elsewhere } = mergePiece(base, live, wished);
      expect(elsewhere.map(({ field }) => field)).toEqual(changedFields(piece, wished));
      expect(changedFields(withValues(wished, elsewhere), piece)).toEqual([]);
    }));

  test('of an unknown start every difference is a conflict', () =>
    holds(({ live, wished }) => {
      const { piece, conflicts } = mergePiece(null, live, wished);
      expect(conflicts).toEqual(changedFields(live, wished));
      expect(changedFields(piece, live)).toEqual([]);
    }));
});

test('photos are one: a photo taken out elsewhere stays out, and two orders are a conflict', () => {
  const [a, b, c] = photoIds.map(photo) as [
    ReturnType<typeof photo>,
    ReturnType<typeof photo>,
    ReturnType<typeof photo>,
  ];
  const piece = fc.sample(pieces, { numRuns: 1, seed: 1 })[0]!;
  const withPhotos = (...photos: Piece['photos']) => ({ ...piece, photos });
  const base = withPhotos(a, b, c);
  const repriced = { ...base, price: piece.price + 100 };
  expect(mergePiece(base, withPhotos(a, c), repriced).piece).toEqual({ ...repriced, photos: [a, c] });
  const both = mergePiece(base, withPhotos(a, c), withPhotos(c, b, a));
  expect(both.conflicts).toEqual(['photos']);
  // What else is known of a photo is not another photo.
  const sharper = withPhotos({ ...a, thumbhash: 'x' }, b, c);
  expect(mergePiece(base, sharper, repriced)).toMatchObject({ conflicts: [], elsewhere: [] });
});
