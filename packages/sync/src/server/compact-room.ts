import * as Y from 'yjs';
import { canonicalContent } from './canonical-content.ts';
import type { HubLogger } from './hub-ports.ts';
import type { Room } from './room.ts';
import type { UpdateLog } from './update-log.ts';
import { countSteps } from './work-budget.ts';

/**
 * Folds a document's log into one snapshot. The snapshot is read back into a document of its own and compared, by
 * state vector, delete set and content, before a single update is given up; the log in turn reads back what it
 * stored. Must be called outside of a turn, when the live document is exactly what is committed. A document that
 * cannot be compacted keeps its log and is tried again after as many updates.
 */
export async function compactRoom(room: Room, log: UpdateLog, logger: HubLogger): Promise<void> {
  const { opened } = room;
  // Pending parts wait for a row in quarantine: leave the evidence as it is.
  if (!opened || opened.doc.store.pendingStructs || opened.doc.store.pendingDs) return;
  const { doc, headSeq, updateCount } = opened;
  const snapshot = Y.encodeStateAsUpdate(doc);
  room.isCompacting = true;
  const again = new Y.Doc();
  try {
    countSteps(Infinity, again, () => Y.applyUpdate(again, snapshot));
    const isEqual = Y.equalSnapshots(Y.snapshot(again), Y.snapshot(doc));
    if (!isEqual || canonicalContent(again) !== canonicalContent(doc))
      throw new Error('the snapshot reads back differently');
    opened.bytes = snapshot.length;
    await log.compact(room.document, headSeq, snapshot);
  } catch (error) {
    logger.error({ err: error, document: room.document }, 'a document could not be compacted');
  } finally {
    again.destroy();
    opened.updateCount -= updateCount;
    room.isCompacting = false;
  }
}
