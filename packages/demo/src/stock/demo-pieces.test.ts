import { checkPiece } from '@komod/domain/check-piece';
import { departmentOf, departments } from '@komod/domain/departments';
import { isListingId } from '@komod/domain/listing-id';
import { defaultPolicy } from '@komod/domain/policy';
import { checkProfile } from '@komod/domain/profile';
import { handleSchema } from '@komod/domain/handle-schema';
import { expect, test } from 'vitest';
import { closets } from './closets.ts';
import { demoPieces, labelText } from './demo-pieces.ts';

const pieces = demoPieces();
const photos = ['a', 'b', 'c'].map((letter) => ({
  id: letter.repeat(64),
  width: 1200,
  height: 1600,
  thumbhash: '',
}));
const textsOf = ({ piece }: (typeof pieces)[number]): string => `${piece.title} ${piece.description}`;

test('twelve closets hold 160 pieces, each with an id of its own', () => {
  expect(closets).toHaveLength(12);
  expect(pieces).toHaveLength(160);
  expect(new Set(pieces.map(({ id }) => id)).size).toBe(160);
  expect(pieces.filter(({ id }) => !isListingId(id))).toEqual([]);
});

test('the marketplace accepts every piece as it stands', () => {
  for (const { id, piece } of pieces) {
    const whole = { ...piece, photos };
    expect(checkPiece(whole, defaultPolicy), id).toEqual({ ok: true, value: whole });
  }
});

test('every closet says in its handle, its name and its bio that it is a demo', () => {
  for (const { handle, name, bio, city } of closets) {
    expect(handleSchema.safeParse(handle).success, handle).toBe(true);
    expect(handle).toMatch(/^demo_/);
    expect(name).toMatch(/^Demo · |^نمونه · /);
    expect(bio).toMatch(/demo closet|نمونه/);
    expect(checkProfile({ name, bio, city }, defaultPolicy).refusals).toEqual([]);
  }
});

test('all departments, both languages and sold pieces are there', () => {
  const found = new Set(pieces.map(({ piece }) => departmentOf(piece.category)));
  expect([...found].sort()).toEqual(departments.map(({ id }) => id).sort());
  const persian = pieces.filter((demo) => /[آ-ی]/.test(textsOf(demo)));
  expect(persian.length).toBeGreaterThan(50);
  expect(persian.length).toBeLessThan(110);
  expect(persian.filter((demo) => /[a-z]/i.test(textsOf(demo)))).toEqual([]);
  expect(pieces.filter(({ isSold }) => isSold).length).toBeGreaterThan(8);
});

test('the first screens of the feed show several closets', () => {
  const first = pieces.slice(0, 24).map(({ handle }) => handle);
  expect(new Set(first).size).toBeGreaterThanOrEqual(4);
});

test('the same rule gives the same pieces', () => {
  expect(demoPieces()).toEqual(pieces);
});

test.each([
  ['M', 'M'],
  ['shoe-38.5', 'EU 38.5'],
  ['age-18-24m', '18-24 M'],
  ['age-4y', '4 Y'],
  ['one-size', 'ONE SIZE'],
  ['unlabelled', ''],
])('the size %s stands on its label as "%s"', (size, text) => {
  expect(labelText(size)).toBe(text);
});
