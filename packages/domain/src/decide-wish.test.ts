import { describe, expect, test } from 'vitest';
import { decideWish, unknownStart } from './decide-wish.ts';
import type { PhotoState, WishQuestion } from './decide-wish.ts';
import type { Piece } from './piece.ts';
import { defaultPolicy as policy } from './policy.ts';

const ids = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string];
const piece: Piece = {
  title: 'Theory blazer',
  description: '',
  category: 'women.jackets.blazers',
  size: 'M',
  brand: null,
  colours: ['black'],
  condition: 'good',
  price: 4000,
  currency: 'USD',
  photos: ids.map((id) => ({ id, width: 3, height: 4, thumbhash: '' })),
};
const here = (more: Record<string, PhotoState> = {}): Map<string, PhotoState> =>
  new Map(Object.entries({ ...Object.fromEntries(ids.map((id) => [id, 'ready' as const])), ...more }));
const live = (
  more: Partial<Piece> = {},
  state: 'live' | 'sold' | 'removed' | 'reserved' = 'live',
  version = 3,
) => ({
  version,
  piece: { ...piece, ...more },
  state,
  wishAt: 70,
});
const wish = (more: Partial<Piece> = {}, base: number | null = null) => ({
  want: 'listed',
  base,
  at: 1,
  piece: { ...piece, ...more },
});
const decide = (question: Partial<WishQuestion>) =>
  decideWish({
    wish: wish(),
    live: null,
    start: unknownStart,
    owner: 'self',
    photos: here(),
    policy,
    ...question,
  });

