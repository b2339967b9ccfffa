import { persianDigits } from './digits.ts';
import type { Names } from './names.ts';

export const sizeRegions = ['eu', 'us', 'uk'] as const;
export type SizeRegion = (typeof sizeRegions)[number];

/** What a label says in each region. A size that a region does not print has only the European one. */
export interface SizeLabels extends Partial<Record<SizeRegion, string>> {
  readonly eu: string;
}

export interface Size {
  /** Unique over all scales, so a size never fits a category by accident. Stable for ever: documents hold it. */
  readonly id: string;
  readonly names: Names;
  /** Absent where the whole world reads the same. */
  readonly labels?: SizeLabels;
  /** Where men's labels are others: shoes. */
  readonly labelsForMen?: SizeLabels;
}

/** Sizes that belong on one line of chips. */
export interface SizeScale {
  readonly names: Names;
  readonly sizes: readonly Size[];
}

/** In every system: the two answers that always fit. */
export const oneSize: Size = { id: 'one-size', names: { en: 'One size', fa: 'تک‌سایز' } };
export const unlabelled: Size = {
  id: 'unlabelled',
  names: { en: 'Not on the label', fa: 'روی برچسب نیست' },
};

const scale = (en: string, fa: string, sizes: readonly Size[]): SizeScale => ({ names: { en, fa }, sizes });
/** As printed: the same in every language and region. */
const printed = (id: string, label: string): Size => ({ id, names: { en: label, fa: label } });
const regional = (id: string, labels: SizeLabels): Size => ({ ...printed(id, labels.eu), labels });
const steps = (first: number, last: number, step: number): number[] =>
  Array.from({ length: Math.round((last - first) / step) + 1 }, (_, index) => first + index * step);

const months = (from: number, to: number): Size => ({
  id: `age-${from}-${to}m`,
  names: { en: `${from}–${to} months`, fa: `${persianDigits(from)} تا ${persianDigits(to)} ماه` },
});
const years = (age: number): Size => ({
  id: `age-${age}y`,
  names: { en: `${age} years`, fa: `${persianDigits(age)} سال` },
});

/** EU shoe sizes that have a British one; the American ones are one (men) and two (women) above it. */
const britishShoes: ReadonlyMap<number, number> = new Map([
  [34, 2],
  [35, 2.5],
  [35.5, 3],
  [36, 3.5],
  [37, 4],
  [37.5, 4.5],
  [38, 5],
  [38.5, 5.5],
  [39, 6],
  [40, 6.5],
  [40.5, 7],
  [41, 7.5],
  [42, 8],
  [42.5, 8.5],
  [43, 9],
  [44, 9.5],
  [44.5, 10],
  [45, 10.5],
  [46, 11],
  [46.5, 11.5],
  [47, 12],
  [47.5, 12.5],
  [48, 13],
  [48.5, 13.5],
  [49, 14],
  [50, 15],
]);

function shoe(eu: number): Size {
  const uk = britishShoes.get(eu);
  const label = `EU ${eu}`;
  if (uk === undefined) return regional(`shoe-${eu}`, { eu: label });
  const labels = (us: number): SizeLabels => ({ eu: label, us: `US ${us}`, uk: `UK ${uk}` });
  return { ...regional(`shoe-${eu}`, labels(uk + 2)), labelsForMen: labels(uk + 1) };
}

/** From EU 16 on. British sizes begin again at 1 after the child's 13, American ones after 13C. */
const kidsShoesUs =
  '1C 2C 3C 4C 5C 5.5C 6C 7C 8C 9C 9.5C 10C 11C 12C 12.5C 13C 1Y 2Y 3Y 3.5Y 4Y 5Y 6Y 6.5Y'.split(' ');
const kidsShoesUk =
  'child 0,child 1,child 2,child 3,child 4,child 4.5,child 5,child 6,child 7,child 8,child 8.5,child 9,child 10,child 11,child 11.5,child 12,child 13,1,2,2.5,3.5,4,5,6'.split(
    ',',
  );

/** Inner circumference in mm (ISO 8653, as the EU prints it), American, British. */
const rings: readonly (readonly [eu: number, us: number, uk: string])[] = [
  [44, 3, 'F'],
  [46, 3.5, 'G'],
  [47, 4, 'H'],
  [48, 4.5, 'I'],
  [49, 5, 'J½'],
  [51, 5.5, 'K½'],
  [52, 6, 'L½'],
  [53, 6.5, 'M½'],
  [54, 7, 'N½'],
  [56, 7.5, 'O½'],
  [57, 8, 'P½'],
  [58, 8.5, 'Q½'],
  [60, 9, 'R½'],
  [61, 9.5, 'S½'],
  [62, 10, 'T½'],
  [63, 10.5, 'U½'],
  [65, 11, 'V½'],
  [66, 11.5, 'W½'],
  [67, 12, 'X½'],
  [68, 12.5, 'Z'],
  [70, 13, 'Z+1'],
];

