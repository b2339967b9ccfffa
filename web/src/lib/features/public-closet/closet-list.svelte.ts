import type { CatalogEntry, ClosetPage } from '@komod/domain/catalog-entry';
import type { catalogClient } from '#lib/platform/catalog-client.ts';

export const closetPageSize = 48;

/** The pieces of one public closet, page by page; sold ones stand last. */
export class ClosetList {
  entries = $state.raw<readonly CatalogEntry[]>([]);
  phase = $state<'more' | 'loading' | 'failed' | 'end'>('end');
  #handle: string;
  #cursor: string | null;
  #client: ReturnType<typeof catalogClient>;

  constructor({ seller, entries, nextCursor }: ClosetPage, client: ReturnType<typeof catalogClient>) {
    this.#handle = seller.handle;
    this.#client = client;
    this.entries = entries;
    this.#cursor = nextCursor;
    this.phase = nextCursor === null ? 'end' : 'more';
  }

  get cards() {
    const cards = this.entries.map((entry) => ({ entry, fate: entry.state }));
    return [...cards.filter(({ fate }) => fate === 'live'), ...cards.filter(({ fate }) => fate === 'sold')];
  }

  async loadMore(): Promise<void> {
    if (this.phase !== 'more' && this.phase !== 'failed') return;
    this.phase = 'loading';
    const answer = await this.#client.closet(this.#handle, { cursor: this.#cursor, limit: closetPageSize });
    if (answer.kind !== 'answer') {
      this.phase = 'failed';
      return;
    }
    const shown = new Set(this.entries.map(({ id }) => id));
    this.entries = [...this.entries, ...answer.value.entries.filter(({ id }) => !shown.has(id))];
    this.#cursor = answer.value.nextCursor;
    this.phase = this.#cursor === null ? 'end' : 'more';
  }
}
