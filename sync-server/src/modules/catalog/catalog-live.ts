import type { Limits } from '../../config.ts';
import { HttpFailure } from '../../http/http-failure.ts';

interface Listener {
  controller: ReadableStreamDefaultController<Uint8Array>;
  sentHead: number;
  address: string;
}

export interface CatalogLiveParts {
  readHead(): Promise<number>;
  timeline(): string;
  limits: Limits['catalog'];
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * Tells open feeds that there is news, never what it is: at most one `{head}` per interval, whatever happened.
 * Event ids are `timeline:head`, so a reader that comes back says what it saw.
 */
export class CatalogLive {
  readonly #parts: CatalogLiveParts;
  readonly #listeners = new Set<Listener>();
  readonly #perAddress = new Map<string, number>();
  readonly #comments: ReturnType<typeof setInterval>;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #lastSentAt = -Infinity;

  constructor(parts: CatalogLiveParts) {
    this.#parts = parts;
    this.#comments = setInterval(() => this.#comment(), parts.limits.liveCommentMs);
  }

  get size(): number {
    return this.#listeners.size;
  }

  /** Listings changed. The first news after a quiet time leaves at once. */
  changed(): void {
    if (this.#timer || this.#listeners.size === 0) return;
    const wait = Math.max(0, this.#lastSentAt + this.#parts.limits.liveIntervalMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#lastSentAt = performance.now();
      void this.#announce();
    }, wait);
  }

  /**
   * @param seen what the reader knows: a head, or the id of the last event it got.
   * @throws {HttpFailure} when too many read already.
   */
  open(seen: {
    after: number | null;
    lastEventId: string | null;
    address: string;
  }): ReadableStream<Uint8Array> {
    const { limits } = this.#parts;
    const timeline = this.#parts.timeline();
    const { address } = seen;
    const fromThere = this.#perAddress.get(address) ?? 0;
    if (this.#listeners.size >= limits.liveClients || fromThere >= limits.liveClientsPerAddress)
      throw new HttpFailure('too-fast', 'Too many readers.', { headers: { 'retry-after': '10' } });
    const [eventTimeline, eventHead] = seen.lastEventId?.split(':') ?? [];
    const known = seen.lastEventId ? (eventTimeline === timeline ? Number(eventHead) : -1) : seen.after;
    let listener: Listener;
    this.#perAddress.set(address, fromThere + 1);
    return new ReadableStream<Uint8Array>({
      start: async (controller) => {
        controller.enqueue(encode('retry: 3000\n\n'));
        listener = { controller, sentHead: known ?? -1, address };
        this.#listeners.add(listener);
        this.#tell(listener, await this.#parts.readHead());
      },
      cancel: () => this.#forget(listener),
    });
  }

  close(): void {
    clearInterval(this.#comments);
    if (this.#timer) clearTimeout(this.#timer);
    for (const { controller } of this.#listeners) controller.close();
    this.#listeners.clear();
    this.#perAddress.clear();
  }

  #forget(listener: Listener): void {
    if (!this.#listeners.delete(listener)) return;
    const left = (this.#perAddress.get(listener.address) ?? 1) - 1;
    if (left > 0) this.#perAddress.set(listener.address, left);
    else this.#perAddress.delete(listener.address);
  }

  async #announce(): Promise<void> {
    const head = await this.#parts.readHead();
    for (const listener of this.#listeners) this.#tell(listener, head);
  }

  #tell(listener: Listener, head: number): void {
    if (listener.sentHead === head || !this.#listeners.has(listener)) return;
    listener.sentHead = head;
    this.#enqueue(listener, `id: ${this.#parts.timeline()}:${head}\ndata: {"head":${head}}\n\n`);
  }

  #comment(): void {
    for (const listener of this.#listeners) this.#enqueue(listener, ': still here\n\n');
  }

  #enqueue(listener: Listener, text: string): void {
    try {
      // A reader that stopped reading is let go: it comes back with what it saw.
      if ((listener.controller.desiredSize ?? 0) < -64) throw new Error('too slow');
      listener.controller.enqueue(encode(text));
    } catch {
      this.#forget(listener);
      try {
        listener.controller.close();
      } catch {
        // It was closed by the other side already.
      }
    }
  }
}
