import type { ClothName } from './cloths.ts';
import type { CutName } from './cuts.ts';

/** A demo closet is a theme, not a person, and says so. */
export interface DemoCloset {
  handle: string;
  name: string;
  bio: string;
  city: string;
  language: 'en' | 'fa';
  pieces: number;
  cuts: readonly CutName[];
  /** Only these cloths, where the cut allows one of them. */
  cloths?: readonly ClothName[];
}

export const closets: readonly DemoCloset[] = [
  {
    handle: 'demo_wool',
    name: 'Demo · Vintage wool',
    bio: 'A demo closet: coats, blazers and jumpers for cold mornings. Every piece and picture is drawn by Komod.',
    city: 'Edinburgh',
    language: 'en',
    pieces: 14,
    cuts: ['womensCoat', 'womensBlazer', 'womensJumper', 'skirt', 'mensCoat', 'womensCardigan', 'suitJacket'],
    cloths: ['wool', 'check', 'knit', 'rib', 'striped_knit'],
  },
  {
    handle: 'demo_linen',
    name: 'Demo · Linen and cotton',
    bio: 'A demo closet of light things that wash well. Nothing here is for sale.',
    city: 'Lisbon',
    language: 'en',
    pieces: 14,
    cuts: ['blouse', 'dayDress', 'womensTee', 'womensTrousers', 'mensShirt', 'womensBlazer'],
    cloths: ['linen', 'cotton', 'stripe'],
  },
  {
    handle: 'demo_evening',
    name: 'نمونه · لباس شب',
    bio: 'این کمد نمونه است: ساتن و مخمل برای شب‌های مهمانی. هیچ‌چیز اینجا فروشی نیست.',
    city: 'تهران',
    language: 'fa',
    pieces: 13,
    cuts: ['slipDress', 'skirt', 'blouse', 'handbag', 'womensCoat', 'slipDress'],
    cloths: ['satin', 'floral', 'leather', 'wool', 'cord'],
  },
  {
    handle: 'demo_denim',
    name: 'Demo · Denim and work',
    bio: 'A demo closet: jeans, overshirts and boots that were meant to be worn.',
    city: 'Leeds',
    language: 'en',
    pieces: 13,
    cuts: ['mensJeans', 'womensJeans', 'mensShirt', 'mensTrousers', 'mensBoots', 'mensTee'],
    cloths: ['denim', 'twill', 'cord', 'leather', 'suede', 'check', 'cotton'],
  },
  {
    handle: 'demo_knits',
    name: 'نمونه · بافتنی',
    bio: 'کمد نمونه پر از پلیور و ژاکت. عکس‌ها را خود کمد کشیده است.',
    city: 'تبریز',
    language: 'fa',
    pieces: 13,
    cuts: ['womensJumper', 'womensCardigan', 'mensJumper', 'mensCardigan', 'kidsCardigan'],
  },
  {
    handle: 'demo_tailored',
    name: 'Demo · Tailored',
    bio: 'A demo closet of jackets and pressed trousers. Open a piece, try the gallery, press the heart.',
    city: 'Milan',
    language: 'en',
    pieces: 13,
    cuts: ['suitJacket', 'womensBlazer', 'mensShirt', 'mensTrousers', 'mensCoat', 'womensTrousers'],
    cloths: ['wool', 'check', 'pinstripe', 'twill', 'cotton', 'stripe', 'linen'],
  },
  {
    handle: 'demo_flowers',
    name: 'نمونه · گل‌دار',
    bio: 'کمد نمونه برای دوستداران گل و خال و چهارخانه.',
    city: 'شیراز',
    language: 'fa',
    pieces: 13,
    cuts: ['dayDress', 'blouse', 'skirt', 'slipDress', 'cushion'],
    cloths: ['floral', 'dots', 'gingham'],
  },
  {
    handle: 'demo_stripes',
    name: 'Demo · Stripes and checks',
    bio: 'A demo closet. If it has lines, it hangs here.',
    city: 'Marseille',
    language: 'en',
    pieces: 13,
    cuts: ['womensTee', 'mensTee', 'blouse', 'dayDress', 'handbag', 'womensJumper', 'mensShirt'],
    cloths: ['stripe', 'gingham', 'check', 'striped_knit', 'pinstripe'],
  },
  {
    handle: 'demo_kids',
    name: 'نمونه · بچگانه',
    bio: 'کمد نمونه با لباس بچه‌هایی که زود بزرگ می‌شوند.',
    city: 'اصفهان',
    language: 'fa',
    pieces: 14,
    cuts: ['kidsTee', 'kidsCardigan', 'kidsCoat', 'kidsDress', 'kidsTrousers', 'kidsTrainers'],
  },
  {
    handle: 'demo_shoes',
    name: 'Demo · Shoes and bags',
    bio: 'A demo closet for feet and hands: boots, plimsolls, totes.',
    city: 'Porto',
    language: 'en',
    pieces: 13,
    cuts: ['womensBoots', 'womensTrainers', 'handbag', 'mensBoots', 'mensTrainers', 'kidsTrainers'],
  },
  {
    handle: 'demo_men',
    name: 'نمونه · مردانه',
    bio: 'کمد نمونهٔ مردانه: پیراهن، کت و پلیور. برای امتحان‌کردن برنامه.',
    city: 'رشت',
    language: 'fa',
    pieces: 13,
    cuts: ['mensShirt', 'suitJacket', 'mensJumper', 'mensTrousers', 'mensTrainers', 'mensCoat', 'mensTee'],
  },
  {
    handle: 'demo_home',
    name: 'Demo · Home textiles',
    bio: 'A demo closet of cushions and throws, woven on a computer.',
    city: 'Copenhagen',
    language: 'en',
    pieces: 14,
    cuts: ['cushion', 'blanket'],
  },
];
