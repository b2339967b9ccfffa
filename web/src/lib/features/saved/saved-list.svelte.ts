import { listingsAtOnce, type catalogClient } from '#lib/platform/catalog-client.ts';
import { keepCovers } from '#lib/platform/kept-covers.ts';
import { dropKeptSaved, keepSaved, readKeptSaved, type KeptSaved } from '#lib/platform/kept-saved.ts';
import { idsOf, savedCards, takeAnswer, type Likes } from './saved-cards.ts';

/** One person's saved pieces: what this device keeps of them, renewed by the server when there is one. */
export class SavedList {
  /** `opening` and `asking` are under way; `kept`: no answer, shown as this device knew them. */
  phase = $state<'opening' | 'asking' | 'kept' | 'renewed'>('opening');
  #kept = $state.raw<ReadonlyMap<string, KeptSaved>>(new Map());
  /** Ids the server has been asked about and answered. */
  #answered = $state.raw<ReadonlySet<string>>(new Set());
  readonly #owner: string;
  readonly #likes: () => Likes;
  readonly #client: ReturnType<typeof catalogClient>;
  readonly #shown = $derived.by(() => savedCards(this.#likes(), this.#kept));

  constructor(owner: string, likes: () => Likes, client: ReturnType<typeof catalogClient>) {
    this.#owner = owner;
    this.#likes = likes;
    this.#client = client;
  }

  get cards() {
    return this.#shown.cards;
  }

  /** Saved, but off the feed before this device ever knew them. */
  get gone(): string[] {
    return this.#shown.unknown.filter((id) => this.#answered.has(id));
  }

  /** Saved, but never fetched: on another device, or before there was a network. */
  get unfetched(): string[] {
    return this.#shown.unknown.filter((id) => !this.#answered.has(id));
  }

  /** When what is shown was last heard of, ms; `null` while the server's word is fresh. */
  get asOf(): number | null {
    if (this.phase !== 'kept' || this.cards.length === 0) return null;
    return Math.min(...this.cards.map(({ entry }) => this.#kept.get(entry.id)?.asOf ?? 0));
  }

  async open(): Promise<void> {
    this.#kept = await readKeptSaved(this.#owner);
    await this.renew();
  }

  /** Asks how all of them stand. Without an answer everything stays as this device knew it. */
  async renew(): Promise<void> {
    this.phase = 'asking';
    this.phase = (await this.#ask()) ? 'renewed' : 'kept';
    if (this.phase === 'kept') return;
    await dropKeptSaved(this.#owner, this.#likes());
    await keepCovers(this.cards.map(({ entry }) => entry.cover.id));
  }

  async #ask(): Promise<boolean> {
    const ids = idsOf(this.#likes());
    for (let from = 0; from < ids.length; from += listingsAtOnce) {
      const asked = ids.slice(from, from + listingsAtOnce);
      const answer = await this.#client.listings(asked);
      if (answer.kind !== 'answer') return false;
      this.#answered = new Set([...this.#answered, ...asked]);
      const renewed = takeAnswer(this.#kept, asked, answer.value.entries, Date.now());
      this.#kept = new Map([...this.#kept, ...renewed.map((piece) => [piece.entry.id, piece] as const)]);
      await keepSaved(this.#owner, renewed);
    }
    return true;
  }
}
