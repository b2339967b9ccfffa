import { observeShelf, readShelf, readShelfMark } from '@komod/documents/shelf';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import type { Replica } from '@komod/sync/client/replica';

/** What one arrival from the server changed: each listing's mark before and after. */
export interface ShelfChange {
  id: string;
  before: ShelfMark | null;
  after: ShelfMark | null;
}

/** The bridge from the shelf document to the screen: only the marks that changed are read again. */
export class ShelfMarks {
  all = $state.raw<ReadonlyMap<string, ShelfMark>>(new Map());
  readonly #stop: () => void;

  /** @param onChange hears what came in one transaction, before the screen. */
  constructor(replica: Replica, onChange: (changes: readonly ShelfChange[]) => void) {
    this.#stop = replica.follow((doc) => {
      this.all = readShelf(doc);
      return observeShelf(doc, (changed) => this.#reread(doc, changed, onChange));
    });
  }

  close(): void {
    this.#stop();
  }

  #reread(
    doc: Replica['doc'],
    changed: ReadonlySet<string>,
    onChange: (changes: readonly ShelfChange[]) => void,
  ): void {
    const marks = new Map(this.all);
    const changes = [...changed].map((id): ShelfChange => {
      const before = marks.get(id) ?? null;
      const after = readShelfMark(doc, id);
      if (after) marks.set(id, after);
      else marks.delete(id);
      return { id, before, after };
    });
    onChange(changes);
    this.all = marks;
  }
}
