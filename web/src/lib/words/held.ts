/** Marks that turn text round, keep it apart, or end what does. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;

/** People's words inside a sentence of ours, in one line: their direction ends with them, whatever they hold. */
export const held = (text: string): string =>
  `\u2068${text.replaceAll(turning, '').replaceAll(/\s+/g, ' ')}\u2069`;
