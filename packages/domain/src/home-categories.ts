import type { GroupRows } from './taxonomy-rows.ts';

export const homeGroups: readonly GroupRows[] = [
  {
    id: 'textiles',
    en: 'Textiles',
    fa: 'منسوجات',
    sizes: 'one-size-only',
    items: [
      ['cushions', 'Cushions', 'کوسن'],
      ['throws', 'Throws and blankets', 'پتو و شال مبل'],
      ['bedding', 'Bedding', 'روتختی و ملحفه', 'beds'],
      ['towels', 'Towels', 'حوله'],
      ['tablecloths', 'Tablecloths', 'رومیزی'],
      ['curtains', 'Curtains', 'پرده'],
      ['rugs', 'Rugs', 'قالیچه و گلیم'],
    ],
  },
  {
    id: 'decor',
    en: 'Decoration',
    fa: 'دکوری',
    sizes: 'one-size-only',
    items: [
      ['vases', 'Vases', 'گلدان'],
      ['candles', 'Candles and candlesticks', 'شمع و شمعدان'],
      ['mirrors', 'Mirrors', 'آینه'],
      ['art', 'Pictures and frames', 'تابلو و قاب'],
      ['clocks', 'Clocks', 'ساعت دیواری و رومیزی'],
      ['ornaments', 'Ornaments', 'مجسمه و تزئینی'],
    ],
  },
  {
    id: 'kitchen',
    en: 'Kitchen and table',
    fa: 'آشپزخانه و پذیرایی',
    sizes: 'one-size-only',
    items: [
      ['tableware', 'Plates and bowls', 'بشقاب و کاسه'],
      ['glassware', 'Glasses and mugs', 'لیوان و ماگ'],
      ['tea-coffee', 'Tea and coffee', 'سرویس چای و قهوه'],
      ['cutlery', 'Cutlery', 'قاشق و چنگال'],
      ['cookware', 'Pots and pans', 'قابلمه و تابه'],
    ],
  },
  {
    id: 'lighting',
    en: 'Lighting',
    fa: 'روشنایی',
    sizes: 'one-size-only',
    items: [
      ['lamps', 'Lamps', 'آباژور و چراغ رومیزی'],
      ['ceiling', 'Ceiling lights', 'لوستر و چراغ سقفی'],
    ],
  },
  {
    id: 'furniture',
    en: 'Small furniture',
    fa: 'مبلمان کوچک',
    sizes: 'one-size-only',
    items: [
      ['chairs', 'Chairs and stools', 'صندلی و چهارپایه'],
      ['tables', 'Small tables', 'میز عسلی'],
      ['storage', 'Shelves and storage', 'شلف و سبد'],
    ],
  },
];
