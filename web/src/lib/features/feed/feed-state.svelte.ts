import type { CatalogChanges, CatalogEntry, CatalogPage } from '@komod/domain/catalog-entry';
import type { CatalogAnswer, catalogClient } from '#lib/platform/catalog-client.ts';
import type { Department } from './department.ts';
import { firstPage, pageSize } from './first-page.ts';

export interface FeedCard {
  entry: CatalogEntry;
  fate: 'live' | 'sold' | 'removed';
}

export const changesAtOnce = 200;

/**
 * One department's feed as it stands on the screen. News never moves a card: what is sold or removed changes in
 * its place, what is new is only counted until `refresh`.
 */
export class FeedState {
  readonly department: Department;
  cards = $state.raw<readonly FeedCard[]>([]);
  phase = $state<'more' | 'loading-more' | 'more-failed' | 'end' | 'failed'>('failed');
  /** When these cards are from, ms, while they come from this device and not from the server. */
  asOf = $state<number | null>(null);
  arrivals = $state.raw<ReadonlySet<string>>(new Set());
  isRefreshing = $state(false);
  head = 0;
  #cursor: string | null = null;
  #client: ReturnType<typeof catalogClient>;
  #catchingUp: Promise<void> | null = null;

  constructor(
    department: Department,
    first: CatalogAnswer<CatalogPage>,
    client: ReturnType<typeof catalogClient>,
  ) {
    this.department = department;
    this.#client = client;
    this.#start(first);
  }

  #start(first: CatalogAnswer<CatalogPage>): void {
    if (first.kind !== 'answer') {
      // Nothing new to show: whatever is on the screen stays.
      if (this.cards.length === 0) this.phase = 'failed';
      return;
    }
    const { entries, head, nextCursor } = first.value;
    this.cards = entries.map(cardOf);
    this.head = head;
    this.asOf = first.keptAt;
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
    const cursor = this.#cursor;
    const answer = await this.#client.page({ category: this.department, cursor, limit: pageSize });
    // A refresh in the meantime began another list.
    if (cursor !== this.#cursor) return;
    if (answer.kind !== 'answer') {
      this.phase = 'more-failed';
      return;
    }
    const shown = new Set(this.cards.map(({ entry }) => entry.id));
    const added = answer.value.entries.filter(({ id }) => !shown.has(id));
    this.cards = [...this.cards, ...added.map(cardOf)];
    this.#continueAt(answer.value.nextCursor);
  }

  /** The newest first again. What is on the screen stays until the answer is here, or for good if none comes. */
  async refresh(): Promise<void> {
    if (this.isRefreshing) return;
    this.isRefreshing = true;
    const answer = await firstPage(this.#client, this.department);
    const isOlder = answer.kind === 'answer' && answer.keptAt !== null && this.asOf === null;
    if (!isOlder || this.cards.length === 0) this.#start(answer);
    this.isRefreshing = false;
  }

  /** Takes in what happened since `head`. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#catchUp().finally(() => (this.#catchingUp = null));
    return this.#catchingUp;
  }

  async #catchUp(): Promise<void> {
    for (;;) {
      const answer = await this.#client.changes(this.head, changesAtOnce);
      // Away for so long that the server no longer tells the difference.
      if (answer.kind === 'refused' && answer.code === 'catalog.too-old') return this.refresh();
      if (answer.kind !== 'answer') return;
      this.#apply(answer.value);
      if (!answer.value.more) return;
    }
  }

  #apply({ head, changes, more }: CatalogChanges): void {
    const cards = new Map(this.cards.map((card) => [card.entry.id, card]));
    const arrivals = new Set(this.arrivals);
    for (const { id, kind, entry } of changes) {
      const card = cards.get(id);
      if (kind === 'removed') arrivals.delete(id);
      if (card) {
        cards.set(id, {
          entry: entry ?? card.entry,
          fate: kind === 'removed' ? 'removed' : (entry ?? card.entry).state,
        });
      } else if (kind === 'published' && entry?.state === 'live' && this.#isOurs(entry)) {
        arrivals.add(id);
      } else if (kind === 'sold') {
        arrivals.delete(id);
      }
    }
    this.cards = [...cards.values()];
    this.arrivals = arrivals;
    // A part of the news ends at its last change, not at the head it was cut from.
    this.head = more ? (changes.at(-1)?.seq ?? this.head) : head;
  }

  #isOurs({ category }: CatalogEntry): boolean {
    return this.department === null || category.startsWith(`${this.department}.`);
  }
}

const cardOf = (entry: CatalogEntry): FeedCard => ({ entry, fate: entry.state });
