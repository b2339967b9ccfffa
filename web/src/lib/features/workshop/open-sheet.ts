/** Which sheet of the workshop is open, and for which pieces. */
export type OpenSheet = { kind: 'waiting' } | { kind: 'menu' | 'price' | 'destroy'; ids: readonly string[] };
