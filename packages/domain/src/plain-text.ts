// What people type, made safe to store and compare. HTML and bidi controls are text like any other and stay.

/** Control characters that have no place in text: C0 without line feed, DEL and C1. */
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;

/**
 * A mark that ends an isolate nobody began would end the one a page puts around people's text, and what stands
 * beside it would be turned round. An isolate ends with its line.
 */
function closeOnlyWhatIsOpen(text: string): string {
  if (!text.includes('\u2069')) return text;
  let open = 0;
  return text.replaceAll(/[\n\u2066-\u2069]/g, (mark) => {
    if (mark === '\n') open = 0;
    else if (mark !== '\u2069') open += 1;
    else if (open === 0) return '';
    else open -= 1;
    return mark;
  });
}

/** Text in which nothing can be unclean; most of a closet is, and a closet is read whole. */
const plain = /^[\n\u0020-\u007e]*$/;

/** Unicode NFC, whole code points, no control characters, no space around; lines stay lines. */
export const cleanText = (text: string): string =>
  plain.test(text)
    ? text.trim()
    : closeOnlyWhatIsOpen(text.replaceAll(/\r\n?/g, '\n').replaceAll('\t', ' ').replaceAll(controls, ''))
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

/** By `textLength`, which is never more than the units of the string: those are known at once. */
export const isLongerThan = (text: string, maxLength: number): boolean =>
  text.length > maxLength && textLength(text) > maxLength;

/** True when nothing of the text can be seen: spaces and invisible marks only. */
export const isBlank = (text: string): boolean => !/[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