describe('to be listed', () => {
  test('a first wish with all its photos here is published, in the order of its photos', () => {
    const turned = { photos: piece.photos.toReversed() };
    expect(decide({ wish: wish(turned) })).toEqual({ kind: 'publish', piece: { ...piece, ...turned } });
  });

  test('it waits for photos, also for those nobody knows', () => {
    expect(decide({ photos: here({ [ids[1]]: 'missing' }) })).toEqual({ kind: 'wait', missing: [ids[1]] });
    expect(decide({ photos: new Map() })).toEqual({ kind: 'wait', missing: ids });
  });

  test('an update waits too, and until then nothing changes', () => {
    const question = { wish: wish({ price: 3000 }, 3), live: live(), photos: here({ [ids[2]]: 'missing' }) };
    expect(decide(question)).toEqual({ kind: 'wait', missing: [ids[2]] });
  });

  test('a photo of somebody else and one that cannot be read are refused at their place', () => {
    expect(
      decide({ photos: here({ [ids[0]]: 'foreign', [ids[2]]: 'unreadable', [ids[1]]: 'missing' }) }),
    ).toEqual({
      kind: 'refuse',
      reasons: [
        { field: 'photos.0', code: 'not-yours' },
        { field: 'photos.2', code: 'unreadable' },
      ],
    });
  });

  test('an update of the live version is taken, and says when the price dropped', () => {
    expect(decide({ wish: wish({ price: 3900 }, 3), live: live() })).toMatchObject({
      kind: 'update',
      priceDropped: true,
    });
    expect(decide({ wish: wish({ price: 4100 }, 3), live: live() })).toMatchObject({
      kind: 'update',
      priceDropped: false,
    });
    expect(decide({ wish: wish({ title: 'Blazer' }, 3), live: live() })).toMatchObject({
      kind: 'update',
      priceDropped: false,
    });
  });

  test('a stale base that nobody knows is refused at the fields that differ', () => {
    const refusal = {
      kind: 'refuse',
      reasons: [
        { field: 'title', code: 'changed-elsewhere' },
        { field: 'price', code: 'changed-elsewhere' },
      ],
      elsewhere: [
        { field: 'title', value: piece.title },
        { field: 'price', value: piece.price },
      ],
    };
    expect(decide({ wish: wish({ price: 3000, title: 'Blazer' }, 2), live: live() })).toEqual(refusal);
    expect(decide({ wish: wish({ price: 3000, title: 'Blazer' }, null), live: live() })).toEqual(refusal);
  });

  test('a press on top of the one that is live now is an update, however old its base', () => {
    const later = { ...wish({ price: 3000 }, 2), at: 80, builtOn: [60, 70] };
    expect(decide({ wish: later, live: live() })).toMatchObject({ kind: 'update', priceDropped: true });
    expect(decide({ wish: { ...later, base: null }, live: live() })).toMatchObject({ kind: 'update' });
  });

  test.each([
    ['names other presses than the live one', [60, 69]],
    ['is no list', 70],
    ['holds what is no time', [70, '70']],
    ['holds a fraction', [70, 0.5]],
    ['is longer than any line', Array.from({ length: 17 }, (_, index) => 54 + index)],
    ['is empty', []],
  ])('a stale base stays stale when its line of presses %s', (_what, builtOn) => {
    const later = { ...wish({ price: 3000 }, 2), at: 80, builtOn };
    expect(decide({ wish: later, live: live() })).toEqual({
      kind: 'refuse',
      reasons: [{ field: 'price', code: 'changed-elsewhere' }],
      elsewhere: [{ field: 'price', value: 4000 }],
    });
  });

  test('two devices that press on one base by themselves stay apart', () => {
    const phone = { ...wish({ price: 3000 }, 2), at: 71 };
    const laptop = { ...wish({ price: 3500 }, 2), at: 72, builtOn: [68] };
    for (const late of [phone, laptop])
      expect(decide({ wish: late, live: live() })).toMatchObject({ kind: 'refuse' });
  });

  test('the same piece again changes nothing, whatever its base', () => {
    for (const base of [null, 1, 3])
      expect(decide({ wish: wish({}, base), live: live() })).toEqual({ kind: 'unchanged' });
  });

  test('after sold or removed it is published again, also unchanged', () => {
    for (const state of ['sold', 'removed'] as const)
      expect(decide({ wish: wish({}, 3), live: live({}, state) })).toEqual({ kind: 'publish', piece });
  });

  test('a press that knew nothing of sold or removed does not hang the piece again', () => {
    const refusal = { kind: 'refuse', reasons: [{ field: 'listing', code: 'changed-elsewhere' }] };
    for (const state of ['sold', 'removed'] as const) {
      for (const late of [wish({}, 2), wish({ price: 3000 }, 2), wish({}, null)])
        expect(decide({ wish: late, live: live({}, state) })).toEqual(refusal);
      const putBack = { ...wish({}, 2), at: 80, builtOn: [70] };
      expect(decide({ wish: putBack, live: live({}, state) })).toEqual({ kind: 'publish', piece });
    }
  });

  test('a refused piece names its fields', () => {
    expect(decide({ wish: wish({ title: '', price: -1 }), live: live() })).toEqual({
      kind: 'refuse',
      reasons: [
        { field: 'title', code: 'empty' },
        { field: 'price', code: 'below-minimum' },
      ],
    });
  });

  test('a wish without a piece is refused', () => {
    expect(decide({ wish: { want: 'listed', base: null, at: 1 } })).toEqual({
      kind: 'refuse',
      reasons: [{ field: 'piece', code: 'missing' }],
    });
  });
});

