import type { Names } from './names.ts';

export interface Size {
  /** Unique over all systems except for the ones every system has, so a size never fits a category by accident. */
  readonly id: string;
  readonly names: Names;
}

export interface SizeSystem {
  readonly names: Names;
  readonly sizes: readonly Size[];
}

const everySystem: readonly Size[] = [
  { id: 'one-size', names: { en: 'One size', fa: 'تک‌سایز' } },
  { id: 'unlabelled', names: { en: 'Not on the label', fa: 'روی برچسب نیست' } },
];

/** Sizes as printed on labels: the same in every language. */
const printed = (id: string, label: string): Size => ({ id, names: { en: label, fa: label } });
const system = (names: Names, sizes: readonly Size[]): SizeSystem => ({
  names,
  sizes: [...sizes, ...everySystem],
});
const steps = (first: number, last: number, step: number): number[] =>
  Array.from({ length: Math.round((last - first) / step) + 1 }, (_, index) => first + index * step);

const persian = new Intl.NumberFormat('fa', { useGrouping: false });
const months = (from: number, to: number): Size => ({
  id: `age-${from}-${to}m`,
  names: { en: `${from}–${to} months`, fa: `${persian.format(from)} تا ${persian.format(to)} ماه` },
});
const years = (age: number): Size => ({
  id: `age-${age}y`,
  names: { en: age === 1 ? '1 year' : `${age} years`, fa: `${persian.format(age)} سال` },
});

export const sizeSystems = {
  letters: system(
    { en: 'Letters', fa: 'حروف' },
    ['XXS', 'XS', 'S', 'M', 'L', 'XL', 'XXL', '3XL', '4XL'].map((letter) => printed(letter, letter)),
  ),
  'women-numeric': system(
    { en: 'Women, EU and US', fa: 'زنانه، اروپا و آمریکا' },
    steps(32, 54, 2).map((eu) => printed(`eu-${eu}`, `EU ${eu} / US ${eu - 32}`)),
  ),
  'men-numeric': system(
    { en: 'Men, EU and US', fa: 'مردانه، اروپا و آمریکا' },
    steps(44, 62, 2).map((eu) => printed(`men-eu-${eu}`, `EU ${eu} / US ${eu - 10}`)),
  ),
  waist: system(
    { en: 'Waist in inches', fa: 'دور کمر به اینچ' },
    steps(23, 44, 1).map((inches) => printed(`w${inches}`, `W${inches}`)),
  ),
  shoes: system(
    { en: 'Shoes, EU', fa: 'کفش، اروپا' },
    steps(34, 50, 0.5).map((eu) => printed(`shoe-${eu}`, String(eu))),
  ),
  'kids-age': system({ en: 'Age', fa: 'سن' }, [
    months(0, 3),
    months(3, 6),
    months(6, 9),
    months(9, 12),
    months(12, 18),
    months(18, 24),
    ...steps(2, 16, 1).map(years),
  ]),
  'kids-shoes': system(
    { en: 'Kids’ shoes, EU', fa: 'کفش بچگانه، اروپا' },
    steps(16, 39, 1).map((eu) => printed(`kids-shoe-${eu}`, String(eu))),
  ),
  'one-size-only': system({ en: 'No sizes', fa: 'بدون سایز' }, []),
} as const satisfies Record<string, SizeSystem>;

export type SizeSystemId = keyof typeof sizeSystems;
