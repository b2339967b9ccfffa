/** People's words inside a sentence of ours: their direction, and marks that turn it, end with them. */
export const held = (text: string): string => `\u2068${text}\u2069`;
