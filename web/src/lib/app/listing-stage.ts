import type { ListingDraft } from '@komod/domain/listing-draft';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import type { TruthLine } from '@komod/domain/truth-line';
import { isAnswered } from './truth-input.ts';

export const stages = ['drafts', 'on-the-way', 'live', 'sold', 'removed'] as const;
export type Stage = (typeof stages)[number];

/** On which tab of the workshop a listing hangs. Deleted ones hang on Removed. */
export function stageOf(draft: ListingDraft, mark: ShelfMark | null): Stage {
  const { wish } = draft;
  if (draft.deletedAt !== undefined || wish?.want === 'removed') return 'removed';
  if (!wish) return 'drafts';
  if (wish.want === 'sold') return mark?.state === 'refused' ? 'on-the-way' : 'sold';
  if (mark?.state === 'live' || mark?.state === 'reserved') return 'live';
  if (mark?.state === 'sold' && isAnswered(draft, mark)) return 'sold';
  return 'on-the-way';
}

/** Rows 1-4: only the seller can mend these. */
export const needsSeller = ({ tone }: TruthLine): boolean => tone === 'refused' || tone === 'attention';
