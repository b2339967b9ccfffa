import type { ListingDraft } from '@komod/domain/listing-draft';
import { changedFields } from '@komod/domain/piece-difference';
import { contestedFields } from '@komod/domain/pressed-piece';
import type { FieldRefusal } from '@komod/domain/refusal';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import { isAnswered } from '#lib/app/truth-input.ts';

/** The field of the editor beside which a reason stands: `photos.2` is said of the photos. */
export const fieldOf = ({ field }: FieldRefusal): string => field.split('.', 1)[0]!;

/** Why the last press was refused, but for what was edited since (that is not judged yet), and for what is contested. */
export function standingReasons(draft: ListingDraft, mark: ShelfMark | null): FieldRefusal[] {
  const reasons = isAnswered(draft, mark) ? (mark?.reasons ?? []) : [];
  const unsaid = new Set<string>(draft.wish?.want === 'listed' ? changedFields(draft, draft.wish.piece) : []);
  for (const { field } of contestedFields(draft, mark)) unsaid.add(field);
  return reasons.filter((reason) => !unsaid.has(fieldOf(reason)));
}
