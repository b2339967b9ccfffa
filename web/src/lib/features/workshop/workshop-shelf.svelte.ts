import type { ListingDraft } from '@komod/domain/listing-draft';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import { stageOf, stages } from '#lib/app/listing-stage.ts';
import {
  isAnswered,
  isChanged,
  missingIn,
  spokenPhotos,
  type DeviceTruth,
  type ListingTruth,
} from '#lib/app/truth-input.ts';
import type { Workshop } from '#lib/app/workshop.svelte.ts';
import { isFound, isOn, type TabId, type WorkshopListing } from './workshop-listing.ts';

export const tabIds: readonly TabId[] = ['needs-you', 'all', ...stages];
/** From so many pieces on, looking through them is no way to find one. */
const searchFrom = 20;

/** What a shelf reads. */
export type ShelfSource = Pick<
  Workshop,
  'device' | 'mark' | 'wordsOf' | 'placeOf' | 'isUntold' | 'truthOf'
> & { readonly closet: Pick<Workshop['closet'], 'drafts'> };

/** All that a listing's truth is made of, to know whether it must be made again. */
interface Made {
  draft: ListingDraft;
  mark: ShelfMark | null;
  device: DeviceTruth;
  places: string;
  words: ListingTruth;
  isUntold: boolean;
  listing: WorkshopListing;
}

/**
 * What hangs in the workshop, and which of it is looked at; lives as long as the workshop, so that coming back
 * finds it as it was. Only listings whose own facts changed are made again: with a thousand, one letter or one ack
 * is one listing's work.
 */
export class WorkshopShelf {
  tab = $state<TabId>('all');
  query = $state('');
  readonly #workshop: ShelfSource;
  #made = new Map<string, Made>();

  constructor(workshop: ShelfSource) {
    this.#workshop = workshop;
  }

  /** Everything in the closet, last touched first. */
  readonly all: readonly WorkshopListing[] = $derived.by(() => {
    const drafts = [...this.#workshop.closet.drafts.values()];
    const made = new Map(drafts.map((draft) => [draft.id, this.#make(draft)]));
    this.#made = made;
    return drafts
      .sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1))
      .map(({ id }) => made.get(id)!.listing);
  });

  readonly counts: ReadonlyMap<TabId, number> = $derived.by(
    () => new Map(tabIds.map((id) => [id, this.all.filter((each) => isOn(id, each)).length])),
  );

  /** A tab that went empty under the eyes gives way. */
  readonly current: TabId = $derived.by(() =>
    this.tab === 'needs-you' && this.counts.get(this.tab) === 0 ? 'all' : this.tab,
  );

  readonly canSearch: boolean = $derived.by(() => this.all.length >= searchFrom);

  readonly shown: readonly WorkshopListing[] = $derived.by(() => {
    const hanging = this.all.filter((each) => isOn(this.current, each));
    const query = this.canSearch ? this.query.trim() : '';
    return query === '' ? hanging : hanging.filter((each) => isFound(each, query));
  });

  #make(draft: ListingDraft): Made {
    const workshop = this.#workshop;
    const { device } = workshop;
    const mark = workshop.mark(draft.id);
    const words = workshop.wordsOf(draft);
    const places = spokenPhotos(draft)
      .map(({ id }) => workshop.placeOf(id))
      .join();
    const isUntold = workshop.isUntold(draft);
    const before = this.#made.get(draft.id);
    const isSame =
      before?.draft === draft &&
      before.mark === mark &&
      before.device === device &&
      before.places === places &&
      before.words.kept === words.kept &&
      before.words.sent === words.sent &&
      before.isUntold === isUntold;
    if (isSame) return before;
    const wasRefused = isAnswered(draft, mark) && (mark?.reasons?.length ?? 0) > 0;
    const listing: WorkshopListing = {
      draft,
      truth: isUntold ? null : workshop.truthOf(draft, words),
      stage: stageOf(draft, mark),
      isReady: missingIn(draft).length === 0,
      isListed: draft.wish?.want === 'listed' && !isChanged(draft, mark) && !wasRefused,
    };
    return { draft, mark, device, places, words, isUntold, listing };
  }
}

const shelves = new WeakMap<Workshop, WorkshopShelf>();

/** The one of this workshop. Made outside of any component: what one of them made would end with it. */
export function shelfOf(workshop: Workshop): WorkshopShelf {
  const known = shelves.get(workshop);
  if (known) return known;
  let made!: WorkshopShelf;
  $effect.root(() => {
    made = new WorkshopShelf(workshop);
  });
  shelves.set(workshop, made);
  return made;
}
