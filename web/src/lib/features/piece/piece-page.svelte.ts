import type { ListingPage } from '@komod/domain/catalog-entry';
import type { CatalogAnswer, catalogClient } from '#lib/platform/catalog-client.ts';

/** One piece while it is looked at. What is on the screen stays, whatever the network does. */
export class PiecePage {
  piece = $state.raw() as ListingPage;
  /** The seller took it down meanwhile. */
  isGone = $state(false);
  /** The price is another one than when the page was opened, or than it was before that. */
  hasNewPrice = $state(false);
  /** When the server last said so, ms; `isKept` while that is this device's memory of it. */
  asOf = $state(0);
  isKept = $state(false);
  #isAsking = false;
  /** Something may have changed after the question that is under way. */
  #isStale = false;
  readonly #client: ReturnType<typeof catalogClient>;

  /** @param keptAt ms; `null` for an answer that came from the server just now. */
  constructor(piece: ListingPage, keptAt: number | null, client: ReturnType<typeof catalogClient>) {
    this.piece = piece;
    this.asOf = keptAt ?? Date.now();
    this.isKept = keptAt !== null;
    this.#client = client;
  }

  /** Asks the server how the piece stands. Through the service worker, which keeps the answer for later. */
  async renew(): Promise<void> {
    this.#isStale = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#isStale) {
      this.#isStale = false;
      this.#take(await this.#client.listing(this.piece.id));
    }
    this.#isAsking = false;
  }

  #take(answer: CatalogAnswer<ListingPage>): void {
    if (answer.kind === 'refused') this.isGone = answer.status === 410 || answer.status === 404;
    if (answer.kind === 'unreachable') this.isKept = true;
    if (answer.kind !== 'answer') return;
    const { value, keptAt } = answer;
    this.isKept = keptAt !== null;
    // What this device kept is never newer than what is on the screen.
    if (keptAt !== null) return;
    this.isGone = false;
    if (value.price !== this.piece.price) this.hasNewPrice = true;
    this.piece = value;
    this.asOf = Date.now();
  }
}