describe('overtaken by another press', () => {
  const overtaken = (wished: Partial<Piece>, there: Partial<Piece>, more: Partial<WishQuestion> = {}) =>
    decide({ wish: wish(wished, 2), start: { base: piece, isRepeated: false }, live: live(there), ...more });

  test('what only one side changed is taken from it', () => {
    expect(overtaken({ description: 'Linen.' }, { price: 3500, title: 'Blazer' })).toEqual({
      kind: 'update',
      piece: { ...piece, description: 'Linen.', price: 3500, title: 'Blazer' },
      priceDropped: false,
      elsewhere: [
        { field: 'title', value: 'Blazer' },
        { field: 'price', value: 3500 },
      ],
    });
    expect(overtaken({ price: 3000 }, { title: 'Blazer' })).toMatchObject({
      kind: 'update',
      priceDropped: true,
    });
  });

  test('what both changed to different values is refused by its name, and the rest waits with it', () => {
    expect(
      overtaken(
        { price: 3000, description: 'Linen.', size: 'L' },
        { price: 3500, title: 'Blazer', size: 'L' },
      ),
    ).toEqual({
      kind: 'refuse',
      reasons: [{ field: 'price', code: 'changed-elsewhere' }],
      elsewhere: [
        { field: 'title', value: 'Blazer' },
        { field: 'price', value: 3500 },
      ],
    });
  });

  test('what both changed alike, or the wish never touched, changes nothing', () => {
    expect(overtaken({ price: 3500 }, { price: 3500 })).toEqual({ kind: 'unchanged' });
    expect(overtaken({}, { price: 3500 })).toEqual({
      kind: 'unchanged',
      elsewhere: [{ field: 'price', value: 3500 }],
    });
  });

  test('a field taken away elsewhere is gone from the merged piece', () => {
    const bought = { ...piece, originalPrice: 9000 };
    expect(
      decide({
        wish: wish({ originalPrice: 9000, price: 3000 }, 2),
        start: { base: bought, isRepeated: false },
        live: live(),
      }),
    ).toEqual({
      kind: 'update',
      piece: { ...piece, price: 3000 },
      priceDropped: true,
      elsewhere: [{ field: 'originalPrice' }],
    });
  });

  test('two halves that are no piece together are refused for what is wrong with them', () => {
    const decision = overtaken({ originalPrice: 4500 }, { price: 5000 });
    expect(decision).toMatchObject({
      kind: 'refuse',
      reasons: [{ field: 'originalPrice', code: 'not-above-price' }],
    });
  });

  test('its own photos are waited for, those of the other press are not', () => {
    const photos = piece.photos.slice(0, 2);
    const missing = here({ [ids[2]]: 'missing' });
    expect(overtaken({ photos }, { price: 3500 }, { photos: here({ [ids[1]]: 'missing' }) })).toEqual({
      kind: 'wait',
      missing: [ids[1]],
      elsewhere: [{ field: 'price', value: 3500 }],
    });
    expect(overtaken({ price: 3500 }, { photos }, { photos: missing })).toMatchObject({
      kind: 'update',
      piece: { ...piece, photos, price: 3500 },
    });
  });

  test('a press that was carried out before changes nothing when it comes again', () => {
    const start = { base: piece, isRepeated: true };
    expect(overtaken({ price: 3500, title: 'Blazer' }, { price: 3000, title: 'Blazer' }, { start })).toEqual({
      kind: 'unchanged',
      elsewhere: [{ field: 'price', value: 3000 }],
    });
  });

  test('the press on top of the live one is whole, whatever it started from', () => {
    const onTop = { ...wish({ price: 3000 }, 2), builtOn: [70] };
    expect(
      decide({ wish: onTop, start: { base: piece, isRepeated: false }, live: live({ title: 'Blazer' }) }),
    ).toEqual({
      kind: 'update',
      piece: { ...piece, price: 3000 },
      priceDropped: true,
    });
  });
});

describe('sold and removed', () => {
  const sold = { want: 'sold', base: 1, at: 2 };
  const removed = { want: 'removed', base: 1, at: 2 };

  test('a live piece is sold or removed, even from a stale base', () => {
    expect(decide({ wish: sold, live: live() })).toEqual({ kind: 'sold' });
    expect(decide({ wish: removed, live: live() })).toEqual({ kind: 'removed' });
  });

  test('once is enough', () => {
    expect(decide({ wish: sold, live: live({}, 'sold') })).toEqual({ kind: 'unchanged' });
    expect(decide({ wish: removed, live: live({}, 'removed') })).toEqual({ kind: 'unchanged' });
  });

  test('what was never live here may be sold or removed: it was sold elsewhere, and nobody here sees it', () => {
    expect(decide({ wish: removed })).toEqual({ kind: 'removed' });
    expect(decide({ wish: sold })).toEqual({ kind: 'sold' });
  });
});

test("another seller's listing is refused before anything else is looked at", () => {
  for (const want of [wish(), { want: 'removed', base: null, at: 1 }, null, 'x'])
    expect(decide({ wish: want, live: live(), owner: 'other' })).toEqual({
      kind: 'refuse',
      reasons: [{ field: 'listing', code: 'not-yours' }],
    });
});

test.each([
  null,
  7,
  'listed',
  [],
  {},
  { want: 'sale', at: 1 },
  { want: 'sold' },
  { want: 'sold', at: 'now' },
  { want: 'sold', at: 1, base: -1 },
])('a wish of the form %o is refused as malformed', (form) => {
  expect(decide({ wish: form, live: live() })).toEqual({
    kind: 'refuse',
    reasons: [{ field: 'listing', code: 'malformed' }],
  });
});
