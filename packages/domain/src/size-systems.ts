import type { Names } from './names.ts';
import { oneSize, sizeScales, unlabelled } from './size-scales.ts';
import type { Size, SizeScaleId } from './size-scales.ts';

/** What may stand on the labels of a kind of piece: most clothes are labelled by letter or by number. */
export interface SizeSystem {
  readonly names: Names;
  readonly scales: readonly SizeScaleId[];
  /** Of all its scales, then the two that every system has. */
  readonly sizes: readonly Size[];
}

const system = (en: string, fa: string, scales: readonly SizeScaleId[]): SizeSystem => ({
  names: { en, fa },
  scales,
  sizes: [...scales.flatMap((id) => sizeScales[id].sizes), oneSize, unlabelled],
});

export const sizeSystems = {
  women: system('Women’s clothes', 'لباس زنانه', ['letters', 'women-numeric']),
  'women-bottoms': system('Women’s trousers', 'شلوار زنانه', ['waist', 'letters', 'women-numeric']),
  men: system('Men’s clothes', 'لباس مردانه', ['letters', 'men-numeric']),
  'men-bottoms': system('Men’s trousers', 'شلوار مردانه', ['waist', 'letters', 'men-numeric']),
  letters: system('Letters', 'حروف', ['letters']),
  shoes: system('Shoes', 'کفش', ['shoes']),
  'kids-age': system('Age', 'سن', ['kids-age']),
  'kids-shoes': system('Kids’ shoes', 'کفش بچگانه', ['kids-shoes']),
  rings: system('Rings', 'انگشتر', ['rings']),
  belts: system('Belts', 'کمربند', ['belts', 'letters']),
  hats: system('Hats', 'کلاه', ['letters', 'hats']),
  beds: system('Beds', 'تخت', ['beds']),
  'one-size-only': system('No sizes', 'بدون سایز', []),
} as const satisfies Record<string, SizeSystem>;

export type SizeSystemId = keyof typeof sizeSystems;
