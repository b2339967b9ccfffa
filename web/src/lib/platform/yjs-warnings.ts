/** Stands in for `lib0/logging`, of which Yjs uses no more than this. */
export const warn = (...words: unknown[]): void => console.warn(...words);
export const print = (...words: unknown[]): void => console.warn(...words);

// How words are to look, given to `print` among them.
export const BOLD = '';
export const UNBOLD = '';
export const RED = '';
export const ORANGE = '';
