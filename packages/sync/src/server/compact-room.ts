import * as Y from 'yjs';
import type { HubLogger } from './hub-ports.ts';
import type { Room } from './room.ts';
import type { UpdateLog } from './update-log.ts';

/**
 * Folds a document's log into one snapshot. The snapshot is read back into a document of its own and
 * compared before a single update is given up. Must be called outside of a turn, when the live document is
 * exactly what is committed.
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
    Y.applyUpdate(again, snapshot);
    if (!Y.equalSnapshots(Y.snapshot(again), Y.snapshot(doc)))
      throw new Error('the snapshot reads back differently');
    opened.bytes = snapshot.length;
    await log.compact(room.document, headSeq, snapshot);
    opened.updateCount -= updateCount;
  } catch (error) {
    logger.error({ err: error, document: room.document }, 'a document could not be compacted');
  } finally {
    again.destroy();
    room.isCompacting = false;
  }
}
