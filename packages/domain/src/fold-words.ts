import { westernDigits } from './digits.ts';

const letters: Readonly<Record<string, string>> = {
  ي: 'ی',
  ى: 'ی',
  ك: 'ک',
  ة: 'ه',
  ە: 'ه',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  ı: 'i',
};
const written = new RegExp(`[${Object.keys(letters).join('')}]`, 'g');

/**
 * The words of a text as they are compared: no capitals, no accents, the letters of Persian keyboards for those of
 * Arabic ones, Western digits, no joiners and apostrophes. `Sézane` and `sezane`, `تی‌شرت` and `تیشرت` are one.
 */
export const foldWords = (text: string): string[] =>
  westernDigits(text)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}'’‘`ـ]/gu, '')
    .replaceAll(written, (letter) => letters[letter]!)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** The same without spaces: `t-shirt`, `t shirt` and `tshirt` are one. */
export const foldText = (text: string): string => foldWords(text).join('');

export interface Searchable {
  /** Folded names of the thing. */
  readonly phrases: readonly string[];
  readonly words: readonly string[];
  /** Words that only say where it is. */
  readonly around: ReadonlySet<string>;
}

/** `texts` name the thing, `around` its place; `near` is read with both and decides nothing. */
export function searchable(
  texts: readonly string[],
  around: readonly string[] = [],
  near: readonly string[] = [],
): Searchable {
  return {
    phrases: texts.map(foldText),
    words: [...texts, ...around, ...near].flatMap(foldWords),
    around: new Set(around.flatMap(foldWords)),
  };
}

/** How well a query fits, 0 the best; `null`: not at all. An empty query fits everything alike. */
export function searchRank(query: string, { phrases, words, around }: Searchable): number | null {
  const wanted = foldWords(query);
  const whole = wanted.join('');
  if (whole === '' || phrases.includes(whole)) return 0;
  const isIn = wanted.every((part) => words.some((word) => word.startsWith(part)));
  const withoutPlace = wanted.filter((word) => !around.has(word)).join('');
  if (isIn && phrases.includes(withoutPlace)) return 1;
  if (phrases.some((phrase) => phrase.startsWith(whole))) return 2;
  if (isIn) return 3;
  return whole.length > 2 && phrases.some((phrase) => phrase.includes(whole)) ? 4 : null;
}

/** Those that a query fits, the best first, equals in their order. */
export const searchAll = <T>(query: string, all: readonly T[], of: (each: T) => Searchable): T[] =>
  all
    .map((each) => ({ each, rank: searchRank(query, of(each)) }))
    .filter((found): found is { each: T; rank: number } => found.rank !== null)
    .sort((a, b) => a.rank - b.rank)
    .map(({ each }) => each);
