// What people type, made safe to store and compare. HTML and bidi controls are text like any other and stay.

/** Control characters that have no place in text: C0 without line feed, DEL and C1. */
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

/** Unicode NFC, whole code points, no control characters, no space around; lines stay lines. */
export const cleanText = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(controls, '')
    .toWellFormed()
    .normalize('NFC')
    .trim();

/** The same in one line. */
export const cleanLine = (text: string): string => cleanText(text.replaceAll(/[\r\n]+/g, ' '));

/** Length as people count it in limits: code points. */
export function textLength(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** True when nothing of the text can be seen: spaces and invisible marks only. */
export const isBlank = (text: string): boolean => !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
