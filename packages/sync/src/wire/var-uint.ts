/**
 * Reads lib0's variable-length fields with checks of its own: nothing is allocated by a claimed length, and
 * a field that does not fit sets `failed` instead of throwing.
 */
export class FrameReader {
  at = 0;
  failed = false;
  protected readonly source: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.source = bytes;
  }

  get ended(): boolean {
    return !this.failed && this.at === this.source.length;
  }

  varUint(): number {
    const bytes = this.source;
    let value = 0;
    let factor = 1;
    // Seven bytes carry 49 bits; an eighth may only fill up to Number.MAX_SAFE_INTEGER.
    for (let count = 0; count < 8 && this.at < bytes.length; count++) {
      const byte = bytes[this.at++] as number;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        if (Number.isSafeInteger(value)) return value;
        break;
      }
      factor *= 128;
    }
    this.failed = true;
    return 0;
  }

  /** A view on the next length-prefixed bytes, empty when they are not all there. */
  bytes(): Uint8Array {
    const length = this.varUint();
    if (this.failed || length > this.source.length - this.at) {
      this.failed = true;
      return this.source.subarray(0, 0);
    }
    this.at += length;
    return this.source.subarray(this.at - length, this.at);
  }

  text(): string {
    const bytes = this.bytes();
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      this.failed = true;
      return '';
    }
  }
}

export function varUintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Writes `value` at `at` and returns the position after it. */
export function writeVarUint(target: Uint8Array, at: number, value: number): number {
  let rest = value;
  let position = at;
  while (rest >= 128) {
    target[position++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  target[position++] = rest;
  return position;
}
