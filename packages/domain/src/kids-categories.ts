import type { GroupRows } from './taxonomy-rows.ts';

export const kidsGroups: readonly GroupRows[] = [
  {
    id: 'baby',
    en: 'Baby clothes',
    fa: 'لباس نوزاد',
    sizes: 'kids-age',
    items: [
      ['bodysuits', 'Bodysuits', 'بادی'],
      ['sleepsuits', 'Sleepsuits and rompers', 'سرهمی'],
      ['sets', 'Sets', 'ست نوزادی'],
    ],
  },
  {
    id: 'tops',
    en: 'Tops',
    fa: 'بلوز و تی‌شرت',
    sizes: 'kids-age',
    items: [
      ['t-shirts', 'T-shirts', 'تی‌شرت'],
      ['shirts', 'Shirts and blouses', 'پیراهن و شومیز'],
      ['jumpers', 'Jumpers and cardigans', 'پلیور و ژاکت'],
      ['sweatshirts', 'Sweatshirts and hoodies', 'سویشرت و هودی'],
    ],
  },
  {
    id: 'dresses',
    en: 'Dresses and skirts',
    fa: 'پیراهن و دامن دخترانه',
    sizes: 'kids-age',
    items: [
      ['dresses', 'Dresses', 'پیراهن دخترانه'],
      ['skirts', 'Skirts', 'دامن'],
    ],
  },
  {
    id: 'jackets',
    en: 'Jackets and coats',
    fa: 'کت و کاپشن',
    sizes: 'kids-age',
    items: [
      ['coats', 'Coats', 'کاپشن و پالتو'],
      ['jackets', 'Light jackets', 'کت و ژاکت سبک'],
      ['raincoats', 'Raincoats', 'بارانی'],
    ],
  },
  {
    id: 'trousers',
    en: 'Trousers',
    fa: 'شلوار',
    sizes: 'kids-age',
    items: [
      ['jeans', 'Jeans', 'شلوار جین'],
      ['trousers', 'Trousers', 'شلوار'],
      ['leggings', 'Leggings', 'لگینگ'],
      ['shorts', 'Shorts', 'شلوارک'],
    ],
  },
  {
    id: 'more',
    en: 'School, sport and sleep',
    fa: 'مدرسه، ورزش و خواب',
    sizes: 'kids-age',
    items: [
      ['school', 'School uniforms', 'روپوش مدرسه'],
      ['sportswear', 'Sportswear', 'لباس ورزشی'],
      ['swimwear', 'Swimwear', 'مایو'],
      ['pyjamas', 'Pyjamas', 'پیژامه'],
    ],
  },
  {
    id: 'shoes',
    en: 'Shoes',
    fa: 'کفش',
    sizes: 'kids-shoes',
    items: [
      ['trainers', 'Trainers', 'کتانی'],
      ['boots', 'Boots', 'بوت و نیم‌بوت'],
      ['smart', 'Smart shoes', 'کفش مهمانی'],
      ['sandals', 'Sandals', 'صندل'],
    ],
  },
  {
    id: 'accessories',
    en: 'Accessories',
    fa: 'اکسسوری',
    sizes: 'one-size-only',
    items: [
      ['bags', 'Bags and backpacks', 'کیف و کوله'],
      ['hats', 'Hats, scarves and gloves', 'کلاه، شال‌گردن و دستکش', 'kids-age'],
    ],
  },
  {
    id: 'toys',
    en: 'Toys and books',
    fa: 'اسباب‌بازی و کتاب',
    sizes: 'one-size-only',
    items: [
      ['soft-toys', 'Dolls and soft toys', 'عروسک'],
      ['building', 'Building toys', 'ساختنی'],
      ['games', 'Games and puzzles', 'بازی فکری و پازل'],
      ['books', 'Children’s books', 'کتاب کودک'],
    ],
  },
  {
    id: 'gear',
    en: 'Baby gear',
    fa: 'لوازم نوزاد',
    sizes: 'one-size-only',
    items: [
      ['prams', 'Prams and pushchairs', 'کالسکه'],
      ['carriers', 'Baby carriers', 'آغوشی'],
    ],
  },
];
