/** Reads one direction of one TCP connection: the payloads of its WebSocket messages, once it became a WebSocket. */
export class SocketFrames {
  #bytes = new Uint8Array();
  #state: 'head' | 'frames' | 'other' = 'head';

  /** @returns the binary messages that these bytes complete. Fragmented ones are nobody's here. */
  push(bytes: Uint8Array): Uint8Array[] {
    if (this.#state === 'other') return [];
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    if (this.#state === 'head' && !this.#passHead()) return [];
    const messages: Uint8Array[] = [];
    for (let next = this.#take(); next; next = this.#take())
      if (next.opcode === 2) messages.push(next.payload);
    return messages;
  }

  #passHead(): boolean {
    const text = Buffer.from(this.#bytes).toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const isSocket = /^HTTP\/1\.1 101 |\r\nupgrade: *websocket\r\n/i.test(text.slice(0, end + 2));
    this.#state = isSocket ? 'frames' : 'other';
    this.#bytes = this.#bytes.slice(end + 4);
    return isSocket;
  }

  /** RFC 6455, section 5.2. */
  #take(): { opcode: number; payload: Uint8Array } | null {
    const bytes = this.#bytes;
    if (bytes.length < 2) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const isMasked = (view.getUint8(1) & 0x80) !== 0;
    let length = view.getUint8(1) & 0x7f;
    let at = 2;
    if (length >= 126) {
      const size = length === 126 ? 2 : 8;
      if (bytes.length < at + size) return null;
      length = size === 2 ? view.getUint16(at) : Number(view.getBigUint64(at));
      at += size;
    }
    const mask = isMasked ? bytes.slice(at, at + 4) : null;
    if (mask) at += 4;
    if (bytes.length < at + length) return null;
    const payload = bytes.slice(at, at + length);
    if (mask) for (let index = 0; index < length; index += 1) payload[index]! ^= mask[index % 4]!;
    this.#bytes = bytes.slice(at + length);
    return { opcode: view.getUint8(0) & 0x0f, payload };
  }
}
