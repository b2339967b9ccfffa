import {
  createListing,
  deleteListing,
  makeWish,
  restoreListing,
  undeleteListing,
} from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import { nextPress } from '@komod/domain/next-press';
import type { PartialPiece } from '@komod/domain/piece';
import { defaultPolicy } from '@komod/domain/policy';
import { pressedPiece } from '@komod/domain/pressed-piece';
import { composePiece } from '@komod/domain/readiness';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import type { Press, Wish } from '@komod/domain/wish';
import type { Closet } from './closet.svelte.ts';
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
export interface Shop {
  readonly closet: Pick<Closet, 'draft' | 'edit' | 'editTogether'>;
  mark(id: string): ShelfMark | null;
}

type Document = Parameters<Parameters<Closet['edit']>[1]>[0];

/** What an act would write about a listing; `null`: it is not ready for that, or there is nothing to do. */
export type Deed = (shop: Shop, draft: ListingDraft) => ((doc: Document) => void) | null;

/** The envelope of a press made now, on top of what stands in the closet. */
export const pressNow = (shop: Shop, id: string): Press =>
  nextPress(shop.closet.draft(id)?.wish, shop.mark(id), Date.now());

type Wanted = { want: 'sold' | 'removed' } | { want: 'listed'; piece: PartialPiece };

export const wishNow = (shop: Shop, id: string, wanted: Wanted): Wish<PartialPiece> => ({
  ...wanted,
  ...pressNow(shop, id),
});

const wantedBy = (wish: Wish<PartialPiece>): Wanted =>
  wish.want === 'listed' ? { want: 'listed', piece: wish.piece } : { want: wish.want };

/**
 * That listing, its last press as the server took it: pressed again as it was, it would take back what another device
 * had pressed before it.
 */
export function asAnswered(shop: Pick<Shop, 'mark'>, draft: ListingDraft): ListingDraft {
  const { wish } = draft;
  const piece = pressedPiece(draft, shop.mark(draft.id));
  if (!piece || wish?.want !== 'listed' || piece === wish.piece) return draft;
  return { ...draft, wish: { ...wish, piece } };
}

const press =
  (wanted: (draft: ListingDraft) => Wanted | null): Deed =>
  (shop, draft) => {
    const now = wanted(draft);
    if (!now) return null;
    const wish = wishNow(shop, draft.id, now);
    return (doc) => makeWish(doc, draft.id, wish);
  };

/** *List it* and *Update listing*: what stands there now, whole. */
export const listing: Deed = press((draft) => {
  const piece = missingIn(draft).length === 0 ? composePiece(draft) : null;
  return piece && { want: 'listed', piece };
});

export const selling: Deed = press(() => ({ want: 'sold' }));
export const takingDown: Deed = press(() => ({ want: 'removed' }));

export const deleting: Deed = (shop, draft) => {
  const { id } = draft;
  const pressed = pressNow(shop, id);
  const { wish } = asAnswered(shop, draft);
  const before = wish === draft.wish ? undefined : wish;
  return (doc) => deleteListing(doc, id, pressed, before);
};

/**
 * A sold piece or one taken down goes back to the feed, as it stands now. A deleted one becomes what it was before,
 * and no more: a draft, off the feed, sold, or live as shoppers saw it.
 */
export const puttingBack: Deed = (shop, draft) => {
  const { id, deletedAt, wishBefore } = draft;
  if (deletedAt === undefined) return listing(shop, draft);
  if (!wishBefore || wishBefore.want === 'removed') return (doc) => undeleteListing(doc, id, Date.now());
  const wish = wishNow(shop, id, wantedBy(wishBefore));
  return (doc) => restoreListing(doc, id, { deletedAt: undefined, wish }, wish.at);
};

/** Does the same to many listings by one edit. Answers with those it was done to, `asAnswered`, and the others. */
export function perform(
  shop: Shop,
  drafts: readonly ListingDraft[],
  deed: Deed,
): { done: ListingDraft[]; skipped: ListingDraft[] } {
  const writes = new Map(drafts.map((draft) => [draft, deed(shop, draft)]));
  const ready = drafts.filter((draft) => writes.get(draft));
  const done = ready.map((draft) => asAnswered(shop, draft));
  if (done.length > 0)
    shop.closet.editTogether(
      done.map(({ id }) => id),
      (doc) => {
        for (const draft of ready) writes.get(draft)?.(doc);
      },
    );
  return { done, skipped: drafts.filter((draft) => !writes.get(draft)) };
}

/** `false` when something is missing. */
export const listIt = (shop: Shop, draft: ListingDraft): boolean =>
  perform(shop, [draft], listing).done.length > 0;

/** `false`: not complete. */
export const putBack = (shop: Shop, draft: ListingDraft): boolean =>
  perform(shop, [draft], puttingBack).done.length > 0;

/** Undoes presses, `before` being `asAnswered`: each listing wishes again what it wished before, and hangs where it hung. One edit for all. */
export function undoTo(shop: Shop, before: readonly ListingDraft[]): void {
  const undoing: Deed = (_shop, { id, wish, wishBefore, deletedAt }) => {
    const now = shop.closet.draft(id);
    // Deleted for good meanwhile.
    if (!now) return null;
    const isSame = wish?.at === now.wish?.at;
    const again = isSame ? now.wish : wish && wishNow(shop, id, wantedBy(wish));
    return (doc) => restoreListing(doc, id, { deletedAt, wish: again, wishBefore }, again?.at ?? Date.now());
  };
  perform(shop, before, undoing);
}

/** What shoppers see now, if this device knows: the pressed piece, once the server took it. */
export function livePiece(workshop: Pick<Shop, 'mark'>, draft: ListingDraft): PartialPiece | null {
  const mark = workshop.mark(draft.id);
  const isTaken = mark?.state === 'live' && !mark.reasons && draft.wish?.at === mark.wishAt;
  return isTaken ? pressedPiece(draft, mark) : null;
}
