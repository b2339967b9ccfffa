import { expect, test } from 'vitest';
import { foldText, hasWords } from './fold-text.ts';

test.each([
  ['Café', 'cafe'],
  ['ÉTÉ ', 'ete'],
  ['سايز ۴۲', 'سایز 42'],
  ['كيف', 'کیف'],
  ['٣٨', '38'],
  ['کفش‌ها', 'کفشها'],
  ['مُدِ', 'مد'],
  ['آبی', 'ابی'],
])('%s is found as %s', (typed, folded) => {
  expect(foldText(typed)).toBe(folded);
  expect(foldText(folded)).toBe(folded);
});

test('all the words asked for must be there, in any order, whole or begun', () => {
  const text = foldText('Zara blazer Black ۳۸');
  expect(hasWords(text, 'bla zar')).toBe(true);
  expect(hasWords(text, '38')).toBe(true);
  expect(hasWords(text, 'zara coat')).toBe(false);
  expect(hasWords(text, '  ')).toBe(true);
});
