/** Persian and Arabic digits as Western ones; everything else as it is. */
export const westernDigits = (text: string): string =>
  text
    .replaceAll(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));

/** A whole number from 0 on in Persian digits, without what `Intl` takes to load. */
export const persianDigits = (value: number): string =>
  String(value).replaceAll(/\d/g, (digit) => String.fromCharCode(0x6f0 + Number(digit)));
