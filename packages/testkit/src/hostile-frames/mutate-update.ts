import type { SeededRandom } from '../seeded-random.ts';

/** Bytes that mean something to a decoder: ends and beginnings of numbers, tags, kinds. */
const telling = [0, 1, 2, 4, 8, 10, 0x28, 0x44, 0x7f, 0x80, 0x84, 0xc4, 0xff, 117, 118, 119, 125, 126, 127];

/** A real update with a few of its bytes changed, taken out, repeated, or put together with another one. */
export function mutateUpdate(update: Uint8Array, other: Uint8Array, random: SeededRandom): Uint8Array {
  let bytes = [...update];
  for (let change = random.between(1, 3); change > 0; change--) {
    const at = random.between(0, bytes.length);
    const length = random.between(1, 8);
    const pick = random.between(0, 7);
    if (pick === 0) bytes[at] = random.between(0, 255);
    else if (pick === 1) bytes[at] = random.pick(telling);
    else if (pick === 2) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.between(0, 7));
    else if (pick === 3) bytes.splice(at, length);
    else if (pick === 4) bytes.splice(at, 0, ...bytes.slice(at, at + length));
    else if (pick === 5) bytes.splice(at, 0, 0xff, 0xff, 0xff, random.pick([0x7f, 0xff, 0x0f]));
    else if (pick === 6) bytes = bytes.slice(0, at);
    else bytes.splice(at, length, ...other.slice(random.between(0, other.length)));
  }
  return Uint8Array.from(bytes);
}
