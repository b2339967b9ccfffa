import type { ListingDraft } from '@komod/domain/listing-draft';
import type { TruthLine } from '@komod/domain/truth-line';
import { makePhotoRef, makePiece } from '@komod/testkit/listing-factory';
import { expect, test } from 'vitest';
import { editorAddress } from './editor-place.ts';

const photos = ['a', 'b', 'c'].map((letter) => makePhotoRef(letter.repeat(64)));
const line = (action: TruthLine['action'], field?: string): TruthLine => ({
  row: '2',
  values: {},
  action,
  tone: 'refused',
  rail: { shape: 'broken' },
  ...(field && { reason: { field, code: 'unreadable' } }),
});
/** Pressed in one order, and moved since: the third photo is the first now. */
const draft: ListingDraft = {
  id: 'one',
  description: '',
  photos: [photos[2]!, photos[0]!, photos[1]!],
  createdAt: 1,
  updatedAt: 1,
  wish: { want: 'listed', base: null, at: 1, piece: makePiece(1, { photos }) },
};
const here = () => 'here' as const;

test.each([
  ['fix', 'price', '/sell/one#price'],
  ['fix', 'colours.1', '/sell/one#colours'],
  ['replace', 'photos.2', '/sell/one#photo-1'],
  ['fix', 'photos', '/sell/one#photos'],
  ['fix', 'photos.9', '/sell/one#photos'],
  ['update', undefined, '/sell/one'],
] as const)('%s of %s leads to %s', (action, field, address) => {
  expect(editorAddress(draft, line(action, field), here)).toBe(address);
});

test('Add leads to the photo whose bytes are gone', () => {
  const placeOf = (id: string) => (id === photos[1]!.id ? 'gone' : 'here');
  expect(editorAddress(draft, line('add'), placeOf)).toBe('/sell/one#photo-3');
  expect(editorAddress(draft, line('add'), here)).toBe('/sell/one#photos');
  expect(editorAddress(draft, null, here)).toBe('/sell/one');
});
