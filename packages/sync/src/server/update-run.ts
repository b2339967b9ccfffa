import * as Y from 'yjs';
import type { WireLimits } from '../wire/limits.ts';
import { admitUpdate } from './admission/admit-update.ts';
import type { DocumentShape } from './admission/document-shape.ts';
import { holdingsOf } from './admission/holdings.ts';
import { writeTogether } from './apply-update.ts';
import { fitsLimits, type OpenedDocument } from './open-document.ts';
import type { Reply, RoomEntry, UpdateEntry } from './room-entry.ts';

/** Updates of one connection that stand in a row from there on and may be taken together. */
export function runFrom(queue: readonly (RoomEntry | Reply)[], from: number): UpdateEntry[] {
  const run: UpdateEntry[] = [];
  for (let at = from; at < queue.length; at++) {
    const entry = queue[at]!;
    if (entry.type !== 'update') break;
    const { isCut, hasGap, isDoubted } = entry.connection;
    if (isCut || hasGap || isDoubted || entry.connection !== (run[0] ?? entry).connection) break;
    run.push(entry);
  }
  return run;
}

export interface AppliedRun {
  /** As many from its beginning; the next one must be judged alone. */
  taken: number;
  /** What they changed, as one update. */
  changed: Uint8Array | null;
}

/**
 * Applies the beginning of a run in one transaction, each update admitted by what those before it brought. Returns
 * null when Yjs could not take them: then the live document is of no use any more.
 */
export function applyRun(
  run: readonly UpdateEntry[],
  opened: OpenedDocument,
  shape: DocumentShape,
  limits: WireLimits,
  onTransaction: (transaction: Y.Transaction) => void,
): AppliedRun | null {
  const { doc } = opened;
  const holdings = holdingsOf(doc);
  let taken = 0;
  let bytes = 0;
  const take = ({ update }: UpdateEntry): boolean => {
    const admission = admitUpdate(update, holdings, shape, limits);
    if (typeof admission === 'string' || admission.novelty === 'gap') return false;
    const { novelty, structs } = admission;
    if (novelty === 'new') {
      bytes += update.length;
      if (!fitsLimits(opened, bytes, structs, limits)) return false;
      Y.applyUpdate(doc, update);
      opened.structs += structs;
    }
    taken++;
    return true;
  };
  const work = () => void run.every(take);
  const { steps, refusal, changed } = writeTogether(opened, limits, onTransaction, work);
  // Those who are judged one by one pay then.
  if (refusal !== null) return null;
  run[0]!.connection.owe(steps * limits.bytesPerStep);
  opened.bytes += changed?.length ?? 0;
  return { taken, changed };
}
