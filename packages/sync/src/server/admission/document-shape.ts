/** What an item of an update may hold; deleted content always may, a document inside a document never. */
const contentNumbers = { json: 2, binary: 3, text: 4, embed: 5, format: 6, type: 7, any: 8 } as const;
/** The shared types, when `type` is among the contents. */
const typeNumbers = {
  array: 0,
  map: 1,
  text: 2,
  'xml-element': 3,
  'xml-fragment': 4,
  'xml-hook': 5,
  'xml-text': 6,
} as const;
const deleted = 1;

export interface ShapeOptions {
  /** Names of the top-level types that may be written, `null` for any. */
  roots: readonly string[] | null;
  contents: readonly (keyof typeof contentNumbers)[];
  types: readonly (keyof typeof typeNumbers)[];
}

const bitsOf = (numbers: readonly number[]): number =>
  numbers.reduce((bits, number) => bits | (1 << number), 0);

/** What a document may be made of, in the numbers of Yjs. Make one for all documents of a kind. */
export class DocumentShape {
  readonly roots: readonly Uint8Array[] | null;
  readonly #contents: number;
  readonly #types: number;

  constructor({ roots, contents, types }: ShapeOptions) {
    this.roots = roots?.map((name) => new TextEncoder().encode(name)) ?? null;
    this.#contents = bitsOf([deleted, ...contents.map((name) => contentNumbers[name])]);
    this.#types = bitsOf(types.map((name) => typeNumbers[name]));
  }

  mayHold(content: number): boolean {
    return ((this.#contents >>> content) & 1) === 1;
  }

  mayNest(type: number): boolean {
    return type < 32 && ((this.#types >>> type) & 1) === 1;
  }
}
