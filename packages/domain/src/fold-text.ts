/**
 * A text as one searches in it: small letters without diacritics, Persian letters and Western digits however they
 * were typed. "Café ۱۲" and "cafe 12" fold to the same, and so do Arabic and Persian ye and kaf.
 */
export function foldText(text: string): string {
  return (
    text
      .normalize('NFKD')
      // Accents, Arabic vowel signs, the half-space and the stretching line.
      .replaceAll(/\p{M}|\u200c|\u200d|\u0640/gu, '')
      .replaceAll(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
      .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
      .replaceAll(/[يى]/g, 'ی')
      .replaceAll('ك', 'ک')
      .replaceAll('ة', 'ه')
      .toLowerCase()
      .trim()
  );
}

/** True when every word asked for stands somewhere in `folded`, which `foldText` made. */
export const hasWords = (folded: string, query: string): boolean =>
  foldText(query)
    .split(/\s+/)
    .every((word) => folded.includes(word));
