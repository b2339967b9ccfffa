import type { Names } from '@komod/domain/names';
import type { GarmentName } from '../art/garments.ts';
import type { ClothName } from './cloths.ts';

export interface CutKind {
  garment: GarmentName;
  category: string;
  /** Those of the category's that a closet is likely to hold. */
  sizes: readonly string[];
  names: Names;
  cloths: readonly ClothName[];
  /** In whole units of the marketplace's currency, like new. */
  price: readonly [from: number, to: number];
}

const letters = ['XS', 'S', 'M', 'L', 'XL'];
const dressSizes = ['eu-34', 'eu-36', 'eu-38', 'eu-40', 'eu-42', 'eu-44'];
const suitSizes = ['men-eu-46', 'men-eu-48', 'men-eu-50', 'men-eu-52', 'men-eu-54'];
const waists = ['w26', 'w28', 'w29', 'w30', 'w31', 'w32', 'w34'];
const womensShoes = ['shoe-36', 'shoe-37', 'shoe-38', 'shoe-38.5', 'shoe-39', 'shoe-40', 'shoe-41'];
const mensShoes = ['shoe-41', 'shoe-42', 'shoe-42.5', 'shoe-43', 'shoe-44', 'shoe-45'];
const ages = ['age-18-24m', 'age-2y', 'age-3y', 'age-4y', 'age-5y', 'age-6y', 'age-8y'];
const kidsShoes = ['kids-shoe-24', 'kids-shoe-26', 'kids-shoe-28', 'kids-shoe-30', 'kids-shoe-31'];
const unsized = ['one-size'];

const shirtings: readonly ClothName[] = ['linen', 'cotton', 'stripe', 'gingham', 'dots', 'pinstripe'];
const knits: readonly ClothName[] = ['knit', 'rib', 'striped_knit'];
const suitings: readonly ClothName[] = ['wool', 'check', 'pinstripe', 'twill', 'linen'];

