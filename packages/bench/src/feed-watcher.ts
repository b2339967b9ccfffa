interface Change {
  seq: number;
  id: string;
  entry: { price: number; version: number } | null;
}

/** Another client's feed: told by the live stream that there is news, it asks for the changes. */
export class FeedWatcher {
  readonly #origin: string;
  readonly #aborter = new AbortController();
  readonly #waiting = new Map<string, { price: number; resolve: (version: number) => void }>();
  #head = 0;
  #running: Promise<void> | null = null;

  constructor(origin: string) {
    this.#origin = origin;
  }

  async open(): Promise<void> {
    await this.#catchUp();
    const response = await fetch(`${this.#origin}/api/catalog/live?after=${this.#head}`, {
      headers: { accept: 'text/event-stream' },
      signal: this.#aborter.signal,
    });
    const reader = response.body?.getReader();
    if (!response.ok || !reader) throw new Error(`the live stream answered ${response.status}`);
    this.#running = this.#listen(reader);
  }

  /** Resolves with the piece's version once this feed shows it at that price. */
  seen(listingId: string, price: number): Promise<number> {
    return new Promise((resolve) => this.#waiting.set(listingId, { price, resolve }));
  }

  async close(): Promise<void> {
    this.#aborter.abort();
    await this.#running;
  }

  async #listen(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        if (decoder.decode(part.value, { stream: true }).includes('data:')) await this.#catchUp();
      }
    } catch (error) {
      if (!this.#aborter.signal.aborted) throw error;
    }
  }

  async #catchUp(): Promise<void> {
    for (let more = true; more;) {
      const response = await fetch(`${this.#origin}/api/catalog/changes?after=${this.#head}`);
      if (!response.ok) throw new Error(`the changes answered ${response.status}`);
      const page = (await response.json()) as { head: number; changes: Change[]; more: boolean };
      for (const change of page.changes) this.#show(change);
      this.#head = page.changes.at(-1)?.seq ?? this.#head;
      ({ more } = page);
    }
  }

  #show({ id, entry }: Change): void {
    const awaited = this.#waiting.get(id);
    if (!awaited || entry?.price !== awaited.price) return;
    this.#waiting.delete(id);
    awaited.resolve(entry.version);
  }
}
