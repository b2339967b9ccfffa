import { departmentWords, wordsOf } from './category-words.ts';
import { departmentOf, departments, groupOf } from './departments.ts';
import type { TaxonomyNode } from './departments.ts';
import { searchable, searchAll } from './fold-words.ts';
import type { Searchable } from './fold-words.ts';
import { categories, groups } from './taxonomy.ts';
import type { Category } from './taxonomy.ts';

const both = (nodes: readonly TaxonomyNode[], id: string): string[] => {
  const names = nodes.find((node) => node.id === id)?.names;
  return names ? [names.en, names.fa] : [];
};

let index: ReadonlyMap<string, Searchable> | undefined;

function indexed(): ReadonlyMap<string, Searchable> {
  index ??= new Map(
    categories.map(({ id, names }) => [
      id,
      searchable(
        [names.en, names.fa, ...wordsOf(id)],
        [...both(departments, departmentOf(id)), ...departmentWords(departmentOf(id))],
        both(groups, groupOf(id)),
      ),
    ]),
  );
  return index;
}

/** By any name in either language, whichever one the screen speaks; the best first. */
export const findCategories = (query: string): Category[] => {
  const all = indexed();
  return searchAll(query, categories, ({ id }) => all.get(id)!);
};