/** Head in cm, then as America and Britain count it, from 54 cm on. */
const hatsUs = '6¾ 6⅞ 7 7⅛ 7¼ 7⅜ 7½ 7⅝ 7¾'.split(' ');
const hatsUk = '6⅝ 6¾ 6⅞ 7 7⅛ 7¼ 7⅜ 7½ 7⅝'.split(' ');

export const sizeScales = {
  letters: scale(
    'Letters',
    'حروف',
    ['XXS', 'XS', 'S', 'M', 'L', 'XL', 'XXL', '3XL', '4XL'].map((letter) => printed(letter, letter)),
  ),
  'women-numeric': scale(
    'Numbers',
    'اعداد',
    steps(32, 54, 2).map((eu) =>
      regional(`eu-${eu}`, { eu: `EU ${eu}`, us: `US ${eu - 32}`, uk: `UK ${eu - 28}` }),
    ),
  ),
  'men-numeric': scale(
    'Numbers',
    'اعداد',
    steps(44, 62, 2).map((eu) =>
      regional(`men-eu-${eu}`, { eu: `EU ${eu}`, us: `US ${eu - 10}`, uk: `UK ${eu - 10}` }),
    ),
  ),
  waist: scale(
    'Waist in inches',
    'دور کمر به اینچ',
    steps(23, 44, 1).map((inches) => printed(`w${inches}`, `W${inches}`)),
  ),
  shoes: scale('Shoe size', 'شمارهٔ کفش', steps(34, 50, 0.5).map(shoe)),
  'kids-age': scale('Age', 'سن', [
    { id: 'age-newborn', names: { en: 'Newborn', fa: 'نوزاد' } },
    months(0, 3),
    months(3, 6),
    months(6, 9),
    months(9, 12),
    months(12, 18),
    months(18, 24),
    ...steps(2, 16, 1).map(years),
  ]),
  'kids-shoes': scale(
    'Shoe size',
    'شمارهٔ کفش',
    steps(16, 39, 1).map((eu, index) =>
      regional(`kids-shoe-${eu}`, {
        eu: `EU ${eu}`,
        us: `US ${kidsShoesUs[index]!}`,
        uk: `UK ${kidsShoesUk[index]!}`,
      }),
    ),
  ),
  rings: scale(
    'Ring size',
    'سایز انگشتر',
    rings.map(([eu, us, uk]) => regional(`ring-${eu}`, { eu: `EU ${eu}`, us: `US ${us}`, uk: `UK ${uk}` })),
  ),
  belts: scale(
    'Belt length',
    'طول کمربند',
    steps(65, 130, 5).map((cm) => {
      const inches = (cm - 75) / 2.5 + 30;
      return regional(`belt-${cm}`, { eu: `EU ${cm}`, us: `US ${inches}`, uk: `UK ${inches}` });
    }),
  ),
  hats: scale(
    'Head size',
    'دور سر',
    steps(54, 62, 1).map((cm, index) =>
      regional(`hat-${cm}`, { eu: `EU ${cm}`, us: `US ${hatsUs[index]!}`, uk: `UK ${hatsUk[index]!}` }),
    ),
  ),
  beds: scale('Bed', 'تخت', [
    { id: 'bed-cot', names: { en: 'Cot', fa: 'تخت نوزاد' } },
    { id: 'bed-single', names: { en: 'Single', fa: 'یک‌نفره' } },
    { id: 'bed-double', names: { en: 'Double', fa: 'دونفره' } },
    { id: 'bed-king', names: { en: 'King', fa: 'کینگ' } },
  ]),
} as const satisfies Record<string, SizeScale>;

export type SizeScaleId = keyof typeof sizeScales;

const sizes: readonly Size[] = [
  ...Object.values(sizeScales).flatMap((each) => each.sizes),
  oneSize,
  unlabelled,
];
const byId = new Map(sizes.map((size) => [size.id, size]));

/** Knows no categories, so that a card can say its size without them. */
export const findSize = (id: string): Size | null => byId.get(id) ?? null;

/** What a reader of a region and language calls a size; `department` because men's shoe labels are others. */
export function sizeLabel(size: Size, region: SizeRegion, locale: keyof Names, department?: string): string {
  const labels = (department === 'men' && size.labelsForMen) || size.labels;
  return labels ? (labels[region] ?? labels.eu) : size.names[locale];
}
