import { departmentOf } from './departments.ts';
import { westernDigits } from './digits.ts';
import { sizeRegions } from './size-scales.ts';
import type { Size, SizeRegion } from './size-scales.ts';
import { isSizeOf, sizesOf } from './taxonomy.ts';

const letterWords: Readonly<Record<string, string>> = {
  small: 'S',
  medium: 'M',
  large: 'L',
  اسمال: 'S',
  مدیوم: 'M',
  لارج: 'L',
  '2xs': 'XXS',
  '2xl': 'XXL',
  xxxl: '3XL',
  xxxxl: '4XL',
};
const sizeWord = '(?:size|sz|سایز|اندازه|شماره|نمره)';
const afterSizeWord = new RegExp(`${sizeWord}\\s*[:=]?\\s*([\\p{L}\\p{N}.]+)`, 'u');
const region =
  /(?<![\p{L}\p{N}])(eu|us|uk)\s*(\d{1,2}(?:\.5)?)(?![\p{N}])|(?<![\p{N}])(\d{1,2}(?:\.5)?)\s*(eu|us|uk)(?!\p{L})/u;
const waist = /(?<![\p{L}\p{N}])(?:w\s?(\d{2})|(\d{2})\s?w)(?!\p{N})/u;
const months = /(\d{1,2})\s*(?:-|–|to|تا)\s*(\d{1,2})\s*(?:months?|mo?|ماه(?:ه|گی)?)(?!\p{L})/u;
const years = /(\d{1,2})\s*(?:years?|yrs?|y|سال(?:ه|گی)?)(?!\p{L})/u;
const oneSizeWords = /one[\s-]?size|free[\s-]?size|فری\s?سایز|تک\s?سایز/u;
/** Nobody writes these as words; of `S`, `M` and `L` only the capitals are sizes. */
const letters = /(?<![\p{L}\p{N}'’])(?:(?:[xX]{1,4}|[234][xX])[sSlL]|[SML])(?![\p{L}\p{N}'’])/u;
const persianLetters = /(?<!\p{L})((?:ایکس\s?)*)(اسمال|مدیوم|لارج)(?!\p{L})/u;
const bareNumber = /(?<![\p{L}\p{N}.])(\d{2}(?:\.5)?)(?![\p{L}\p{N}])/u;

/** Digits, points and letters of one keyboard; capitals stay. */
const plain = (title: string): string =>
  westernDigits(title)
    .replaceAll('½', '.5')
    .replaceAll(/(?<=\d)[٫,/](?=\d)/g, '.')
    .replaceAll('ي', 'ی')
    .replaceAll('ك', 'ک')
    .replaceAll('\u200c', ' ');

function byLabel(category: string, of: SizeRegion, number: string): string | undefined {
  const isMen = departmentOf(category) === 'men';
  const wanted = `${of.toUpperCase()} ${number}`;
  return sizesOf(category).find(
    (size: Size) => ((isMen && size.labelsForMen) || size.labels)?.[of] === wanted,
  )?.id;
}

/** A number that says no region: as Europe prints it, else as the reader's region does, else a waist. */
function byNumber(category: string, number: string, reader: SizeRegion): string | undefined {
  const inches = `w${number}`;
  // 32 is a common waist, and hardly anybody's European dress size.
  if (number === '32' && isSizeOf(category, inches)) return inches;
  return (
    byLabel(category, 'eu', number) ??
    byLabel(category, reader, number) ??
    (isSizeOf(category, inches) ? inches : undefined)
  );
}

function byWord(category: string, word: string, reader: SizeRegion): string | undefined {
  const small = word.toLowerCase();
  if (/^\d+(\.5)?$/.test(small)) return byNumber(category, small, reader);
  return letterWords[small] ?? small.toUpperCase();
}

/** What a title says about the size of a piece of this category: an id of its system, or nothing. */
export function sizeInTitle(title: string, category: string, reader: SizeRegion): string | null {
  const text = plain(title);
  const small = text.toLowerCase();
  const readings: (() => string | undefined)[] = [
    () => (oneSizeWords.test(small) ? 'one-size' : undefined),
    () => {
      const match = region.exec(small);
      const name = match?.[1] ?? match?.[4];
      const of = sizeRegions.find((each) => each === name);
      return match && of ? byLabel(category, of, (match[2] ?? match[3])!) : undefined;
    },
    () => {
      const match = waist.exec(small);
      return match ? `w${match[1] ?? match[2]}` : undefined;
    },
    () => {
      const match = months.exec(small);
      return match ? `age-${match[1]}-${match[2]}m` : undefined;
    },
    () => {
      const match = years.exec(small);
      return match ? `age-${match[1]}y` : undefined;
    },
    () => {
      const match = persianLetters.exec(text);
      if (!match) return undefined;
      const letter = letterWords[match[2]!]!;
      return `${'X'.repeat((match[1]!.match(/ایکس/g) ?? []).length)}${letter}`;
    },
    () => {
      const match = afterSizeWord.exec(small);
      return match ? byWord(category, match[1]!, reader) : undefined;
    },
    () => {
      const match = letters.exec(text);
      return match ? byWord(category, match[0], reader) : undefined;
    },
    () => {
      const match = bareNumber.exec(small);
      return match ? byLabel(category, 'eu', match[1]!) : undefined;
    },
  ];
  for (const read of readings) {
    const id = read();
    if (id !== undefined && isSizeOf(category, id)) return id;
  }
  return null;
}
