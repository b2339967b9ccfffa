import { expect, test } from 'vitest';
import { PriceTyping, type TextAndCaret } from './price-typing.ts';

/** Types one mark after another; `<` deletes the one before the caret, `[` and `]` go one back and on. */
function typing(keys: string, currency = 'USD', start = ''): string {
  const field = new PriceTyping(currency);
  let now: TextAndCaret = { text: start, caret: start.length };
  for (const key of keys) {
    const { text, caret } = now;
    if (key === '[') now = { text, caret: caret - 1 };
    else if (key === ']') now = { text, caret: caret + 1 };
    else if (key === '<')
      now = field.type(
        { text: text.slice(0, caret - 1) + text.slice(caret), caret: Math.max(0, caret - 1) },
        '',
      );
    else now = field.type({ text: text.slice(0, caret) + key + text.slice(caret), caret: caret + 1 }, key);
  }
  return `${now.text.slice(0, now.caret)}|${now.text.slice(now.caret)}`;
}

test('thousands are grouped while they are typed, and the caret stays behind what was typed', () => {
  expect(typing('1234')).toBe('1,234|');
  expect(typing('12345.5')).toBe('12,345.5|');
  expect(typing('1234567', 'IRR')).toBe('1,234,567|');
  expect(typing('1234[[[[9')).toBe('19|,234');
  expect(typing('1234[[9')).toBe('12,9|34');
});

test('Persian and Arabic digits are grouped by their own marks', () => {
  expect(typing('۱۲۳۴۵')).toBe('۱۲٬۳۴۵|');
  expect(typing('۱۲٫۵')).toBe('۱۲٫۵|');
  expect(typing('۱۲/۵')).toBe('۱۲٫۵|');
  expect(typing('١٢٣٤')).toBe('١٬٢٣٤|');
});

test('deleting goes through the groups', () => {
  expect(typing('12345<')).toBe('1,234|');
  expect(typing('12345<<')).toBe('123|');
  expect(typing('1234[[[<')).toBe('1|,234');
  expect(typing('1234[[[<<')).toBe('|234');
  expect(typing('12500<<')).toBe('125|');
});

test('a comma opens the fraction until a third digit says that it groups', () => {
  expect(typing('12,5')).toBe('12.5|');
  expect(typing('12,50')).toBe('12.50|');
  expect(typing('1,234')).toBe('1,234|');
  expect(typing('1,234.50')).toBe('1,234.50|');
  expect(typing('12,345,678')).toBe('12,345,678|');
});

test('a point never makes a hundred out of one: a digit too many is not taken', () => {
  expect(typing('45.678')).toBe('45.67|');
  expect(typing('4..5')).toBe('4.5|');
  expect(typing('12[.')).toBe('1.|2');
  expect(typing('1234[[[[.')).toBe('1|,234');
});

test('a currency without decimals takes no point', () => {
  expect(typing('1.000.000', 'IRR')).toBe('1,000,000|');
  expect(typing('۱٫۵', 'IRR')).toBe('۱۵|');
});

test('a whole text comes in as it reads', () => {
  const field = new PriceTyping('USD');
  const take = (text: string) => field.type({ text, caret: text.length }, null).text;
  expect(take('1.234,56')).toBe('1,234.56');
  expect(take('12,50')).toBe('12.50');
  expect(take('$ 40')).toBe('40');
  expect(take('۱۲۳۴')).toBe('1,234');
  expect(take('forty')).toBe('forty');
});

test('what is no number stays as it was typed', () => {
  expect(typing('12a')).toBe('12a|');
  expect(typing('.')).toBe('.|');
  expect(typing('-5')).toBe('-5|');
});
