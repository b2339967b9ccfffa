/** Persian and Arabic digits as Western ones; everything else as it is. */
export const westernDigits = (text: string): string =>
  text
    .replaceAll(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));

const inPersian = (digits: string): string =>
  digits.replaceAll(/\d/g, (digit) => String.fromCharCode(0x6f0 + Number(digit)));

/** A whole number from 0 on in Persian digits, without what `Intl` takes to load. */
export const persianDigits = (value: number): string => inPersian(String(value));

/** A safe whole number from 0 on as `Intl` groups it, without what that takes to load: `1,234`, `۱٬۲۳۴`. */
export function groupedDigits(value: number, locale: 'en' | 'fa'): string {
  const groups = String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, locale === 'fa' ? '٬' : ',');
  return locale === 'fa' ? inPersian(groups) : groups;
}
