import { makeWish, setField } from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import { brokenRules } from '@komod/domain/piece-rules';
import { defaultPolicy } from '@komod/domain/policy';
import { pressedPiece } from '@komod/domain/pressed-piece';
import { isWhole } from '@komod/domain/readiness';
import type { FieldRefusal } from '@komod/domain/refusal';
import { isRefusedUpdate } from './discard-changes.ts';
import { undoTo, wishNow, type Shop } from './listing-acts.ts';
import { isAnswered } from './truth-input.ts';

/**
 * What a new price does to a listing. `kept`: a draft's, seen by nobody. `out`: it was pressed, alone, on top of what
 * was pressed before. `needs-editor`: it is kept, but what was pressed before was refused for more than the price.
 */
export type PriceAnswer = 'kept' | 'out' | 'needs-editor';

/** What is wrong with that price for that listing; empty when nothing is. */
export function priceRefusals(shop: Pick<Shop, 'mark'>, draft: ListingDraft, price: number): FieldRefusal[] {
  const { currency, originalPrice } = pressedPiece(draft, shop.mark(draft.id)) ?? draft;
  return brokenRules(
    { price, ...(currency && { currency }), ...(originalPrice !== undefined && { originalPrice }) },
    defaultPolicy,
  );
}

/** *Change price*: the other changes of the working copy stay with the seller. */
export function changePrice(shop: Shop, draft: ListingDraft, price: number): PriceAnswer {
  const { id } = draft;
  const mark = shop.mark(id);
  const pressed = pressedPiece(draft, mark);
  const piece = pressed && { ...pressed, price };
  // On top of a refused update of a live piece other refused words would go along.
  const isSound =
    piece &&
    !isRefusedUpdate(draft, mark) &&
    isWhole(piece) &&
    brokenRules(piece, defaultPolicy).length === 0;
  const wasRefused = isAnswered(draft, mark) && (mark?.reasons?.length ?? 0) > 0;
  const wish = isSound ? wishNow(shop, id, { want: 'listed', piece }) : null;
  shop.closet.edit(id, (doc) => {
    setField(doc, id, 'price', price, Date.now());
    if (wish) makeWish(doc, id, wish);
  });
  if (wish) return 'out';
  return wasRefused || piece ? 'needs-editor' : 'kept';
}

/** Undoes it: the price of before, and what was pressed before. */
export function undoPrice(shop: Shop, before: ListingDraft): void {
  shop.closet.edit(before.id, (doc) => {
    setField(doc, before.id, 'price', before.price, Date.now());
    undoTo(shop, [before]);
  });
}
