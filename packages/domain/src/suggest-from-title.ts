import { brandSuggestions } from './brand-suggestions.ts';
import { departmentWords, wordsOf } from './category-words.ts';
import { colours } from './colours.ts';
import { conditions } from './condition.ts';
import type { Condition } from './condition.ts';
import { departmentOf, departments } from './departments.ts';
import type { ListingDraft } from './listing-draft.ts';
import type { Names } from './names.ts';
import { defaultPolicy } from './policy.ts';
import { sizeInTitle } from './size-in-title.ts';
import type { SizeRegion } from './size-scales.ts';
import { categories, findCategory } from './taxonomy.ts';
import { findPhrases, phraseTable, titleWords } from './title-phrases.ts';
import type { Found } from './title-phrases.ts';
import { colourWords, conditionWords, headEnds } from './title-words.ts';

/** One answer that a title gives to an open question. Nothing is filled by it: somebody presses it or not. */
export type TitleSuggestion =
  | { readonly field: 'category'; readonly value: string; readonly isOneOfSeveral: boolean }
  | { readonly field: 'brand' | 'colours' | 'size'; readonly value: string }
  | { readonly field: 'condition'; readonly value: Condition };

/** The answers a listing has already. */
export type Answers = Pick<ListingDraft, 'category' | 'size' | 'brand' | 'colours' | 'condition'>;

export interface TitleReader {
  /** Whose size labels the seller reads. */
  readonly region: SizeRegion;
  /** Of the seller's other pieces, the last first. */
  readonly categories: readonly string[];
  readonly brands: readonly string[];
}

const list = (words: string): string[] => words.split(', ');
/** Each phrase beside what it means. */
const pairs = <T>(meaning: T, phrases: readonly string[]) =>
  phrases.map((phrase) => [phrase, meaning] as const);
const both = ({ names }: { names: Names }): string[] => [names.en, names.fa];

const makeTables = () => ({
  categories: phraseTable(categories.flatMap((each) => pairs(each.id, [...both(each), ...wordsOf(each.id)]))),
  brands: phraseTable(
    brandSuggestions.flatMap((row) =>
      pairs(
        row[0],
        row.filter((name) => name !== undefined),
      ),
    ),
  ),
  colours: phraseTable(
    colours.flatMap((each) => pairs(each.id, [...both(each), ...list(colourWords[each.id] ?? '')])),
  ),
  conditions: phraseTable(conditions.flatMap((id) => pairs(id, list(conditionWords[id])))),
  departments: phraseTable(departments.flatMap(({ id }) => pairs(id, departmentWords(id)))),
});
let made: ReturnType<typeof makeTables> | undefined;
/** Made when the first title is read. */
const tables = () => (made ??= makeTables());

/** The word that names the piece: the last one in English, the first one in Persian, before what comes with it. */
function headOf(found: readonly Found<string>[], words: readonly string[]): Found<string> | undefined {
  const end = words.findIndex((word) => headEnds.has(word));
  const before = end < 0 ? found : found.filter((each) => each.end <= end);
  const heads = before.length > 0 ? before : found;
  return heads.find(({ isPersian }) => isPersian) ?? heads.at(-1);
}

/** One category a department: the seller's own last one, the one that is called so, or none. */
function oneOf(ids: readonly string[], called: string, mine: readonly string[]): string | undefined {
  if (ids.length < 2) return ids[0];
  const own = mine.find((id) => ids.includes(id));
  const names = (id: string) => {
    const category = findCategory(id);
    return [category?.names.en ?? '', category?.names.fa ?? '', wordsOf(id)[0] ?? ''];
  };
  const byName = ids.filter((id) => names(id).some((name) => titleWords(name).join('') === called));
  return own ?? (byName.length === 1 ? byName[0] : undefined);
}

function categoriesIn(words: readonly string[], reader: TitleReader): string[] {
  const head = headOf(findPhrases(words, tables().categories), words);
  if (!head) return [];
  const called = words.slice(head.start, head.end).join('');
  const said = new Set(findPhrases(words, tables().departments).flatMap(({ meanings }) => meanings));
  const ids = head.meanings.filter((id) => said.size === 0 || said.has(departmentOf(id)));
  const all = [...new Set(ids.map(departmentOf))];
  const mine = reader.categories.map(departmentOf).find((department) => all.includes(department));
  // Titles of children's pieces say so.
  const grown = said.size > 0 || all.length === 1 ? all : all.filter((department) => department !== 'kids');
  const among = mine === undefined || said.size > 0 ? grown : [mine];
  return among.flatMap(
    (department) =>
      oneOf(
        ids.filter((id) => departmentOf(id) === department),
        called,
        reader.categories,
      ) ?? [],
  );
}

/** The size that all of these would read in the title. */
function sizeFor(title: string, ids: readonly string[], reader: TitleReader): string | null {
  const sizes = [...new Set(ids.map((id) => sizeInTitle(title, id, reader.region)))];
  return sizes.length === 1 ? sizes[0]! : null;
}

/**
 * What a title says about the open questions of a listing: kind of piece, brand, colours, size, condition, in this
 * order. A department is taken from the title's words or the seller's other pieces; where neither says it, there is
 * a suggestion for each.
 */
export function suggestFromTitle(title: string, answers: Answers, reader: TitleReader): TitleSuggestion[] {
  const known = tables();
  const allWords = titleWords(title);
  const found: TitleSuggestion[] = [];

  const [condition] = findPhrases(allWords, known.conditions);
  const words = condition ? allWords.toSpliced(condition.start, condition.end - condition.start) : allWords;

  const kinds = answers.category === undefined ? categoriesIn(words, reader) : [];
  for (const value of kinds) found.push({ field: 'category', value, isOneOfSeveral: kinds.length > 1 });

  if (answers.brand === undefined) {
    const own = phraseTable(reader.brands.map((name) => [name, name] as const));
    const [brand] = [...findPhrases(words, own), ...findPhrases(words, known.brands)];
    if (brand) found.push({ field: 'brand', value: brand.meanings[0]! });
  }

  const chosen = answers.colours ?? [];
  const seen = findPhrases(words, known.colours).flatMap(({ meanings }) => meanings[0] ?? []);
  const open = [...new Set(seen)].filter((id) => !chosen.includes(id));
  for (const value of open.slice(0, Math.max(0, defaultPolicy.coloursMax - chosen.length)))
    found.push({ field: 'colours', value });

  const size =
    answers.size === undefined
      ? sizeFor(title, answers.category === undefined ? kinds : [answers.category], reader)
      : null;
  if (size !== null) found.push({ field: 'size', value: size });

  if (condition && answers.condition === undefined)
    found.push({ field: 'condition', value: condition.meanings[0]! });
  return found;
}
