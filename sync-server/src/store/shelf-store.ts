import type { ShelfMark } from '@komod/domain/shelf-mark';
import type { Fence } from '@komod/sync/server/fence';

export interface ShelfStore {
  /** What the owner's shelf document does not say yet (`null`: remove the mark), and a stamp to hand back. */
  unwrittenMarks(
    owner: string,
  ): Promise<{ stamp: number; entries: readonly { listingId: string; mark: ShelfMark | null }[] }>;
  /**
   * The document holds everything up to `stamp`; it stays due when something came after it.
   * @throws {LeaseLost} when `fence` is an old one; nothing was written.
   */
  marksWritten(fence: Fence, owner: string, stamp: number): Promise<void>;
}
