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
  /** Words of its neighbours too: better than finding nothing. */
  readonly near: readonly string[];
}

export function searchable(
  texts: readonly string[],
  around: readonly string[] = [],
  near: readonly string[] = [],
): Searchable {
  const words = [...texts, ...around].flatMap(foldWords);
  return {
    phrases: texts.map(foldText),
    words,
    around: new Set(around.flatMap(foldWords)),
    near: [...words, ...near.flatMap(foldWords)],
  };
}

const neighbour = 5;

/** How well a query fits, 0 the best; `null`: not at all. An empty query fits everything alike. */
function searchRank(query: string, { phrases, words, around, near }: Searchable): number | null {
  const wanted = foldWords(query);
  const whole = wanted.join('');
  if (whole === '' || phrases.includes(whole)) return 0;
  const isAmong = (all: readonly string[]): boolean =>
    wanted.every((part) => all.some((word) => word.startsWith(part)));
  const isIn = isAmong(words);
  const withoutPlace = wanted.filter((word) => !around.has(word)).join('');
  if (isIn && phrases.includes(withoutPlace)) return 1;
  if (phrases.some((phrase) => phrase.startsWith(whole))) return 2;
  if (isIn) return 3;
  if (whole.length > 2 && phrases.some((phrase) => phrase.includes(whole))) return 4;
  return isAmong(near) ? neighbour : null;
}

/** Those that a query fits, the best first, equals in their order; neighbours only when nothing else fits. */
export function searchAll<T>(query: string, all: readonly T[], of: (each: T) => Searchable): T[] {
  const found = all
    .map((each) => ({ each, rank: searchRank(query, of(each)) }))
    .filter((one): one is { each: T; rank: number } => one.rank !== null)
    .sort((a, b) => a.rank - b.rank);
  const best = found[0]?.rank ?? neighbour;
  return found.filter(({ rank }) => best === neighbour || rank < neighbour).map(({ each }) => each);
}
