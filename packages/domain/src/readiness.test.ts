import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPiece } from './check-piece.ts';
import type { ListingDraft } from './listing-draft.ts';
import { defaultPolicy as policy } from './policy.ts';
import { composePiece, hasChanges, missingFields } from './readiness.ts';

const photo = { id: 'a'.repeat(64), width: 3, height: 4, thumbhash: '' };
const empty: ListingDraft = {
  id: '1',
  description: '',
  photos: [],
  currency: 'USD',
  createdAt: 1,
  updatedAt: 1,
};
const full: ListingDraft = {
  ...empty,
  title: 'Theory blazer',
  category: 'women.jackets.blazers',
  size: 'M',
  brand: null,
  colours: ['black'],
  condition: 'good',
  price: 4000,
  photos: [photo],
};

describe('what is missing', () => {
  test('an untouched draft lacks every required field, in the order of the editor', () => {
    expect(missingFields(empty, policy).map(({ field }) => field)).toEqual([
      'photos',
      'title',
      'category',
      'size',
      'brand',
      'condition',
      'colours',
      'price',
    ]);
    expect(composePiece(empty)).toBeNull();
  });

  test('a full draft lacks nothing, "no brand" being an answer', () => {
    expect(missingFields(full, policy)).toEqual([]);
  });

  test('an editor and the server never disagree', () => {
    const fields = {
      title: fc.constantFrom('Blazer', '', '  ', 'x'.repeat(81), ' a\u0000 '),
      description: fc.constantFrom('', 'Wool', 'x'.repeat(1501)),
      category: fc.constantFrom('women.jackets.blazers', 'women.shoes.boots', 'nowhere'),
      size: fc.constantFrom('M', 'shoe-38', 'one-size', 'huge'),
      brand: fc.constantFrom(null, 'Zara', '', 'x'.repeat(61)),
      colours: fc.constantFrom<string[][]>(
        ['black'],
        [],
        ['black', 'black'],
        ['red', 'blue', 'navy'],
        ['plaid'],
      ),
      condition: fc.constantFrom('good' as const, 'nwt' as const),
      price: fc.constantFrom(4000, 1, 0.5, 10 ** 9),
      originalPrice: fc.constantFrom(9000, 300, -1),
      currency: fc.constantFrom('USD', 'XTS'),
      tags: fc.constantFrom<string[][]>([], ['boho'], ['x'.repeat(31)]),
      photos: fc.constantFrom<(typeof photo)[][]>([photo], [], [photo, photo]),
    };
    const drafts: fc.Arbitrary<Partial<ListingDraft>> = fc.record(fields, {
      requiredKeys: ['description', 'photos'],
    });
    const nearlyFull = drafts.map((some) => ({ ...full, ...some }));
    fc.assert(
      fc.property(
        fc.oneof(
          drafts.map((some) => ({ ...empty, ...some })),
          nearlyFull,
        ),
        (draft) => {
          const missing = missingFields(draft, policy);
          const piece = composePiece(draft);
          const judged = piece ? checkPiece(piece, policy) : null;
          expect(judged?.ok ?? false).toBe(missing.length === 0);
          if (judged?.ok) expect(judged.value).toEqual(piece);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('changes', () => {
  const pressed = composePiece(full)!;

  test('spaces around and marks nobody sees are no change', () => {
    expect(hasChanges({ ...full, title: ' Theory blazer ', updatedAt: 9 }, pressed)).toBe(false);
  });

  test.each<[string, Partial<ListingDraft>]>([
    ['a price', { price: 4100 }],
    ['a cleared title', { title: '' }],
    ['a brand instead of none', { brand: 'Theory' }],
    ['another order of photos', { photos: [{ ...photo, id: 'b'.repeat(64) }, photo] }],
    ['a price paid', { originalPrice: 9000 }],
    ['a description', { description: 'Wool' }],
  ])('%s is one', (_, more) => {
    expect(hasChanges({ ...full, ...more }, pressed)).toBe(true);
  });
});
