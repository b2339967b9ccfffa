import { discardChanges } from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import { valueOf, withValues, type PieceValue } from '@komod/domain/merge-piece';
import { changedFields } from '@komod/domain/piece-difference';
import { contestedFields, pressedPiece } from '@komod/domain/pressed-piece';
import { pressNow, wishNow, type Shop } from './listing-acts.ts';
import type { OvertakenWork } from './overtaken-work.svelte.ts';

/**
 * Two values for one field, of which one lost. `pressed`: `theirs` is live, and for it the update with `mine` was
 * refused. `typed`: `theirs` took the place of `mine` in the working copy.
 */
export interface Contest {
  kind: 'pressed' | 'typed';
  field: PieceValue['field'];
  theirs: PieceValue;
  mine: PieceValue;
  /** `mine` was written on this device. */
  isMine: boolean;
}
export type ContestSide = 'mine' | 'theirs';

/** Where something can lose. */
export interface ContestShop extends Shop {
  readonly overtaken: Pick<OvertakenWork, 'valuesOf' | 'isPressedHere' | 'forget' | 'remember'>;
}

const isSame = (draft: ListingDraft, { field, value }: PieceValue): boolean =>
  !changedFields(draft, withValues(draft, [{ field, value } as PieceValue])).includes(field);

export function contestsOf(shop: ContestShop, draft: ListingDraft): Contest[] {
  const isMine = shop.overtaken.isPressedHere(draft);
  const pressed = contestedFields(draft, shop.mark(draft.id)).map(({ field, live, wished }): Contest => ({
    kind: 'pressed',
    field,
    theirs: live,
    mine: wished,
    isMine,
  }));
  const typed = shop.overtaken
    .valuesOf(draft)
    .filter((value) => !isSame(draft, value) && !pressed.some(({ field }) => field === value.field))
    .map((mine): Contest => ({
      kind: 'typed',
      field: mine.field,
      theirs: valueOf(draft, mine.field),
      mine,
      isMine: true,
    }));
  return [...pressed, ...typed];
}

/** Turns fields of the working copy into these, and wishes `wish` by the same edit. */
function write(
  shop: Shop,
  draft: ListingDraft,
  values: readonly PieceValue[],
  wish?: Parameters<typeof discardChanges>[4],
): void {
  const { id } = draft;
  const at = wish?.at ?? Date.now();
  shop.closet.edit(id, (doc) => discardChanges(doc, id, withValues(draft, values), at, wish));
}

/**
 * *Use mine* and *Keep theirs*. What was pressed is pressed again on top of what is live, with that side of the field;
 * in every other field that was contested the live one stays live, and the other stands in the working copy.
 */
export function settleContest(
  shop: ContestShop,
  draft: ListingDraft,
  contest: Contest,
  side: ContestSide,
): void {
  const { id } = draft;
  const chosen = contest[side];
  const mark = shop.mark(id);
  const piece = contest.kind === 'pressed' ? pressedPiece(draft, mark) : null;
  if (piece) {
    const others = contestedFields(draft, mark).filter(({ field }) => field !== contest.field);
    const kept = others.flatMap(({ live, wished }) => (isSame(draft, live) ? [wished] : []));
    const wish = wishNow(shop, id, { want: 'listed', piece: withValues(piece, [chosen]) });
    write(shop, draft, [...kept, chosen], wish);
  } else if (side === 'mine') write(shop, draft, [chosen]);
  shop.overtaken.forget(id, chosen);
}

/**
 * Undoes it, `before` being how the listing stood. Theirs kept: what was refused is refused again, as it was. Mine
 * used: theirs goes live again, and mine is kept.
 */
export function undoContest(
  shop: ContestShop,
  before: ListingDraft,
  contest: Contest,
  side: ContestSide,
): void {
  const { id, wish } = before;
  const now = shop.closet.draft(id);
  if (!now) return;
  const stood = [valueOf(before, contest.field)];
  if (contest.kind === 'pressed' && wish && side === 'theirs')
    return write(shop, now, stood, { ...wish, at: pressNow(shop, id).at });
  const piece = contest.kind === 'pressed' ? pressedPiece(now, shop.mark(id)) : null;
  const again = piece && wishNow(shop, id, { want: 'listed', piece: withValues(piece, [contest.theirs]) });
  write(shop, now, stood, again ?? undefined);
  shop.overtaken.remember(id, contest.mine);
}
