import type { ListingDraft } from '@komod/domain/listing-draft';
import type { TruthLine } from '@komod/domain/truth-line';
import { needsSeller, stageOf, type Stage } from '#lib/app/listing-stage.ts';
import type { Workshop } from '#lib/app/workshop.svelte.ts';

export interface WorkshopListing {
  draft: ListingDraft;
  truth: TruthLine;
  stage: Stage;
}

export type TabId = Stage | 'all' | 'needs-you';

/** Everything in the closet, last touched first. */
export function workshopListings(workshop: Workshop): WorkshopListing[] {
  return [...workshop.closet.drafts.values()]
    .sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1))
    .map((draft) => ({
      draft,
      truth: workshop.truthOf(draft),
      stage: stageOf(draft, workshop.mark(draft.id)),
    }));
}

/** *All* is what still matters: everything but the Removed shelf. */
export function isOn(tab: TabId, { stage, truth }: WorkshopListing): boolean {
  if (tab === 'all') return stage !== 'removed';
  if (tab === 'needs-you') return stage !== 'removed' && needsSeller(truth);
  return stage === tab;
}

/** Pressed, and not where it was wished to be yet. */
export const isWaiting = ({ truth }: WorkshopListing): boolean =>
  ['6', '6b', '6c', '6d', '7b', '7c', '8b', '9b', '4'].includes(truth.row);
