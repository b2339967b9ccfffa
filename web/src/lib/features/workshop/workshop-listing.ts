import { conditionNames } from '@komod/domain/condition';
import { findColour } from '@komod/domain/colours';
import { foldText, hasWords } from '@komod/domain/fold-text';
import type { ListingDraft } from '@komod/domain/listing-draft';
import { findCategory } from '@komod/domain/taxonomy';
import type { TruthLine, TruthRow } from '@komod/domain/truth-line';
import { needsSeller, type Stage } from '#lib/app/listing-stage.ts';
import { sizeWords } from '#lib/words/entry-words.ts';

export interface WorkshopListing {
  draft: ListingDraft;
  /** `null`: pressed on another device, and what became of it is still on its way here. */
  truth: TruthLine | null;
  stage: Stage;
  /** Nothing is missing for *List it*. */
  isReady: boolean;
  /** Pressed as it stands, and not refused: nothing is left to list. */
  isListed: boolean;
}

export type TabId = Stage | 'all' | 'needs-you';

/** *All* is what still matters: everything but the Removed shelf. */
export function isOn(tab: TabId, { stage, truth }: WorkshopListing): boolean {
  if (tab === 'all') return stage !== 'removed';
  if (tab === 'needs-you') return stage !== 'removed' && truth !== null && needsSeller(truth);
  return stage === tab;
}

const waitingRows: ReadonlySet<TruthRow> = new Set([
  ...(['1', '4', '4b', '6', '6b', '6c', '6d'] as const),
  ...(['7b', '7c', '7d', '7e', '7f', '7g', '8b', '9b', '9c'] as const),
]);

/** Something of it waits on this device for the server. */
export const isWaiting = ({ truth }: WorkshopListing): boolean =>
  truth !== null && waitingRows.has(truth.row);

/** A draft that needs nothing but the press. */
export const isReadyDraft = ({ stage, isReady }: WorkshopListing): boolean => stage === 'drafts' && isReady;

// A draft object never changes, so what is searched in it is made once.
const foldedOf = new WeakMap<ListingDraft, string>();

function folded(draft: ListingDraft): string {
  let text = foldedOf.get(draft);
  if (text === undefined) {
    const { title, brand, description, category, size, colours = [], condition } = draft;
    const names = [
      findCategory(category ?? '')?.names,
      condition && conditionNames[condition].names,
      ...colours.map((colour) => findColour(colour)?.names),
    ];
    const words = [
      title,
      brand,
      size,
      category && size && sizeWords({ category, size }),
      description,
      ...names.flatMap((each) => (each ? [each.en, each.fa] : [])),
    ];
    foldedOf.set(draft, (text = foldText(words.filter(Boolean).join(' '))));
  }
  return text;
}

/** True when all that is asked for stands in the piece's words, in either language. */
export const isFound = ({ draft }: WorkshopListing, query: string): boolean => hasWords(folded(draft), query);
