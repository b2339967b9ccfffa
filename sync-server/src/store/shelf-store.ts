import type { ShelfMark } from '@komod/domain/shelf-mark';

export interface ShelfStore {
  /** What the owner's shelf document does not say yet (`null`: remove the mark), and a stamp to hand back. */
  unwrittenMarks(
    owner: string,
  ): Promise<{ stamp: number; entries: readonly { listingId: string; mark: ShelfMark | null }[] }>;
  /** The document holds everything up to `stamp`; it stays due when something came after it. */
  marksWritten(owner: string, stamp: number): Promise<void>;
}
