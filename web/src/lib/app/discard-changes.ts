import { discardChanges } from '@komod/documents/closet';
import type { ListingPage } from '@komod/domain/catalog-entry';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { Piece } from '@komod/domain/piece';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import type { CatalogAnswer } from '#lib/platform/catalog-client.ts';
import { livePiece, pressNow, wishNow, type Shop } from './listing-acts.ts';
import { isAnswered, isChanged } from './truth-input.ts';

/** `overtaken`: something else was pressed while the server was asked. */
export type DiscardAnswer = 'discarded' | 'needs-connection' | 'not-live' | 'overtaken';

/** True when the update pressed last was not accepted and the version before it is live. */
export const isRefusedUpdate = (draft: ListingDraft, mark: ShelfMark | null): boolean =>
  isAnswered(draft, mark) && mark?.state === 'live' && (mark.reasons?.length ?? 0) > 0;

/** True when there is something to go back from, and the last press has its answer. */
export const canDiscard = (draft: ListingDraft, mark: ShelfMark | null): boolean =>
  isRefusedUpdate(draft, mark) ||
  (isChanged(draft, mark) && isAnswered(draft, mark) && mark?.state === 'live' && !mark.missing?.length);

function pieceOf(page: ListingPage): Piece {
  const { title, description, category, size, brand, colours, condition, price, currency, photos } = page;
  const { originalPrice, measurements, tags } = page;
  return {
    title,
    description,
    category,
    size,
    brand,
    colours,
    condition,
    price,
    ...(originalPrice !== undefined && { originalPrice }),
    currency,
    ...(measurements && { measurements }),
    ...(tags && { tags }),
    photos,
  };
}

/**
 * Turns the working copy back into what shoppers see. After a refused update only the server knows that; it is then
 * also wished, so that the shelf has nothing refused to tell any more.
 */
export async function discardToLive(
  shop: Shop,
  draft: ListingDraft,
  ask: (id: string) => Promise<CatalogAnswer<ListingPage>>,
): Promise<DiscardAnswer> {
  const { id } = draft;
  const here = livePiece(shop, draft);
  if (here) {
    shop.closet.edit(id, (doc) => discardChanges(doc, id, here, Date.now()));
    return 'discarded';
  }
  const answer = await ask(id);
  if (answer.kind === 'unreachable') return 'needs-connection';
  if (answer.kind === 'refused') return 'not-live';
  // What this device remembers may be older than what is live.
  if (answer.keptAt !== null) return 'needs-connection';
  if (answer.value.state !== 'live') return 'not-live';
  if (shop.closet.draft(id)?.wish?.at !== draft.wish?.at) return 'overtaken';
  const piece = pieceOf(answer.value);
  const wish = wishNow(shop, id, { want: 'listed', piece });
  shop.closet.edit(id, (doc) => discardChanges(doc, id, piece, wish.at, wish));
  return 'discarded';
}

/** Undoes *Discard changes*: the working copy as it stood in `before`, and its refused press where there was one. */
export function undoDiscard(shop: Shop, before: ListingDraft): void {
  const { id, wish } = before;
  const now = shop.closet.draft(id);
  if (!now) return;
  // From where it started: what was refused for another device's press is refused for it again.
  const again = wish && now.wish?.at !== wish.at ? { ...wish, at: pressNow(shop, id).at } : undefined;
  shop.closet.edit(id, (doc) => discardChanges(doc, id, before, again?.at ?? Date.now(), again));
}
