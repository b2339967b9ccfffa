import type { CatalogChanges, CatalogEntry, CatalogPage } from '@komod/domain/catalog-entry';
import type { CatalogAnswer, catalogClient } from '#lib/platform/catalog-client.ts';
import { filterQuery, fitsFilter, type FeedFilter } from './feed-filter.ts';
import { firstPage, pageSize } from './first-page.ts';

export interface FeedCard {
  entry: CatalogEntry;
  fate: 'live' | 'sold' | 'removed';
}

export const changesAtOnce = 200;

/**
 * The feed under one filter as it stands on the screen. News never moves a card: what is sold or removed changes in
 * its place, what is new is only counted until `refresh`.
 */
export class FeedState {
  readonly filter: FeedFilter;
  cards = $state.raw<readonly FeedCard[]>([]);
  phase = $state<'more' | 'loading-more' | 'more-failed' | 'end' | 'failed'>('failed');
  /** When these cards are from, ms, while the server was not reached since they were kept on this device. */
  asOf = $state<number | null>(null);
  /** When the server last told what these cards are, ms of this device; `null`: not since they were kept. */
  heardAt = $state<number | null>(null);
  /** These are the cards that this device kept, which need not be all there are. */
  isKept = $state(false);
  arrivals = $state.raw<ReadonlySet<string>>(new Set());
  isRefreshing = $state(false);
  head = 0;
  #cursor: string | null = null;
  /** Changes with every list that begins anew. */
  #list = 0;
  #client: ReturnType<typeof catalogClient>;
  #catchingUp: Promise<boolean> | null = null;

  constructor(
    filter: FeedFilter,
    first: CatalogAnswer<CatalogPage>,
    client: ReturnType<typeof catalogClient>,
  ) {
    this.filter = filter;
    this.#client = client;
    this.#start(first);
  }

  /** Where the next page begins; `null` at the end and for a list that this device kept. */
  get cursor(): string | null {
    return this.#cursor;
  }

  #start(first: CatalogAnswer<CatalogPage>): void {
    if (first.kind !== 'answer') {
      // Nothing new to show: whatever is on the screen stays.
      if (this.cards.length === 0) this.phase = 'failed';
      return;
    }
    const { entries, head, nextCursor } = first.value;
    this.#list += 1;
    this.cards = entries.map(cardOf);
    this.head = head;
    this.asOf = first.keptAt;
    this.isKept = first.keptAt !== null;
    this.heardAt = first.keptAt === null ? Date.now() : null;
    this.arrivals = new Set();
    this.#continueAt(nextCursor);
  }

  #continueAt(cursor: string | null): void {
    this.#cursor = cursor;
    this.phase = cursor === null ? 'end' : 'more';
  }

  async loadMore(): Promise<void> {
    if (this.phase !== 'more' && this.phase !== 'more-failed') return;
    this.phase = 'loading-more';
    const list = this.#list;
    const shown = new Set(this.cards.map(({ entry }) => entry.id));
    // A kept list knows no cursor. Asked from the beginning, what is newer than it waits behind the pill.
    const youngest = this.#cursor === null ? (this.cards.at(-1)?.entry.publishedAt ?? Infinity) : Infinity;
    let cursor = this.#cursor;
    let added: CatalogEntry[];
    do {
      const answer = await this.#client.page({ ...filterQuery(this.filter), cursor, limit: pageSize });
      // A refresh in the meantime began another list.
      if (list !== this.#list) return;
      if (answer.kind !== 'answer') {
        this.phase = 'more-failed';
        return;
      }
      added = answer.value.entries.filter(({ id, publishedAt }) => !shown.has(id) && publishedAt <= youngest);
      cursor = answer.value.nextCursor;
    } while (added.length === 0 && cursor !== null);
    this.cards = [...this.cards, ...added.map(cardOf)];
    this.#continueAt(cursor);
  }

  /**
   * The newest first again. What is on the screen stays until the answer is here, or for good if none comes: then
   * it says false.
   */
  async refresh(): Promise<boolean> {
    if (this.isRefreshing) return false;
    this.isRefreshing = true;
    const answer = await firstPage(this.#client, this.filter);
    const isOlder = answer.kind === 'answer' && answer.keptAt !== null && this.asOf === null;
    if (!isOlder || this.cards.length === 0) this.#start(answer);
    this.isRefreshing = false;
    return answer.kind === 'answer' && answer.keptAt === null;
  }

  /** The server is there again: the kept cards stay where they are, become true, and go on at their end. */
  async rejoin(): Promise<void> {
    const list = this.#list;
    if (this.asOf === null || !(await this.catchUp()) || list !== this.#list) return;
    this.asOf = null;
    this.phase = 'more';
  }

  /** Takes in what happened since `head`; false when nobody told. */
  catchUp(): Promise<boolean> {
    this.#catchingUp ??= this.#catchUp().finally(() => (this.#catchingUp = null));
    return this.#catchingUp;
  }

  async #catchUp(): Promise<boolean> {
    for (;;) {
      const answer = await this.#client.changes(this.head, changesAtOnce);
      // Away for so long that the server no longer tells the difference.
      if (answer.kind === 'refused' && answer.code === 'catalog.too-old') return this.refresh();
      if (answer.kind !== 'answer') return false;
      this.#apply(answer.value);
      if (answer.value.more) continue;
      this.heardAt = Date.now();
      return true;
    }
  }

  #apply({ head, changes, more }: CatalogChanges): void {
    const cards = new Map(this.cards.map((card) => [card.entry.id, card]));
    const arrivals = new Set(this.arrivals);
    for (const { id, kind, entry } of changes) {
      const card = cards.get(id);
      if (card) {
        cards.set(id, {
          entry: entry ?? card.entry,
          fate: kind === 'removed' ? 'removed' : (entry ?? card.entry).state,
        });
        continue;
      }
      // The entry is as it is now, whatever the change was.
      const fits = entry !== null && fitsFilter(entry, this.filter);
      if (kind === 'published' && fits) arrivals.add(id);
      else if (kind === 'removed' || !fits) arrivals.delete(id);
    }
    this.cards = [...cards.values()];
    this.arrivals = arrivals;
    // A part of the news ends at its last change, not at the head it was cut from.
    this.head = more ? (changes.at(-1)?.seq ?? this.head) : head;
  }
}

const cardOf = (entry: CatalogEntry): FeedCard => ({ entry, fate: entry.state });
