import type { ListingDraft } from '@komod/domain/listing-draft';
import { expect, test } from 'vitest';
import { recentChoices } from './recent-choices.ts';
import { TitleSuggestions } from './title-suggestions.svelte.ts';
import { TypedValue } from './typed-value.svelte.ts';

const draft = (change: Partial<ListingDraft>): ListingDraft => ({
  id: 'one',
  description: '',
  photos: [],
  createdAt: 0,
  updatedAt: 0,
  ...change,
});

function pieceTitled(title: string) {
  const piece = $state({
    id: 'one' as string | null,
    draft: draft({}) as ListingDraft | null,
    title: new TypedValue(
      title,
      (text) => text,
      (text) => text,
      () => undefined,
    ),
  });
  const suggestions = new TitleSuggestions(piece, { categories: [], brands: [] });
  const open = () => suggestions.open.map(({ field, value }) => `${field} ${value}`);
  return { piece, suggestions, open };
}

test('what was taken does not come back when the answer goes', () => {
  const { piece, suggestions, open } = pieceTitled('Black and red scarf, women');
  const black = suggestions.open.find(({ value }) => value === 'black')!;
  suggestions.take(black);
  piece.draft = draft({ colours: ['black'] });
  expect(open()).toContain('colours red');
  piece.draft = draft({ colours: [] });
  expect(open()).not.toContain('colours black');
});

test('an answer by hand ends what the title says of that field, not of the others', () => {
  const { suggestions, open } = pieceTitled('Black Zara scarf, women');
  suggestions.answered('colours');
  expect(open()).toEqual(['category women.accessories.scarves', 'brand Zara']);
});

test('what was put away stays away for this title, and another title is read anew', () => {
  const { piece, suggestions, open } = pieceTitled('Black Zara scarf, women');
  suggestions.putAway();
  expect(open()).toEqual([]);
  piece.title.text = 'Black Zara coat, women';
  expect(open()).toEqual(['category women.jackets.coats', 'brand Zara', 'colours black']);
  piece.title.text = '  black zara SCARF women ';
  expect(open()).toEqual([]);
});

test('the choices of other pieces come the last first, each once', () => {
  const drafts = [
    draft({ id: 'a', updatedAt: 1, category: 'women.jackets.coats', brand: 'Maman' }),
    draft({ id: 'b', updatedAt: 3, category: 'men.shoes.boots', brand: null }),
    draft({ id: 'c', updatedAt: 2, category: 'women.jackets.coats', brand: 'maman ' }),
    draft({ id: 'one', updatedAt: 9, category: 'home.decor.vases', brand: 'Muji' }),
  ];
  expect(recentChoices(drafts, 'one')).toEqual({
    categories: ['men.shoes.boots', 'women.jackets.coats'],
    brands: ['maman'],
  });
});
