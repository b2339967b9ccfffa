import { listListings, observeListings, readListing } from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { Replica } from '@komod/sync/client/replica';

/** The one bridge from the closet document to the screen: only the listings that changed are read again. */
export class Closet {
  drafts = $state.raw<ReadonlyMap<string, ListingDraft>>(new Map());
  readonly #replica: Replica;
  readonly #stop: () => void;

  constructor(replica: Replica) {
    this.#replica = replica;
    this.drafts = new Map(listListings(replica.doc).map((draft) => [draft.id, draft]));
    this.#stop = observeListings(replica.doc, (changed) => this.#reread(changed));
  }

  draft(id: string): ListingDraft | null {
    return this.drafts.get(id) ?? null;
  }

  /** Every edit goes through here, so that *safe on the server* knows which listing it concerns. */
  edit<T>(id: string, change: (doc: Replica['doc']) => T): T {
    this.#replica.tag(id);
    return change(this.#replica.doc);
  }

  /** Resolves when every edit so far is on this device's disk; rejects when it is not. */
  flushed(): Promise<void> {
    return this.#replica.flushed();
  }

  close(): void {
    this.#stop();
  }

  #reread(changed: ReadonlySet<string>): void {
    const drafts = new Map(this.drafts);
    for (const id of changed) {
      const draft = readListing(this.#replica.doc, id);
      if (draft) drafts.set(id, draft);
      else drafts.delete(id);
    }
    this.drafts = drafts;
  }
}
