import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TypedValue } from './typed-value.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function typing(stored = '') {
  const written: string[] = [];
  const same = (text: string) => text;
  return { written, title: new TypedValue(stored, same, same, (value) => written.push(value)) };
}

test('the first letter is written at once, the next ones together within 200 ms', () => {
  const { title, written } = typing();
  for (const text of ['L', 'Li', 'Lin', 'Line']) title.type(text);
  expect(written).toEqual(['L']);
  vi.advanceTimersByTime(200);
  expect(written).toEqual(['L', 'Line']);
});

test('leaving the field writes what is still only in it', () => {
  const { title, written } = typing();
  title.type('L');
  title.type('Linen');
  title.flush();
  expect(written).toEqual(['L', 'Linen']);
});

test('what another device wrote shows, but not over letters that are not written yet', () => {
  const { title } = typing('Coat');
  title.follow('Wool coat');
  expect(title.text).toBe('Wool coat');
  title.type('Wool coats');
  title.type('Wool coats!');
  title.follow('Jacket');
  expect(title.text).toBe('Wool coats!');
});

test('a value that is only this field’s own echo does not change the text', () => {
  const written: (number | undefined)[] = [];
  const price = new TypedValue<number | undefined>(undefined, Number, String, (value) => written.push(value));
  price.type('45.');
  price.follow(45);
  expect(price.text).toBe('45.');
});
