import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cheaperYetBetter, formatMoney, netEarnings, parsePrice } from './money.ts';
import { defaultPolicy as policy } from './policy.ts';

const usd = (text: string) => parsePrice(text, 'USD', policy);
const ok = (value: number) => ({ ok: true, value });
const no = (refusal: string) => ({ ok: false, refusal });

describe('reading a typed price', () => {
  test.each<[string, number]>([
    ['40', 4000],
    ['۴۰', 4000],
    ['٤٠', 4000],
    ['14.99', 1499],
    ['14,99', 1499],
    ['۱۴٫۹۹', 1499],
    ['١٤٫٩٩', 1499],
    ['۱۴/۹۹', 1499],
    ['14.5', 1450],
    ['.5', 50],
    ['5.', 500],
    ['$ 1,234.50', 123_450],
    ['1.234,50 €', 123_450],
    ['۱٬۲۳۴٫۵۰', 123_450],
    ['1,234', 123_400],
    ['1.234', 123_400],
    ['1 234', 123_400],
    ['1’234.00', 123_400],
    ['1,234,567', 123_456_700],
    ['12.500', 1_250_000],
    ['0.500', 50],
    ['\u200e40\u200f', 4000],
  ])('%o is %i cents', (text, minor) => {
    expect(usd(text)).toEqual(ok(minor));
  });

  test.each([
    ['', 'missing'],
    ['   ', 'missing'],
    ['abc', 'not-a-number'],
    ['1e9', 'not-a-number'],
    ['12 dollars', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['1,23,456', 'not-a-number'],
    ['1.2,3.4', 'not-a-number'],
    ['.', 'not-a-number'],
    ['-', 'not-a-number'],
    ['14.999.9', 'not-a-number'],
    ['14.9999', 'not-whole'],
    ['0.125', 'not-whole'],
    ['-5', 'below-minimum'],
    ['−5', 'below-minimum'],
    ['9'.repeat(400), 'above-maximum'],
  ])('%o is refused as %s', (text, code) => {
    expect(usd(text)).toEqual(no(code));
  });

  test('a currency without decimals takes none', () => {
    expect(parsePrice('۱٬۲۰۰٬۰۰۰', 'IRR', policy)).toEqual(ok(1_200_000));
    expect(parsePrice('1200000.00', 'IRR', policy)).toEqual(ok(1_200_000));
    expect(parsePrice('1200000.5', 'IRR', policy)).toEqual(no('not-whole'));
  });

  test('a currency without a row is unknown', () => {
    expect(parsePrice('5', 'XTS', policy)).toEqual(no('unknown'));
    expect(parsePrice('5', 'constructor', policy)).toEqual(no('unknown'));
  });

  test('what is shown can be typed, in both languages', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 12 }),
        fc.constantFrom('USD', 'EUR'),
        fc.constantFrom('en' as const, 'fa' as const),
        (minor, currency, locale) => {
          expect(parsePrice(formatMoney(minor, currency, locale), currency, policy)).toEqual(ok(minor));
        },
      ),
    );
  });

  test('no text makes it throw or answer anything but whole minor units', () => {
    const typed = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789۱۲٣.,٫٬/- $') }));
    fc.assert(
      fc.property(typed, (text) => {
        const price = usd(text);
        if (price.ok) expect(Number.isSafeInteger(price.value) && price.value >= 0).toBe(true);
      }),
    );
  });
});

describe('showing an amount', () => {
  test('whole amounts have no cents unless asked for', () => {
    expect(formatMoney(4000, 'USD', 'en')).toBe('$40');
    expect(formatMoney(1499, 'USD', 'en')).toBe('$14.99');
    expect(formatMoney(3200, 'USD', 'en', { cents: 'always' })).toBe('$32.00');
    expect(formatMoney(123_456_700, 'USD', 'en')).toBe('$1,234,567');
  });

  test('Persian has its own digits and separators', () => {
    expect(formatMoney(123_450, 'USD', 'fa')).toBe('۱٬۲۳۴٫۵۰ دلار');
    expect(formatMoney(1_200_000, 'IRR', 'fa')).toBe('۱٬۲۰۰٬۰۰۰ ریال');
    expect(formatMoney(4000, 'GBP', 'fa')).toContain('£');
  });

  test('what is no currency is shown, not thrown at', () => {
    expect(formatMoney(5, '<b>', 'en')).toBe('5 <b>');
  });
});

describe('what the seller keeps', () => {
  test('$2.95 below $15, 20 % from there: the step costs four cents', () => {
    expect(netEarnings(1499, 'USD', policy)).toEqual({ feeMinor: 295, netMinor: 1204 });
    expect(netEarnings(1500, 'USD', policy)).toEqual({ feeMinor: 300, netMinor: 1200 });
    expect(netEarnings(4000, 'USD', policy)).toEqual({ feeMinor: 800, netMinor: 3200 });
    expect(netEarnings(4000, 'XTS', policy)).toBeNull();
  });

  test('the better price below the step is offered only where it is better', () => {
    expect(cheaperYetBetter(1500, 'USD', policy)).toEqual({ priceMinor: 1499, gainMinor: 4 });
    expect(cheaperYetBetter(1499, 'USD', policy)).toBeNull();
    expect(cheaperYetBetter(1600, 'USD', policy)).toBeNull();
  });
});

test('whole amounts are written as Intl writes them', () => {
  const whole = fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.maxSafeInteger().map(Math.abs));
  fc.assert(
    fc.property(whole, fc.constantFrom('USD', 'EUR', 'IRR'), (minor, currency) => {
      const scale = currency === 'IRR' ? 1 : 100;
      const amount = Math.floor(minor / scale);
      const english = new Intl.NumberFormat('en-US', {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        maximumFractionDigits: 0,
      });
      expect(formatMoney(amount * scale, currency, 'en')).toBe(english.format(amount));
      const persian = new Intl.NumberFormat('fa-IR').format(amount);
      expect(formatMoney(amount * scale, currency, 'fa').startsWith(`${persian} `)).toBe(true);
    }),
  );
});
