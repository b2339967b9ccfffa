import type { Names } from './names.ts';

export interface Colour {
  readonly id: string;
  readonly names: Names;
  /** Of the swatch, `#rrggbb`. */
  readonly hex: string;
}

export const colours: readonly Colour[] = [
  { id: 'black', names: { en: 'Black', fa: 'مشکی' }, hex: '#17161b' },
  { id: 'white', names: { en: 'White', fa: 'سفید' }, hex: '#ffffff' },
  { id: 'cream', names: { en: 'Cream', fa: 'کرم' }, hex: '#f3ead7' },
  { id: 'beige', names: { en: 'Beige', fa: 'بژ' }, hex: '#d8c3a5' },
  { id: 'brown', names: { en: 'Brown', fa: 'قهوه‌ای' }, hex: '#6b4528' },
  { id: 'grey', names: { en: 'Grey', fa: 'خاکستری' }, hex: '#8b8b90' },
  { id: 'silver', names: { en: 'Silver', fa: 'نقره‌ای' }, hex: '#c4c7cc' },
  { id: 'gold', names: { en: 'Gold', fa: 'طلایی' }, hex: '#c9a24b' },
  { id: 'red', names: { en: 'Red', fa: 'قرمز' }, hex: '#c81e2c' },
  { id: 'burgundy', names: { en: 'Burgundy', fa: 'زرشکی' }, hex: '#6d1a2d' },
  { id: 'pink', names: { en: 'Pink', fa: 'صورتی' }, hex: '#ee9fb4' },
  { id: 'orange', names: { en: 'Orange', fa: 'نارنجی' }, hex: '#e8762b' },
  { id: 'yellow', names: { en: 'Yellow', fa: 'زرد' }, hex: '#f2c832' },
  { id: 'green', names: { en: 'Green', fa: 'سبز' }, hex: '#2f7d4f' },
  { id: 'olive', names: { en: 'Olive', fa: 'زیتونی' }, hex: '#6b6b35' },
  { id: 'turquoise', names: { en: 'Turquoise', fa: 'فیروزه‌ای' }, hex: '#2fb5b0' },
  { id: 'light-blue', names: { en: 'Light blue', fa: 'آبی روشن' }, hex: '#9cc3e6' },
  { id: 'blue', names: { en: 'Blue', fa: 'آبی' }, hex: '#2b5fc7' },
  { id: 'navy', names: { en: 'Navy', fa: 'سرمه‌ای' }, hex: '#1d2a4d' },
  { id: 'purple', names: { en: 'Purple', fa: 'بنفش' }, hex: '#6f3f9c' },
];

const byId = new Map(colours.map((colour) => [colour.id, colour]));

export const findColour = (id: string): Colour | null => byId.get(id) ?? null;
