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
import type { FirstGlance } from './first-glance.ts';
import {
  isFound,
  isOn,
  isReadyDraft,
  isWaiting,
  type TabId,
  type WorkshopListing,
} from './workshop-listing.ts';

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
  /** Counts how often what is shown turned out to be older than the closet: then nothing that stands there stays. */
  renewed = $state(0);
  /** `null` until the documents are read. */
  #workshop = $state.raw<ShelfSource | null>(null);
  readonly #glance: FirstGlance | null;
  #made = new Map<string, Made>();

  constructor(workshop: ShelfSource | null, glance: FirstGlance | null = null) {
    this.#workshop = workshop;
    this.#glance = glance;
  }

  /** The documents are read: from here on what hangs is what is in them. */
  opened(workshop: ShelfSource): void {
    const before = this.#looks();
    this.#workshop = workshop;
    if (this.#looks() !== before) this.renewed += 1;
  }

  /** Everything in the closet, last touched first; until it is read, what is known of it. */
  readonly all: readonly WorkshopListing[] = $derived.by(() => {
    if (!this.#workshop) return this.#glance?.listings ?? [];
    const workshop = this.#workshop;
    const drafts = [...workshop.closet.drafts.values()];
    const made = new Map(drafts.map((draft) => [draft.id, this.#make(workshop, draft)]));
    this.#made = made;
    return drafts
      .sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1))
      .map(({ id }) => made.get(id)!.listing);
  });

  readonly counts: ReadonlyMap<TabId, number> = $derived.by(
    () =>
      (this.#workshop ? null : this.#glance?.counts) ??
      new Map(tabIds.map((id) => [id, this.all.filter((each) => isOn(id, each)).length])),
  );

  /** Pieces of which something waits on this device. */
  readonly waiting: number = $derived.by(
    () => (this.#workshop ? null : this.#glance?.waiting) ?? this.all.filter(isWaiting).length,
  );

  readonly ready: readonly WorkshopListing[] = $derived.by(() => this.all.filter(isReadyDraft));

  readonly readyCount: number = $derived.by(
    () => (this.#workshop ? null : this.#glance?.ready) ?? this.ready.length,
  );

  /** A tab that went empty under the eyes gives way. */
  readonly current: TabId = $derived.by(() =>
    this.tab === 'needs-you' && this.counts.get(this.tab) === 0 ? 'all' : this.tab,
  );

  /** How many are in the closet, the Removed shelf among them. */
  readonly total: number = $derived.by(() =>
    this.#workshop ? this.all.length : (this.counts.get('all') ?? 0) + (this.counts.get('removed') ?? 0),
  );

  readonly canSearch: boolean = $derived.by(() => this.total >= searchFrom);

  readonly shown: readonly WorkshopListing[] = $derived.by(() => {
    const hanging = this.all.filter((each) => isOn(this.current, each));
    const query = this.canSearch ? this.query.trim() : '';
    return query === '' ? hanging : hanging.filter((each) => isFound(each, query));
  });

  /** How many hang where one looks, `shown` or not yet. */
  readonly hanging: number = $derived.by(() =>
    this.#workshop || this.query.trim() !== '' ? this.shown.length : (this.counts.get(this.current) ?? 0),
  );

  /** What the places on the first screen depend on. */
  #looks(): string {
    const { all, canSearch, readyCount, waiting } = this;
    const first = all.filter((each) => isOn('all', each)).slice(0, this.#glance?.listings.length);
    const isAsking = (this.counts.get('needs-you') ?? 0) > 0;
    return [...first.map(({ draft }) => draft.id), canSearch, readyCount > 0, waiting > 0, isAsking].join();
  }

  #make(workshop: ShelfSource, draft: ListingDraft): Made {
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

const shelves = new WeakMap<Workshop | FirstGlance, WorkshopShelf>();

/** Made outside of any component: what one of them made would end with it. */
function shelfFor(key: Workshop | FirstGlance, make: () => WorkshopShelf): WorkshopShelf {
  const known = shelves.get(key);
  if (known) return known;
  let made!: WorkshopShelf;
  $effect.root(() => {
    made = make();
  });
  shelves.set(key, made);
  return made;
}

/** The one of this workshop. */
export const shelfOf = (workshop: Workshop): WorkshopShelf =>
  shelfFor(workshop, () => new WorkshopShelf(workshop));

/** The one that shows this glance, and then becomes that of the workshop behind it. */
export const glancedShelfOf = (glance: FirstGlance): WorkshopShelf =>
  shelfFor(glance, () => new WorkshopShelf(null, glance));

/** The documents behind what was glanced at are read. */
export function openGlanced(glance: FirstGlance, workshop: Workshop): void {
  const shelf = glancedShelfOf(glance);
  if (shelves.get(workshop) === shelf) return;
  shelves.set(workshop, shelf);
  shelf.opened(workshop);
}
