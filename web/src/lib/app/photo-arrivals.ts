import { photoAddress } from '#lib/platform/photo-addresses.ts';

const askAgainMs = 10_000;

/**
 * Asks whether photos that never were on this device have reached the server, until they have: nothing else says so
 * of a draft that another device made. The answer is the small picture, which is kept for showing it.
 */
export class PhotoArrivals {
  readonly #onArrived: (id: string) => Promise<void>;
  readonly #wanted = new Set<string>();
  readonly #end = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;

  constructor(onArrived: (id: string) => Promise<void>) {
    this.#onArrived = onArrived;
  }

  lookFor(id: string): void {
    if (this.#wanted.has(id)) return;
    this.#wanted.add(id);
    this.askNow();
  }

  askNow(): void {
    clearTimeout(this.#timer);
    if (!this.#isAsking && !this.#end.signal.aborted) void this.#ask();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#end.abort();
  }

  async #ask(): Promise<void> {
    const { signal } = this.#end;
    this.#isAsking = true;
    for (const id of this.#wanted) {
      const answer = await fetch(photoAddress(id, 320), { priority: 'low', signal }).catch(() => null);
      // No network: the others would not be answered either.
      if (!answer) break;
      if (!answer.ok) continue;
      await this.#onArrived(id);
      this.#wanted.delete(id);
    }
    this.#isAsking = false;
    if (this.#wanted.size > 0 && !signal.aborted) this.#timer = setTimeout(() => this.askNow(), askAgainMs);
  }
}
