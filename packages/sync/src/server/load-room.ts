import { findAnswer } from './find-answer.ts';
import type { HubOptions } from './hub-options.ts';
import { openDocument } from './open-document.ts';
import type { Room } from './room.ts';

/**
 * Brings into memory what the room needs for what waits in it; `onOpening` when that is the document itself.
 * @throws when it cannot be read.
 */
export async function loadRoom(
  room: Room,
  ports: Pick<HubOptions, 'log' | 'limits' | 'shape' | 'logger'>,
  onOpening: () => void,
): Promise<void> {
  const { log, limits, logger } = ports;
  const timeline = log.timeline();
  if (!(await findAnswer(room, ports))) {
    onOpening();
    let isWhole = true;
    const opened = await openDocument(log, room.document, limits, (seq) => {
      isWhole = false;
      // Its reason stands beside the row: it may quote the update.
      logger.error({ document: room.document, seq }, 'an update threw on load and is quarantined');
    });
    room.chargeOpening(opened);
    room.open(opened, isWhole);
  }
  // Read before the store began a new history: of no use any more.
  if (log.timeline() !== timeline) room.evict();
}
