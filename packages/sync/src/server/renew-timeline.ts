import type { Connection } from './connection.ts';
import type { HubLogger } from './hub-ports.ts';
import type { Room } from './room.ts';
import type { UpdateLog } from './update-log.ts';

/**
 * Begins a new timeline and sends everybody away to say anew what they have; `endBehind` ends a connection behind
 * the frames it sent. Nobody may be answered meanwhile. False when it could not be kept.
 */
export async function renewTimeline(
  rooms: ReadonlyMap<string, Room>,
  { log, logger }: { log: UpdateLog; logger: HubLogger },
  endBehind: (connection: Connection) => void,
): Promise<boolean> {
  try {
    await log.renewTimeline();
    logger.warn(
      { timeline: log.timeline() },
      'the store is older than what clients saw: a new timeline begins',
    );
  } catch (error) {
    logger.error({ err: error }, 'a new timeline could not be kept');
    for (const room of rooms.values()) if (room.isBehind) room.fail(error, 'unavailable');
    return false;
  }
  for (const room of rooms.values()) {
    room.evict();
    for (const connection of room.connections) endBehind(connection);
  }
  return true;
}
