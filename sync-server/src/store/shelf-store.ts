import type { ShelfMark } from '@komod/domain/shelf-mark';

export interface ShelfEntry {
  listingId: string;
  /** `null`: the mark is withdrawn. */
  mark: ShelfMark | null;
}

export interface ShelfStore {
  /** Server documents that must be brought up to date, oldest first. */
  dueServerDocuments(limit: number): Promise<readonly string[]>;
  /** Marks of this owner that the shelf document does not hold yet, and a stamp to hand back. */
  unwrittenMarks(owner: string): Promise<{ stamp: number; entries: readonly ShelfEntry[] }>;
  /** The document holds everything up to `stamp`; stays due when something came after it. */
  marksWritten(owner: string, stamp: number): Promise<void>;
}
