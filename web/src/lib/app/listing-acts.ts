import { createListing, deleteListing, makeWish, undeleteListing } from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import { nextPress } from '@komod/domain/next-press';
import type { Piece } from '@komod/domain/piece';
import { defaultPolicy } from '@komod/domain/policy';
import { composePiece } from '@komod/domain/readiness';
import type { Press, Wish } from '@komod/domain/wish';
import { newListingId } from './listing-id-maker.ts';
import { missingIn } from './truth-input.ts';
import type { Workshop } from './workshop.svelte.ts';

// What a seller does to a listing. Each is one edit of the closet, kept on the device before anything is sent.

/** The browser may throw a site's storage away; once there is work in it, it is asked not to. */
function askToKeepStorage(): void {
  void navigator.storage?.persist?.();
}

export function startListing(workshop: Workshop): string {
  const at = Date.now();
  const id = newListingId(at);
  if (workshop.closet.drafts.size === 0) askToKeepStorage();
  workshop.closet.edit(id, (doc) => createListing(doc, { id, at, currency: defaultPolicy.currency }));
  return id;
}

/** What a press reads and writes. */
export type Shop = Pick<Workshop, 'closet' | 'mark'>;

/** The envelope of a press made now, on top of what stands in the closet. */
const pressNow = (workshop: Shop, id: string): Press =>
  nextPress(workshop.closet.draft(id)?.wish, workshop.mark(id), Date.now());

type Wanted = { want: 'sold' | 'removed' } | { want: 'listed'; piece: Piece };

export const wishNow = (workshop: Shop, id: string, wanted: Wanted): Wish => ({
  ...wanted,
  ...pressNow(workshop, id),
});

function press(workshop: Workshop, { id }: ListingDraft, wanted: Wanted): void {
  const wish = wishNow(workshop, id, wanted);
  workshop.closet.edit(id, (doc) => makeWish(doc, id, wish));
}

/** *List it* and *Update listing*: what stands there now, whole. `false` when something is missing. */
export function listIt(workshop: Workshop, draft: ListingDraft): boolean {
  const piece = missingIn(draft).length === 0 ? composePiece(draft) : null;
  if (piece) press(workshop, draft, { want: 'listed', piece });
  return piece !== null;
}

export const markSold = (workshop: Workshop, draft: ListingDraft): void =>
  press(workshop, draft, { want: 'sold' });

export const takeDown = (workshop: Workshop, draft: ListingDraft): void =>
  press(workshop, draft, { want: 'removed' });

export function moveToRemoved(workshop: Workshop, draft: ListingDraft): void {
  const pressed = pressNow(workshop, draft.id);
  workshop.closet.edit(draft.id, (doc) => deleteListing(doc, draft.id, pressed));
}

const wantedBy = (wish: Wish): Wanted =>
  wish.want === 'listed' ? { want: 'listed', piece: wish.piece } : { want: wish.want };

/** Undoes *Mark sold*, *Take down* and *Delete*: wishes again what `before` wished. */
export function undoTo(workshop: Workshop, before: ListingDraft): void {
  const now = workshop.closet.draft(before.id);
  if (!now) return;
  const again =
    before.wish && now.wish && before.wish.at !== now.wish.at
      ? wishNow(workshop, now.id, wantedBy(before.wish))
      : undefined;
  if (now.deletedAt !== undefined)
    workshop.closet.edit(now.id, (doc) => undeleteListing(doc, now.id, again?.at ?? Date.now(), again));
  else if (again) workshop.closet.edit(now.id, (doc) => makeWish(doc, now.id, again));
}

/** From Removed or Sold back to where it was: a draft that was never pressed stays one. `false`: not complete. */
export function putBack(workshop: Workshop, draft: ListingDraft): boolean {
  if (!draft.wish) {
    workshop.closet.edit(draft.id, (doc) => undeleteListing(doc, draft.id, Date.now()));
    return true;
  }
  return listIt(workshop, draft);
}

/** What shoppers see now, if this device knows: the pressed piece, once the server took it. */
export function livePiece(workshop: Pick<Shop, 'mark'>, draft: ListingDraft): Piece | null {
  const mark = workshop.mark(draft.id);
  const { wish } = draft;
  const isTaken = mark?.state === 'live' && !mark.reasons && wish?.at === mark.wishAt;
  return isTaken && wish?.want === 'listed' ? wish.piece : null;
}
