import { inOneEdit, listListings, observeListings, readListing } from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { Replica } from '@komod/sync/client/replica';

/** The one bridge from the closet document to the screen: only the listings that changed are read again. */
export class Closet {
  drafts = $state.raw<ReadonlyMap<string, ListingDraft>>(new Map());
  readonly #replica: Replica;
  /** Edited since this device's disk last had everything. */
  readonly #touched = new Set<string>();
  readonly #edited = new Set<string>();
  readonly #stop: () => void;

  constructor(replica: Replica) {
    this.#replica = replica;
    const stopFollowing = replica.follow((doc) => {
      this.drafts = new Map(listListings(doc).map((draft) => [draft.id, draft]));
      return observeListings(doc, (changed) => this.#reread(changed));
    });
    const stopListening = replica.subscribe(() => {
      if (replica.status().local === 'kept') this.#touched.clear();
    });
    this.#stop = () => {
      stopFollowing();
      stopListening();
    };
  }

  draft(id: string): ListingDraft | null {
    return this.drafts.get(id) ?? null;
  }

  /** What of the whole document nobody else needs; not followed. */
  read<T>(look: (doc: Replica['doc']) => T): T {
    return look(this.#replica.doc);
  }

  /** Every edit goes through here, so that *safe on the server* knows which listing it concerns. */
  edit<T>(id: string, change: (doc: Replica['doc']) => T): T {
    return this.editTogether([id], change);
  }

  /** One edit of many listings: one update to send, whatever `change` does to them. */
  editTogether<T>(ids: readonly string[], change: (doc: Replica['doc']) => T): T {
    for (const id of ids) {
      this.#touched.add(id);
      this.#edited.add(id);
    }
    this.#replica.tag(...ids);
    return inOneEdit(this.#replica.doc, change);
  }

  /** True for a listing edited since the disk last took everything. */
  isTouched(id: string): boolean {
    return this.#touched.has(id);
  }

  /** True for a listing edited on this device since the app was opened. */
  isEditedHere(id: string): boolean {
    return this.#edited.has(id);
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
