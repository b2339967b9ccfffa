import { expect, test } from 'vitest';
import { isBackOurs, noteMove } from './way-back.ts';

test('where the browser does not say, Back is ours for as many entries as were made here', () => {
  expect(globalThis.navigation).toBeUndefined();
  expect(isBackOurs()).toBe(false);
  noteMove(1);
  noteMove(1);
  noteMove(-1);
  expect(isBackOurs()).toBe(true);
  // To a page that was left by loading another.
  noteMove(-3);
  expect(isBackOurs()).toBe(false);
  noteMove(1);
  expect(isBackOurs()).toBe(true);
});
