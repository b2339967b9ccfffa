import type { FrameRefusal } from '../../wire/refusal-codes.ts';
import { FrameReader } from '../../wire/var-uint.ts';

/** What Yjs reads strings with. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Bytes above which it is faster to decode than to count here. */
const longText = 1024;

/** Walks the bytes of an update. Nothing but long text is decoded; what does not fit sets `failed` and `refusal`. */
export class UpdateCursor extends FrameReader {
  #refusal: FrameRefusal | null = null;
  #weightLeft: number;
  #textStart = 0;

  constructor(update: Uint8Array, weightMax: number) {
    super(update);
    this.#weightLeft = weightMax;
  }

  /** Why the bytes are refused, `null` while nothing speaks against them. */
  get refusal(): FrameRefusal | null {
    return this.failed ? (this.#refusal ?? 'document.malformed') : null;
  }

  fail(refusal: FrameRefusal = 'document.malformed'): void {
    if (this.failed) return;
    this.failed = true;
    this.#refusal = refusal;
  }

  /** Counts what takes more memory than bytes. */
  weigh(weight = 1): void {
    this.#weightLeft -= weight;
    if (this.#weightLeft < 0) this.fail('document.too-large');
  }

  byte(): number {
    if (this.at < this.source.length) return this.source[this.at++] as number;
    this.fail();
    return 0;
  }

  skip(length: number): void {
    if (length > this.source.length - this.at) this.fail();
    else this.at += length;
  }

  /** How many things of at least `bytesEach` follow: never more than the bytes that are left can hold. */
  count(bytesEach: number): number {
    const count = this.varUint();
    if (count * bytesEach <= this.source.length - this.at) return count;
    this.fail();
    return 0;
  }

  varInt(): void {
    // The sign takes the place of a bit in the first byte; an integer of Yjs has no more than 32 bits.
    for (let count = 0; count < 8; count++) if (this.byte() < 0x80) return;
    this.fail();
  }

  /** Whether the string just passed is this one, in UTF-8. */
  hasPassed(name: Uint8Array): boolean {
    if (this.failed || this.at - this.#textStart !== name.length) return false;
    for (let index = 0; index < name.length; index++) {
      if (name[index] !== this.source[this.#textStart + index]) return false;
    }
    return true;
  }

  /** The length in UTF-16 units of the next string. Malformed where a strict decoder of UTF-8 throws. */
  utf16Length(): number {
    const bytes = this.varUint();
    if (bytes > this.source.length - this.at) this.fail();
    if (this.failed) return 0;
    const { source } = this;
    this.#textStart = this.at;
    const end = this.at + bytes;
    if (bytes > longText) return this.#longUtf16Length(end);
    let at = this.at;
    let units = bytes;
    while (at < end) {
      const lead = source[at++] as number;
      if (lead < 0x80) continue;
      if (lead < 0xe0) {
        // Two bytes are one unit. A lead below 0xc2 would be an overlong form.
        if (lead < 0xc2 || at === end || ((source[at] as number) & 0xc0) !== 0x80) return this.#failText();
        at += 1;
        units -= 1;
        continue;
      }
      // Three bytes are one unit, four are two.
      const following = lead < 0xf0 ? 2 : 3;
      if (lead > 0xf4 || at + following > end) return this.#failText();
      // The second byte is narrower for some: no overlong form, no surrogate, nothing above U+10FFFF.
      const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      const second = source[at] as number;
      if (second < low || second > high) return this.#failText();
      if (((source[at + 1] as number) & 0xc0) !== 0x80) return this.#failText();
      if (following === 3 && ((source[at + 2] as number) & 0xc0) !== 0x80) return this.#failText();
      at += following;
      units -= 2;
    }
    this.at = end;
    return units;
  }

  #longUtf16Length(end: number): number {
    const start = this.at;
    this.at = end;
    try {
      return strictUtf8.decode(this.source.subarray(start, end)).length;
    } catch {
      return this.#failText();
    }
  }

  #failText(): number {
    this.fail();
    return 0;
  }

  /** The next string, which is text of JSON. */
  string(): string {
    this.utf16Length();
    return this.failed ? '' : strictUtf8.decode(this.source.subarray(this.#textStart, this.at));
  }
}
