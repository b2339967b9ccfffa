import { Bytes } from './big-updates.ts';

const root = [1, 8, ...new TextEncoder().encode('listings')];
const [text, values, shared] = [4, 8, 7];
const [origin, rightOrigin, key] = [0x80, 0x40, 0x20];
const [writer, other] = [5, 9];

interface Section {
  client: number;
  structs: number;
  bytes: Bytes;
}

function updateOf(sections: readonly Section[], ranges?: { count: number; bytes: Bytes }): Uint8Array {
  const update = new Bytes().add(sections.length);
  for (const { client, structs, bytes } of sections) {
    update.add(structs, client, 0);
    for (const byte of bytes.take()) update.raw(byte);
  }
  update.add(...(ranges ? [1, writer, ranges.count] : [0]));
  for (const byte of ranges?.bytes.take() ?? []) update.raw(byte);
  return Uint8Array.from(update.take());
}

function section(client: number, structs: number, write: (bytes: Bytes, index: number) => void): Section {
  const bytes = new Bytes();
  for (let index = 0; index < structs; index++) write(bytes, index);
  return { client, structs, bytes };
}

/** A text of so many letters, or a list of as many values, in one item. */
function addLong(bytes: Bytes, kind: number, letter: number, length: number): void {
  bytes.add(kind, ...root, length);
  for (let left = length; left > 0; left--) bytes.raw(letter);
}

/**
 * Updates of the right form, of some two to twenty bytes for each of `count`, which Yjs takes the square of it to
 * take in, or as many bytes of memory. The names say what costs.
 */
export function toilsomeUpdates(
  count: number,
): Record<'too-large' | 'malformed', Record<string, Uint8Array>> {
  const word = section(writer, 1, (bytes) => addLong(bytes, text, 97, count));
  const list = section(writer, 1, (bytes) => addLong(bytes, values, 126, count));
  const atOnePlace = section(writer, count + 1, (bytes, index) => {
    if (index === 0) addLong(bytes, text, 97, count);
    else bytes.raw(text | rightOrigin).add(writer, index - 1, 1, 98);
  });
  const fromTheEnd = section(other, count, (bytes, index) =>
    bytes.raw(text | origin).add(writer, count - 1 - index, 1, 98),
  );
  const ranges = new Bytes();
  for (let index = 0; index < count / 2; index++) ranges.add(2 * index + 1, 1);
  const again = new Bytes();
  for (let index = 0; index < count; index++) again.add(0, count);
  return {
    'too-large': {
      'items at one place, each with a right neighbour of its own': updateOf([atOnePlace]),
      'an item behind every letter, from the end': updateOf([fromTheEnd, word]),
      'a key set without knowing of its values': updateOf([
        section(writer, count, (bytes) => bytes.add(values | key, ...root, 1, 107, 1, 126)),
      ]),
      'values that become one list': updateOf([
        section(writer, count, (bytes, index) =>
          index === 0
            ? bytes.add(values, ...root, 1, 126)
            : bytes.raw(values | origin).add(writer, index - 1, 1, 126),
        ),
      ]),
      'a list that is cut at every second value': updateOf([list], {
        count: Math.ceil(count / 2),
        bytes: ranges,
      }),
    },
    malformed: {
      'types in each other': updateOf([
        section(writer, count, (bytes, index) => {
          bytes.add(shared | key, ...(index === 0 ? root : [0, writer, index - 1]), 1, 107, 1);
        }),
      ]),
      'a deleted range told again and again': updateOf([word], { count, bytes: again }),
    },
  };
}
