/** Three characters as garbage, then as the first of five: Yjs throws where the living part follows the garbage. */
export const overGarbage = [
  Uint8Array.of(1, 1, 5, 0, 0, 3, 0),
  Uint8Array.of(1, 1, 5, 0, 4, 1, 1, 109, 5, 97, 98, 99, 100, 101, 0),
] as const;