export const cuts = {
  womensTee: {
    garment: 'tee',
    category: 'women.tops.t-shirts',
    sizes: letters,
    names: { en: 'tee', fa: 'تی‌شرت' },
    cloths: ['cotton', 'stripe', 'rib', 'linen'],
    price: [9, 26],
  },
  blouse: {
    garment: 'shirt',
    category: 'women.tops.shirts',
    sizes: letters,
    names: { en: 'shirt', fa: 'شومیز' },
    cloths: [...shirtings, 'floral', 'satin'],
    price: [16, 58],
  },
  womensJumper: {
    garment: 'jumper',
    category: 'women.knitwear.jumpers',
    sizes: letters,
    names: { en: 'jumper', fa: 'پلیور' },
    cloths: knits,
    price: [22, 85],
  },
  womensCardigan: {
    garment: 'cardigan',
    category: 'women.knitwear.cardigans',
    sizes: letters,
    names: { en: 'cardigan', fa: 'ژاکت' },
    cloths: [...knits, 'wool'],
    price: [24, 95],
  },
  womensBlazer: {
    garment: 'blazer',
    category: 'women.jackets.blazers',
    sizes: letters,
    names: { en: 'blazer', fa: 'کت' },
    cloths: suitings,
    price: [38, 140],
  },
  womensCoat: {
    garment: 'coat',
    category: 'women.jackets.coats',
    sizes: letters,
    names: { en: 'coat', fa: 'پالتو' },
    cloths: ['wool', 'check', 'cord'],
    price: [70, 280],
  },
  dayDress: {
    garment: 'dress',
    category: 'women.dresses.day',
    sizes: dressSizes,
    names: { en: 'day dress', fa: 'پیراهن' },
    cloths: ['floral', 'dots', 'gingham', 'linen', 'stripe', 'cotton'],
    price: [28, 110],
  },
  slipDress: {
    garment: 'slip',
    category: 'women.dresses.evening',
    sizes: dressSizes,
    names: { en: 'slip dress', fa: 'لباس شب' },
    cloths: ['satin', 'floral', 'satin'],
    price: [45, 190],
  },
  skirt: {
    garment: 'skirt',
    category: 'women.skirts.midi',
    sizes: dressSizes,
    names: { en: 'pleated skirt', fa: 'دامن پلیسه' },
    cloths: ['check', 'satin', 'floral', 'cord', 'dots', 'wool'],
    price: [20, 80],
  },
  womensJeans: {
    garment: 'jeans',
    category: 'women.trousers.jeans',
    sizes: waists,
    names: { en: 'jeans', fa: 'شلوار' },
    cloths: ['denim'],
    price: [24, 75],
  },
  womensTrousers: {
    garment: 'jeans',
    category: 'women.trousers.tailored',
    sizes: dressSizes,
    names: { en: 'trousers', fa: 'شلوار' },
    cloths: ['cord', 'twill', 'linen', 'check'],
    price: [22, 70],
  },
  womensBoots: {
    garment: 'boots',
    category: 'women.shoes.ankle-boots',
    sizes: womensShoes,
    names: { en: 'ankle boots', fa: 'نیم‌بوت' },
    cloths: ['leather', 'suede'],
    price: [40, 160],
  },
  womensTrainers: {
    garment: 'trainers',
    category: 'women.shoes.trainers',
    sizes: womensShoes,
    names: { en: 'plimsolls', fa: 'کتانی' },
    cloths: ['canvas', 'leather'],
    price: [18, 60],
  },
  handbag: {
    garment: 'tote',
    category: 'women.bags.totes',
    sizes: unsized,
    names: { en: 'tote', fa: 'کیف دوشی' },
    cloths: ['leather', 'canvas', 'stripe', 'gingham', 'suede'],
    price: [26, 190],
  },
  mensTee: {
    garment: 'tee',
    category: 'men.tops.t-shirts',
    sizes: letters,
    names: { en: 'tee', fa: 'تی‌شرت' },
    cloths: ['cotton', 'stripe', 'linen'],
    price: [9, 28],
  },
  mensShirt: {
    garment: 'shirt',
    category: 'men.tops.shirts',
    sizes: letters,
    names: { en: 'shirt', fa: 'پیراهن' },
    cloths: [...shirtings, 'check', 'denim', 'cord'],
    price: [15, 60],
  },
  mensJumper: {
    garment: 'jumper',
    category: 'men.knitwear.jumpers',
    sizes: letters,
    names: { en: 'jumper', fa: 'پلیور' },
    cloths: knits,
    price: [22, 90],
  },
  mensCardigan: {
    garment: 'cardigan',
    category: 'men.knitwear.cardigans',
    sizes: letters,
    names: { en: 'cardigan', fa: 'ژاکت' },
    cloths: ['knit', 'rib'],
    price: [26, 95],
  },
  suitJacket: {
    garment: 'blazer',
    category: 'men.jackets.blazers',
    sizes: suitSizes,
    names: { en: 'jacket', fa: 'کت' },
    cloths: suitings,
    price: [45, 180],
  },
  mensCoat: {
    garment: 'coat',
    category: 'men.jackets.coats',
    sizes: letters,
    names: { en: 'overcoat', fa: 'پالتو' },
    cloths: ['wool', 'check'],
    price: [80, 320],
  },
  mensJeans: {
    garment: 'jeans',
    category: 'men.trousers.jeans',
    sizes: waists,
    names: { en: 'jeans', fa: 'شلوار' },
    cloths: ['denim'],
    price: [22, 80],
  },
  mensTrousers: {
    garment: 'jeans',
    category: 'men.trousers.chinos',
    sizes: waists,
    names: { en: 'trousers', fa: 'شلوار' },
    cloths: ['twill', 'cord', 'linen'],
    price: [20, 70],
  },
  mensTrainers: {
    garment: 'trainers',
    category: 'men.shoes.trainers',
    sizes: mensShoes,
    names: { en: 'trainers', fa: 'کتانی' },
    cloths: ['canvas', 'leather', 'suede'],
    price: [20, 75],
  },
  mensBoots: {
    garment: 'boots',
    category: 'men.shoes.boots',
    sizes: mensShoes,
    names: { en: 'Chelsea boots', fa: 'نیم‌بوت' },
    cloths: ['leather', 'suede'],
    price: [45, 170],
  },
  kidsTee: {
    garment: 'tee',
    category: 'kids.tops.t-shirts',
    sizes: ages,
    names: { en: 'kids’ tee', fa: 'تی‌شرت بچگانه' },
    cloths: ['stripe', 'cotton', 'dots'],
    price: [5, 14],
  },
  kidsCardigan: {
    garment: 'cardigan',
    category: 'kids.tops.jumpers',
    sizes: ages,
    names: { en: 'kids’ cardigan', fa: 'ژاکت بچگانه' },
    cloths: ['knit', 'striped_knit'],
    price: [8, 26],
  },
  kidsCoat: {
    garment: 'coat',
    category: 'kids.jackets.coats',
    sizes: ages,
    names: { en: 'kids’ coat', fa: 'پالتوی بچگانه' },
    cloths: ['wool', 'check', 'cord'],
    price: [18, 60],
  },
  kidsDress: {
    garment: 'dress',
    category: 'kids.dresses.dresses',
    sizes: ages,
    names: { en: 'kids’ dress', fa: 'پیراهن بچگانه' },
    cloths: ['floral', 'gingham', 'dots', 'stripe'],
    price: [9, 30],
  },
  kidsTrousers: {
    garment: 'jeans',
    category: 'kids.trousers.trousers',
    sizes: ages,
    names: { en: 'kids’ trousers', fa: 'شلوار بچگانه' },
    cloths: ['cord', 'denim', 'twill'],
    price: [8, 24],
  },
  kidsTrainers: {
    garment: 'trainers',
    category: 'kids.shoes.trainers',
    sizes: kidsShoes,
    names: { en: 'kids’ plimsolls', fa: 'کتانی بچگانه' },
    cloths: ['canvas'],
    price: [8, 22],
  },
  cushion: {
    garment: 'cushion',
    category: 'home.textiles.cushions',
    sizes: unsized,
    names: { en: 'cushion cover', fa: 'روکوسنی' },
    cloths: ['linen', 'cord', 'stripe', 'check', 'floral', 'gingham', 'wool', 'knit'],
    price: [7, 34],
  },
  blanket: {
    garment: 'throw',
    category: 'home.textiles.throws',
    sizes: unsized,
    names: { en: 'throw', fa: 'شال مبل' },
    cloths: ['wool', 'check', 'knit', 'linen', 'gingham', 'stripe'],
    price: [18, 90],
  },
} as const satisfies Record<string, CutKind>;

export type CutName = keyof typeof cuts;
