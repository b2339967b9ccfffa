import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkPiece } from './check-piece.ts';
import type { Piece } from './piece.ts';
import { defaultPolicy as policy } from './policy.ts';

const photo = (index: number) => ({
  id: index.toString(16).padStart(64, '0'),
  width: 1200,
  height: 1600,
  thumbhash: 'YJqGPQw7sFlslqhFafSE+Q6oJ1h2iHB2Rw==',
});
const photosOf = (count: number) => Array.from({ length: count }, (_, index) => photo(index));
const piece: Piece = {
  title: 'Theory blazer',
  description: 'Wool, fully lined.',
  category: 'women.jackets.blazers',
  size: 'M',
  brand: 'Theory',
  colours: ['black'],
  condition: 'like-new',
  price: 4000,
  originalPrice: 19900,
  currency: 'USD',
  photos: photosOf(5),
};
const withField = (field: string, value: unknown): Record<string, unknown> => ({ ...piece, [field]: value });
const nested = (depth: number): unknown => {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
};

test('a whole piece is accepted as it is', () => {
  expect(checkPiece(piece, policy)).toEqual({ ok: true, value: piece });
});

const bad: [string, unknown, string, string][] = [
  ['title', 'x'.repeat(5000), 'title', 'too-long'],
  ['title', 'x'.repeat(81), 'title', 'too-long'],
  ['title', '', 'title', 'empty'],
  ['title', ' \n\t ', 'title', 'empty'],
  ['title', '\u200b\u202e\u2060', 'title', 'empty'],
  ['title', undefined, 'title', 'missing'],
  ['title', 7, 'title', 'not-text'],
  ['title', null, 'title', 'not-text'],
  ['title', nested(20_000), 'title', 'not-text'],
  ['description', 'x'.repeat(1501), 'description', 'too-long'],
  ['description', 7, 'description', 'not-text'],
  ['description', undefined, 'description', 'missing'],
  ['price', -1, 'price', 'below-minimum'],
  ['price', 299, 'price', 'below-minimum'],
  ['price', 1_500_001, 'price', 'above-maximum'],
  ['price', JSON.parse('1e309'), 'price', 'above-maximum'],
  ['price', -Infinity, 'price', 'below-minimum'],
  ['price', 1e300, 'price', 'above-maximum'],
  ['price', 'abc', 'price', 'not-a-number'],
  ['price', Number.NaN, 'price', 'not-a-number'],
  ['price', 4000.5, 'price', 'not-whole'],
  ['price', undefined, 'price', 'missing'],
  ['price', 4000n, 'price', 'not-a-number'],
  ['originalPrice', 4000, 'originalPrice', 'not-above-price'],
  ['originalPrice', 'much', 'originalPrice', 'not-a-number'],
  ['photos', photosOf(17), 'photos', 'too-many'],
  ['photos', Array.from({ length: 1_000_000 }, () => 0), 'photos', 'too-many'],
  ['photos', [], 'photos', 'none'],
  ['photos', undefined, 'photos', 'missing'],
  ['photos', 'photo.jpg', 'photos', 'malformed'],
  ['photos', [photo(1), { ...photo(2), id: 'cover.jpg' }], 'photos.1', 'not-a-photo'],
  ['photos', [{ ...photo(1), id: 'A'.repeat(64) }], 'photos.0', 'not-a-photo'],
  ['photos', [{ ...photo(1), width: 0 }], 'photos.0', 'not-a-photo'],
  ['photos', [{ ...photo(1), thumbhash: 'x'.repeat(1000) }], 'photos.0', 'not-a-photo'],
  ['photos', [photo(1), null], 'photos.1', 'not-a-photo'],
  ['category', 'women.jackets.capes', 'category', 'unknown'],
  ['category', '__proto__', 'category', 'unknown'],
  ['category', 7, 'category', 'not-text'],
  ['size', 'shoe-38', 'size', 'not-of-this-category'],
  ['size', 'huge', 'size', 'unknown'],
  ['size', 38, 'size', 'not-text'],
  ['currency', 'XTS', 'currency', 'unknown'],
  ['currency', 'toString', 'currency', 'unknown'],
  ['currency', undefined, 'currency', 'missing'],
  ['brand', '  ', 'brand', 'empty'],
  ['brand', 'x'.repeat(61), 'brand', 'too-long'],
  ['brand', undefined, 'brand', 'missing'],
  ['colours', [], 'colours', 'none'],
  ['colours', ['black', 'white', 'red'], 'colours', 'too-many'],
  ['colours', ['ultraviolet'], 'colours', 'unknown'],
  ['colours', [7], 'colours', 'unknown'],
  ['colours', 'black', 'colours', 'malformed'],
  ['condition', 'mint', 'condition', 'unknown'],
  ['condition', 1, 'condition', 'not-text'],
  ['condition', undefined, 'condition', 'missing'],
  ['measurements', { chest: 50 }, 'measurements', 'not-text'],
  ['measurements', [], 'measurements', 'malformed'],
  ['measurements', { chest: 'x'.repeat(31) }, 'measurements', 'too-long'],
  ['tags', Array.from({ length: 11 }, (_, index) => `tag ${index}`), 'tags', 'too-many'],
  ['tags', ['x'.repeat(31)], 'tags', 'too-long'],
  ['tags', [7], 'tags', 'not-text'],
];

