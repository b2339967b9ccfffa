import { brandSuggestions } from './brand-suggestions.ts';
import { foldText, searchable, searchAll } from './fold-words.ts';

let index: readonly { name: string; texts: ReturnType<typeof searchable> }[] | undefined;

/** Suggested brands by a part of their name, accents or not, in Latin or Persian letters; the best first. */
export function findBrands(query: string): string[] {
  index ??= brandSuggestions.map(([name, persian]) => ({
    name,
    texts: searchable(persian === undefined ? [name] : [name, persian]),
  }));
  return searchAll(query, index, ({ texts }) => texts).map(({ name }) => name);
}

/** The brand that a typed name means, of a person's own and then of the suggested ones. */
export function sameBrand(typed: string, mine: readonly string[]): string | null {
  const folded = foldText(typed);
  if (folded === '') return null;
  const own = mine.find((name) => foldText(name) === folded);
  if (own !== undefined) return own;
  const known = brandSuggestions.find(
    ([name, persian]) => foldText(name) === folded || (persian !== undefined && foldText(persian) === folded),
  );
  return known?.[0] ?? null;
}
