import type { Hub } from '../src/server/hub.ts';

let count = 0;

/** A WebSocket that ends at a hub in this process: thousands of sessions take no port and no time. */
export function hubSocketClass(currentHub: () => Hub): typeof WebSocket {
  class HubSocket {
    static readonly OPEN = 1;
    readonly OPEN = 1;
    readonly #id = `in-process-${++count}`;
    readonly #hub = currentHub();
    readyState = 0;
    binaryType = 'arraybuffer';
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
    onclose: ((event: { code: number; reason: string }) => void) | null = null;

    constructor(url: string | URL) {
      const { pathname, searchParams } = new URL(url);
      queueMicrotask(() => {
        if (this.readyState !== 0) return;
        this.readyState = 1;
        void this.#hub.connect({
          id: this.#id,
          document: pathname.replace(/^\/sync\//, ''),
          durable: true,
          params: Object.fromEntries(searchParams),
          send: (bytes) => {
            const { buffer } = new Uint8Array(bytes);
            queueMicrotask(() => this.onmessage?.({ data: buffer }));
            return bytes.length;
          },
          close: (code, reason) => this.#end(code, reason),
        });
        this.onopen?.();
      });
    }

    send(bytes: Uint8Array): void {
      this.#hub.receive(this.#id, bytes);
    }

    close(): void {
      if (this.readyState > 1) return;
      this.#hub.disconnect(this.#id);
      this.#end(1000, '');
    }

    #end(code: number, reason: string): void {
      this.readyState = 3;
      queueMicrotask(() => this.onclose?.({ code, reason }));
    }
  }
  return HubSocket as unknown as typeof WebSocket;
}
