import { expect, test } from 'vitest';
import { suggestFromTitle } from './suggest-from-title.ts';
import type { Answers, TitleReader } from './suggest-from-title.ts';

const stranger: TitleReader = { region: 'eu', categories: [], brands: [] };
const words = (title: string, answers: Answers = {}, reader = stranger): string[] =>
  suggestFromTitle(title, answers, reader).map(({ field, value }) => `${field} ${value}`);

test.each([
  ['Zara black blazer, women', ['category women.jackets.blazers', 'brand Zara', 'colours black']],
  [
    'Black Zara blazer size M womens',
    ['category women.jackets.blazers', 'brand Zara', 'colours black', 'size M'],
  ],
  ["Men's Levi's jeans W32", ['category men.trousers.jeans', "brand Levi's", 'size w32']],
  ['levis 501 jeans for men 32W', ['category men.trousers.jeans', "brand Levi's", 'size w32']],
  ['sezane silk dress, new with tags', ['category women.dresses.day', 'brand Sézane', 'condition nwt']],
  [
    'Navy blue and light blue mini skirt EU 38',
    ['category women.skirts.mini', 'colours navy', 'colours light-blue', 'size eu-38'],
  ],
  ['Denim jacket with belt, ladies, UK 10', ['category women.jackets.denim', 'size eu-38']],
  ['Dress shirt for men, like new', ['category men.tops.shirts', 'condition like-new']],
  ['Ankle boots 39.5', ['category women.shoes.ankle-boots', 'size shoe-39.5']],
  ['Girls dress 6 years, pink', ['category kids.dresses.dresses', 'colours pink', 'size age-6y']],
  ['Baby bodysuit 3-6 months', ['category kids.baby.bodysuits', 'size age-3-6m']],
  ['Vase, off-white', ['category home.decor.vases', 'colours white']],
  ['Tote bag', ['category women.bags.totes']],
  ['Scarf, one size, ladies', ['category women.accessories.scarves', 'size one-size']],
  [
    'The North Face puffer jacket XL mens',
    ['category men.jackets.puffers', 'brand The North Face', 'size XL'],
  ],
  ['Something lovely', []],
  ['', []],
])('%s', (title, expected) => {
  expect(words(title)).toEqual(expected);
});

test.each([
  [
    'کت تک زارا مشکی زنانه سایز ۴۰',
    ['category women.jackets.blazers', 'brand Zara', 'colours black', 'size eu-40'],
  ],
  ['شلوار جین مردانه سایز ۳۲', ['category men.trousers.jeans', 'size w32']],
  ['مانتو سرمه‌ای نو با اتیکت', ['category women.jackets.manteaus', 'colours navy', 'condition nwt']],
  ['تی شرت سفید بچگانه ۶ سال', ['category kids.tops.t-shirts', 'colours white', 'size age-6y']],
  ['كتاني نایک آبی روشن زنانه ۳۸', ['category women.shoes.trainers', 'colours light-blue', 'size shoe-38']],
  [
    'روسری ابریشم طوسی در حد نو',
    ['category women.accessories.scarves', 'colours grey', 'condition like-new'],
  ],
  ['پالتو زنانه ایکس لارج منگو', ['category women.jackets.coats', 'brand Mango', 'size XL']],
  ['گلدان سفالی فیروزه‌ای', ['category home.decor.vases', 'colours turquoise']],
  ['پیراهن مردانه با کراوات', ['category men.tops.shirts']],
  ['سرهمی نوزاد ۳ تا ۶ ماه', ['category kids.baby.sleepsuits', 'size age-3-6m']],
  [
    'کفش پاشنه بلند چرم مشهد شماره ۳۷٫۵',
    ['category women.shoes.heels', 'brand Charm Mashhad', 'size shoe-37.5'],
  ],
])('%s', (title, expected) => {
  expect(words(title)).toEqual(expected);
});

test('a department that nobody said is offered, not guessed', () => {
  expect(suggestFromTitle('Blazer', {}, stranger)).toEqual([
    { field: 'category', value: 'women.jackets.blazers', isOneOfSeveral: true },
    { field: 'category', value: 'men.jackets.blazers', isOneOfSeveral: true },
  ]);
});

test('a department follows from the seller’s other pieces, unless the title says another', () => {
  const reader = { ...stranger, categories: ['men.shoes.boots', 'women.bags.totes'] };
  expect(words('Blazer', {}, reader)).toEqual(['category men.jackets.blazers']);
  expect(words('Blazer, women', {}, reader)).toEqual(['category women.jackets.blazers']);
});

test('the seller’s own brands are known', () => {
  expect(words('maman coat women', {}, { ...stranger, brands: ['Maman'] })).toContain('brand Maman');
});

test('what is answered is not asked again', () => {
  const title = 'Zara black blazer M new with tags, women';
  const answers: Answers = {
    category: 'women.tops.blouses',
    size: 'L',
    brand: null,
    colours: ['black', 'red'],
    condition: 'good',
  };
  expect(words(title, answers)).toEqual([]);
  expect(words('Red and black and white scarf', { category: 'women.bags.totes', colours: ['red'] })).toEqual([
    'colours black',
  ]);
});

test('a size is read by the labels of the seller’s region', () => {
  const category = { category: 'women.dresses.day' };
  expect(words('size 10', category, { ...stranger, region: 'uk' })).toEqual(['size eu-38']);
  expect(words('size 10', category, { ...stranger, region: 'us' })).toEqual(['size eu-42']);
  expect(words('size 38', category, { ...stranger, region: 'us' })).toEqual(['size eu-38']);
  expect(words('size 10', category)).toEqual([]);
});

test('a small letter is a word, not a size', () => {
  const category = { category: 'women.dresses.day' };
  expect(words("it's a l m s", category)).toEqual([]);
  expect(words('S', category)).toEqual(['size S']);
  expect(words('size s', category)).toEqual(['size S']);
});
