import { expect, test } from 'vitest';
import { renewMySizes } from './my-sizes.ts';

test('new sizes take the place of the former ones of their scale only', () => {
  expect(renewMySizes(['S', 'M', 'shoe-39'], ['L'])).toEqual(['L', 'shoe-39']);
  expect(renewMySizes(['L', 'shoe-39'], ['shoe-40', 'shoe-38.5'])).toEqual(['L', 'shoe-38.5', 'shoe-40']);
});

test('taking a filter away forgets nothing', () => {
  expect(renewMySizes(['M'], [])).toEqual(['M']);
});

test('one size and an unknown label are nobody’s size', () => {
  expect(renewMySizes([], ['one-size', 'unlabelled', 'M'])).toEqual(['M']);
});
