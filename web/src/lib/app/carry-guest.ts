import { carryOver } from '@komod/documents/carry-over';
import type { Replica } from '@komod/sync/client/replica';
import { openDeviceReplica } from './device-replica.ts';
import type { PhotoDesk } from './photo-desk.svelte.ts';
import { guestOwner, type Session } from './session.svelte.ts';

/** Named instead of a listing when an edit concerns all of them. */
export const everyListing = '*';

/**
 * Brings a guest's closet and photos into a member's. The guest's copy goes only after the server's ack; a tab
 * closed before that does it again at the next start, and the same ids make twice the same as once.
 */
export async function bringGuestWork(session: Session, closet: Replica, photos: PhotoDesk): Promise<void> {
  const guest = openDeviceReplica('closet', guestOwner);
  await guest.whenLoaded;
  // A closet that could not be read must not be taken for an empty one.
  if (guest.status().local === 'failed') return guest.close();
  await photos.takeOver(guestOwner);
  closet.tag(everyListing);
  carryOver(guest.doc, closet.doc);
  await closet.flushed();
  whenSafe(closet, () => {
    void guest.destroy().then(() => session.setGuestWork(false));
  });
}

function whenSafe(replica: Replica, done: () => void): void {
  const isSafe = () => replica.status().synced && replica.status().unacked === null;
  if (isSafe()) return done();
  const stop = replica.subscribe(() => {
    if (!isSafe()) return;
    stop();
    done();
  });
}
