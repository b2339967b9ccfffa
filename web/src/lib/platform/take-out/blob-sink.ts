/** So much is held in this page's memory before it is handed to the browser. */
const handOverBytes = 8 * 1024 * 1024;

/** Takes a stream in as a Blob, piece by piece: browsers keep large ones on the disk, outside the page's memory. */
export class BlobSink {
  readonly writable: WritableStream<Uint8Array>;
  readonly #parts: Blob[] = [];
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  constructor() {
    this.writable = new WritableStream({ write: (chunk) => this.#take(chunk) });
  }

  /** Call once everything was written. */
  blob(type: string): Blob {
    this.#handOver();
    return new Blob(this.#parts, { type });
  }

  #take(chunk: Uint8Array): void {
    // Whoever wrote it may use its memory again.
    this.#chunks.push(chunk.slice());
    this.#bytes += chunk.byteLength;
    if (this.#bytes >= handOverBytes) this.#handOver();
  }

  #handOver(): void {
    this.#parts.push(new Blob(this.#chunks));
    this.#chunks = [];
    this.#bytes = 0;
  }
}
