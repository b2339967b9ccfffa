import { expect, test } from 'vitest';
import { wordsOf } from './category-words.ts';
import { findBrands, sameBrand } from './find-brands.ts';
import { findCategories } from './find-categories.ts';
import { foldText } from './fold-words.ts';
import { sizeAfterCategory } from './size-after-category.ts';
import { categories } from './taxonomy.ts';

test('every category has words, and what one of it is called in English', () => {
  for (const { id } of categories) expect(wordsOf(id)[0], id).toMatch(/^[A-Z]/);
});

test.each([
  ['t-shirt', 'women.tops.t-shirts'],
  ['tee', 'women.tops.t-shirts'],
  ['T SHIRT', 'women.tops.t-shirts'],
  ['تی‌شرت', 'women.tops.t-shirts'],
  ['تیشرت', 'women.tops.t-shirts'],
  ['تي شرت', 'women.tops.t-shirts'],
  ['blazers', 'women.jackets.blazers'],
  ['بلیزر', 'women.jackets.blazers'],
  ['مانتو', 'women.jackets.manteaus'],
  ['sneakers', 'women.shoes.trainers'],
  ['کتونی', 'women.shoes.trainers'],
  ["women's jeans", 'women.trousers.jeans'],
  ['پیراهن مردانه', 'men.tops.shirts'],
  ['girls dress', 'kids.dresses.dresses'],
  ['men jeans', 'men.trousers.jeans'],
  ['جین مردانه', 'men.trousers.jeans'],
  ['کت و شلوار', 'women.suits.suits'],
  ['گلدان', 'home.decor.vases'],
  ['sweater', 'women.knitwear.jumpers'],
  ['روسری', 'women.accessories.scarves'],
  ['stroller', 'kids.gear.prams'],
])('a search for %s finds %s first', (query, id) => {
  expect(findCategories(query)[0]?.id).toBe(id);
});

test('each category is found by its own name in each language', () => {
  for (const { id, names } of categories)
    for (const name of [names.en, names.fa])
      expect(
        findCategories(name).map((found) => found.id),
        name,
      ).toContain(id);
});

test('a search for nothing finds all, for nonsense nothing', () => {
  expect(findCategories(' ')).toHaveLength(categories.length);
  expect(findCategories('qqqq')).toEqual([]);
  expect(findCategories('تیشرت').map(({ id }) => id)).not.toContain('women.tops.tunics');
});

test.each([
  ['sezane', 'Sézane'],
  ['SÉZ', 'Sézane'],
  ['hermes', 'Hermès'],
  ['levis', "Levi's"],
  ['h&m', 'H&M'],
  ['dolce gabbana', 'Dolce & Gabbana'],
  ['زارا', 'Zara'],
  ['نایکی', 'Nike'],
  ['rayban', 'Ray-Ban'],
  ['other stories', '& Other Stories'],
  ['north', 'The North Face'],
])('a brand typed as %s is %s', (typed, name) => {
  expect(findBrands(typed)[0]).toBe(name);
});

test('a name that is not suggested stays as it was typed, one of my own as I wrote it', () => {
  expect(sameBrand('Maman', [])).toBeNull();
  expect(sameBrand('maman', ['Maman'])).toBe('Maman');
  expect(sameBrand('sezane', [])).toBe('Sézane');
  expect(sameBrand('...', ['...'])).toBeNull();
});

test('folding takes away what keyboards differ in', () => {
  expect(foldText('كتِ آبيِ تی‌شِرت ۱۲')).toBe(foldText('کت ابی تیشرت 12'));
});

test.each([
  ['a letter fits trousers too', 'women.tops.blouses', 'women.trousers.jeans', 'M', 'M'],
  ['a shoe is no dress', 'women.dresses.day', 'women.shoes.boots', 'M', undefined],
  ['nobody measures a vase', undefined, 'home.decor.vases', undefined, 'one-size'],
  ['a vase has no M', 'women.tops.blouses', 'home.decor.vases', 'M', 'one-size'],
  ['what a bag had no choice in', 'women.bags.totes', 'women.tops.blouses', 'one-size', undefined],
  ['one size of a scarf-like blouse', 'women.tops.blouses', 'women.jackets.coats', 'one-size', 'one-size'],
  ['from bag to bag', 'women.bags.totes', 'women.bags.purses', 'one-size', 'one-size'],
  ['not on the label', 'women.bags.totes', 'women.tops.blouses', 'unlabelled', 'unlabelled'],
])('a category that changes, %s', (_, from, to, size, kept) => {
  expect(sizeAfterCategory(from, to, size)).toBe(kept);
});
