import { LeaseLost } from './fence.ts';
import type { Room } from './room.ts';
import type { UpdateLog } from './update-log.ts';

/**
 * Finds out under which id the server writes a document, for the edit that waits for it.
 * @throws when the log cannot say.
 */
export async function claimWriterId(room: Room, log: UpdateLog): Promise<void> {
  const { opened, waitsForWriterId: edit } = room;
  if (!opened || !edit) return;
  room.isLoading = true;
  try {
    room.setWriterId(await log.claimWriterId(room.document, opened.doc.clientID, edit.fence));
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    room.dropEdit(edit);
  } finally {
    room.isLoading = false;
  }
}
