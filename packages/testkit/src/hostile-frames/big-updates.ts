import * as Y from 'yjs';

const size = 64 * 1024;

/** Bytes with numbers in Yjs's own form; what is under way ends at 64 KiB. */
export class Bytes {
  readonly #bytes: number[] = [];

  add(...numbers: number[]): this {
    for (const number of numbers) {
      let rest = number;
      for (; rest >= 128; rest = Math.floor(rest / 128)) this.#bytes.push((rest % 128) | 0x80);
      this.#bytes.push(rest);
    }
    return this;
  }

  /** A byte as it is, which a number above 127 is not. */
  raw(byte: number): this {
    this.#bytes.push(byte);
    return this;
  }

  get length(): number {
    return this.#bytes.length;
  }

  take(): number[] {
    return this.#bytes;
  }
}

/** As many parts as fit, behind their count. */
function many(part: (bytes: Bytes, index: number) => void): { count: number; bytes: number[] } {
  const bytes = new Bytes();
  let count = 0;
  while (bytes.length < size - 64) part(bytes, count++);
  return { count, bytes: bytes.take() };
}

const update = (
  before: readonly number[],
  count: number,
  head: readonly number[],
  bytes: readonly number[],
) => Uint8Array.from([...before, ...new Bytes().add(count, ...head).take(), ...bytes]);

function listings(): Uint8Array {
  const doc = new Y.Doc();
  for (let index = 0; Y.encodeStateAsUpdate(doc).length < size - 2_000; index++) {
    const fields = { title: 'Linen blazer', brand: null, colours: ['sand'], price: 4_500, currency: 'EUR' };
    const piece = {
      ...fields,
      photos: Array.from({ length: 4 }, () => ({ id: 'a'.repeat(64), width: 1200 })),
    };
    const listing = new Y.Map(
      Object.entries({ ...fields, wish: { want: 'listed', base: null, at: 1, piece } }),
    );
    listing.set('description', new Y.Text('Worn twice, with a small mark on the left sleeve.'));
    doc.getMap('listings').set(`0192f3a0-0000-7000-8000-${index}`, listing);
  }
  return Y.encodeStateAsUpdate(doc);
}

function text(): Uint8Array {
  const doc = new Y.Doc();
  doc.getText('t').insert(0, 'یک پیراهن نخی, worn twice. '.repeat(1_700));
  return Y.encodeStateAsUpdate(doc);
}

/** Updates of about 64 KiB: two that people write, and those that ask the most of whoever reads them. */
export function bigUpdates(): Record<string, Uint8Array> {
  const garbage = many((bytes) => bytes.add(0, 1));
  const sections = many((bytes, index) => bytes.add(1, 1_000 + index, 0, 0, 1));
  const links = many((bytes, index) => bytes.raw(0xc1).add(2, 2 * index, 3, 2 * index + 1, 1));
  const ranges = many((bytes, index) => bytes.add(2 * index, 1));
  const lists = many((bytes) => bytes.add(117, 0));
  const objects = many((bytes) => bytes.add(118, 1, 1, 97, 126));
  const root = [0x08, 1, 1, 97];
  const twoLong = [1, 3, 0, 0, 1_000_000, 1, 2, 0, 0, 1_000_000];
  return {
    'listings as sellers write them': listings(),
    'text in two alphabets': text(),
    'garbage of two bytes': update([1], garbage.count, [5, 0], [...garbage.bytes, 0]),
    'a client for every struct': update([], sections.count, [], [...sections.bytes, 0]),
    'references in every item': Uint8Array.from([
      ...new Bytes().add(3, links.count, 5, 0).take(),
      ...links.bytes,
      ...new Bytes().add(...twoLong, 0).take(),
    ]),
    'deleted ranges': update(
      new Bytes().add(1, 1, 5, 0, 0, 1_000_000, 1, 5).take(),
      ranges.count,
      [],
      ranges.bytes,
    ),
    'empty lists': update([1, 1, 5, 0, ...root], lists.count, [], [...lists.bytes, 0]),
    'small objects': update([1, 1, 5, 0, ...root], objects.count, [], [...objects.bytes, 0]),
  };
}