describe('bad input', () => {
  test.each(bad)('%s of %o is refused as %s %s', (field, value, refusedField, code) => {
    expect(checkPiece(withField(field, value), policy)).toEqual({
      ok: false,
      refusal: [{ field: refusedField, code }],
    });
  });

  test('no piece, or one that is no object, is refused as a whole', () => {
    expect(checkPiece(undefined, policy)).toEqual({
      ok: false,
      refusal: [{ field: 'piece', code: 'missing' }],
    });
    for (const value of [null, 7, 'piece', [], [piece]])
      expect(checkPiece(value, policy)).toEqual({
        ok: false,
        refusal: [{ field: 'piece', code: 'malformed' }],
      });
  });

  test('every wrong field is named at once', () => {
    const result = checkPiece({ ...piece, title: '', price: -1, size: 38, currency: 'USD' }, policy);
    expect(result.ok ? [] : result.refusal).toEqual(
      expect.arrayContaining([
        { field: 'title', code: 'empty' },
        { field: 'price', code: 'below-minimum' },
        { field: 'size', code: 'not-text' },
      ]),
    );
  });

  test('inherited keys do not count as given', () => {
    const result = checkPiece(Object.create(piece), policy);
    expect(result.ok).toBe(false);
  });

  test('no value whatever makes it throw, and what it accepts it accepts again unchanged', () => {
    const anyPiece = fc.record(
      Object.fromEntries(
        Object.entries(piece).map(([field, value]) => [field, fc.oneof(fc.constant(value), fc.anything())]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), anyPiece), (value) => {
        const first = checkPiece(value, policy);
        if (first.ok) expect(checkPiece(first.value, policy)).toEqual(first);
        else expect(first.refusal.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the stored form', () => {
  const stored = (more: Record<string, unknown>): Piece => {
    const result = checkPiece({ ...piece, ...more }, policy);
    if (!result.ok) throw new Error(JSON.stringify(result.refusal));
    return result.value;
  };

  test('text is NFC, without control characters and without space around', () => {
    expect(stored({ title: ' Cafe\u0301\u0000\u0007 dress\n' }).title).toBe('Café dress');
    expect(stored({ description: 'one\r\ntwo\u0008' }).description).toBe('one\ntwo');
  });

  test('HTML and bidi controls are text', () => {
    const title = '<script>alert(1)</script> \u202eabc\u202c';
    expect(stored({ title }).title).toBe(title);
  });

  test('80 code points fit, however many units they take', () => {
    expect(stored({ title: '🧥'.repeat(80) }).title).toHaveLength(160);
  });

  test('the same photo twice counts at its first place', () => {
    const [a, b, c] = photosOf(3);
    expect(stored({ photos: [a, b, a, c, b] }).photos).toEqual([a, b, c]);
  });

  test('unknown keys are dropped, everywhere', () => {
    const value = stored({ owner: 'me', photos: [{ ...photo(1), url: 'https://x' }] });
    expect(value).not.toHaveProperty('owner');
    expect(value.photos[0]).toEqual(photo(1));
  });

  test('"no brand" stays an answer', () => {
    expect(stored({ brand: null }).brand).toBeNull();
  });

  test('a measurement cannot name the prototype', () => {
    const measurements = JSON.parse('{"__proto__": "50 cm", "chest": "50 cm"}');
    expect(Object.keys(stored({ measurements }).measurements!)).toEqual(['chest']);
  });
});
