import {
  createListing,
  deleteListing,
  discardChanges,
  makeWish,
  undeleteListing,
} from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { Piece } from '@komod/domain/piece';
import { defaultPolicy } from '@komod/domain/policy';
import { composePiece } from '@komod/domain/readiness';
import type { Wish } from '@komod/domain/wish';
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
  if (workshop.isGuest) workshop.session.setGuestWork(true);
  if (workshop.closet.drafts.size === 0) askToKeepStorage();
  workshop.closet.edit(id, (doc) => createListing(doc, { id, at, currency: defaultPolicy.currency }));
  return id;
}

/** A wish is told from the one before it by its time, even when two are pressed in one millisecond. */
const pressedAt = (draft: ListingDraft): number => Math.max(Date.now(), (draft.wish?.at ?? 0) + 1);
const baseOf = (workshop: Workshop, id: string): number | null => workshop.mark(id)?.version || null;

function press(
  workshop: Workshop,
  draft: ListingDraft,
  what: { want: 'sold' | 'removed' } | { piece: Piece },
): void {
  const envelope = { base: baseOf(workshop, draft.id), at: pressedAt(draft) };
  const pressed: Wish = 'piece' in what ? { want: 'listed', ...envelope, ...what } : { ...envelope, ...what };
  workshop.closet.edit(draft.id, (doc) => makeWish(doc, draft.id, pressed));
}

/** *List it* and *Update listing*: what stands there now, whole. `false` when something is missing. */
export function listIt(workshop: Workshop, draft: ListingDraft): boolean {
  const piece = missingIn(draft).length === 0 ? composePiece(draft) : null;
  if (piece) press(workshop, draft, { piece });
  return piece !== null;
}

export const markSold = (workshop: Workshop, draft: ListingDraft): void =>
  press(workshop, draft, { want: 'sold' });

export const takeDown = (workshop: Workshop, draft: ListingDraft): void =>
  press(workshop, draft, { want: 'removed' });

export function moveToRemoved(workshop: Workshop, draft: ListingDraft): void {
  workshop.closet.edit(draft.id, (doc) =>
    deleteListing(doc, draft.id, pressedAt(draft), baseOf(workshop, draft.id)),
  );
}

/** Undoes *Mark sold*, *Take down* and *Delete*: wishes again what `before` wished. */
export function undoTo(workshop: Workshop, before: ListingDraft): void {
  const now = workshop.closet.draft(before.id);
  if (!now) return;
  const again =
    before.wish && now.wish && before.wish.at !== now.wish.at
      ? { ...before.wish, base: baseOf(workshop, before.id), at: pressedAt(now) }
      : undefined;
  if (now.deletedAt !== undefined)
    workshop.closet.edit(now.id, (doc) => undeleteListing(doc, now.id, pressedAt(now), again));
  else if (again) workshop.closet.edit(now.id, (doc) => makeWish(doc, now.id, again));
}

/** From Removed or Sold back to where it was: a draft that was never pressed stays one. `false`: not complete. */
export function putBack(workshop: Workshop, draft: ListingDraft): boolean {
  if (!draft.wish) {
    workshop.closet.edit(draft.id, (doc) => undeleteListing(doc, draft.id, pressedAt(draft)));
    return true;
  }
  return listIt(workshop, draft);
}

export function discardTo(workshop: Workshop, draft: ListingDraft, piece: Piece): void {
  workshop.closet.edit(draft.id, (doc) => discardChanges(doc, draft.id, piece, Date.now()));
}

/** What shoppers see now, if this device knows: the pressed piece, once the server took it. */
export function livePiece(workshop: Workshop, draft: ListingDraft): Piece | null {
  const mark = workshop.mark(draft.id);
  const { wish } = draft;
  const isTaken = mark?.state === 'live' && !mark.reasons && wish?.at === mark.wishAt;
  return isTaken && wish?.want === 'listed' ? wish.piece : null;
}
