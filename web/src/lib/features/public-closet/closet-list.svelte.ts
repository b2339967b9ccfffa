import type { CatalogEntry, ClosetPage } from '@komod/domain/catalog-entry';
import type { catalogClient } from '#lib/platform/catalog-client.ts';

const closetPageSize = 48;
/** What the first page is asked for with. */
export const firstClosetPage = { availability: 'available', limit: closetPageSize } as const;

/**
 * The pieces of one public closet, page by page: first all that can be bought, then the sold ones, so that nothing
 * moves when more come.
 */
export class ClosetList {
  entries = $state.raw<readonly CatalogEntry[]>([]);
  phase = $state<'more' | 'loading' | 'failed' | 'end'>('end');
  readonly #handle: string;
  readonly #soldCount: number;
  #availability: 'available' | 'sold' = 'available';
  #cursor: string | null = null;
  readonly #client: ReturnType<typeof catalogClient>;

  /** @param first page of what can be bought. */
  constructor(first: ClosetPage, client: ReturnType<typeof catalogClient>) {
    this.#handle = first.seller.handle;
    this.#soldCount = first.counts.sold;
    this.#client = client;
    this.#take(first);
  }

  get cards() {
    return this.entries.map((entry) => ({ entry, fate: entry.state }));
  }

  async loadMore(): Promise<void> {
    if (this.phase !== 'more' && this.phase !== 'failed') return;
    this.phase = 'loading';
    const answer = await this.#client.closet(this.#handle, {
      availability: this.#availability,
      cursor: this.#cursor,
      limit: closetPageSize,
    });
    if (answer.kind === 'answer') this.#take(answer.value);
    else this.phase = 'failed';
  }

  #take({ entries, nextCursor }: ClosetPage): void {
    const shown = new Set(this.entries.map(({ id }) => id));
    this.entries = [...this.entries, ...entries.filter(({ id }) => !shown.has(id))];
    this.#cursor = nextCursor;
    const isSoldNext = nextCursor === null && this.#availability === 'available' && this.#soldCount > 0;
    if (isSoldNext) this.#availability = 'sold';
    this.phase = nextCursor === null && !isSoldNext ? 'end' : 'more';
  }
}
