import { foldWords } from './fold-words.ts';

/** Longest phrase that is looked for, in words. */
const mostWords = 5;

/** A phrase found in a title: the words from `start` up to `end` mean these. */
export interface Found<T> {
  readonly start: number;
  readonly end: number;
  readonly meanings: readonly T[];
  readonly isPersian: boolean;
}

/** One of several: `boots` and `boot`, `dresses` and `dress`, `کتاب‌ها` and `کتاب` are one. */
function singular(word: string): string {
  if (word.length > 4 && /های?$/.test(word)) return word.replace(/های?$/, '');
  if (word.length < 4) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(ss|sh|ch|x)es$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

export const titleWords = (title: string): string[] => foldWords(title).map(singular);
const keyOf = (words: readonly string[]): string => words.join('');

/** Phrases by what they read without spaces, so that `تی شرت` is `تیشرت`. */
export function phraseTable<T>(rows: Iterable<readonly [phrase: string, meaning: T]>): Map<string, T[]> {
  const table = new Map<string, T[]>();
  for (const [phrase, meaning] of rows) {
    const key = keyOf(titleWords(phrase));
    if (key === '') continue;
    const meanings = table.get(key) ?? [];
    if (!meanings.includes(meaning)) meanings.push(meaning);
    table.set(key, meanings);
  }
  return table;
}

/** Every phrase of the table in a title, in its order; a phrase inside a longer one is not one of them. */
export function findPhrases<T>(words: readonly string[], table: ReadonlyMap<string, T[]>): Found<T>[] {
  const found: Found<T>[] = [];
  let start = 0;
  while (start < words.length) {
    let end = Math.min(words.length, start + mostWords);
    while (end > start && !table.has(keyOf(words.slice(start, end)))) end -= 1;
    if (end === start) {
      start += 1;
      continue;
    }
    const key = keyOf(words.slice(start, end));
    found.push({ start, end, meanings: table.get(key)!, isPersian: /\p{Script=Arabic}/u.test(key) });
    start = end;
  }
  return found;
}
