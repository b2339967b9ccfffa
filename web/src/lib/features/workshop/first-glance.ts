import type { ListingDraft } from '@komod/domain/listing-draft';
import { truthLine, type TruthInput } from '@komod/domain/truth-line';
import { deviceKind } from '#lib/app/device.ts';
import { stages } from '#lib/app/listing-stage.ts';
import { leftOpenEditor } from '#lib/app/open-editor.ts';
import { truthInput, type DeviceTruth } from '#lib/app/truth-input.ts';
import type { Workshop } from '#lib/app/workshop.svelte.ts';
import { readKeptGlance } from '#lib/platform/kept-glance.ts';
import type { TabId, WorkshopListing } from './workshop-listing.ts';

/** What the workshop is drawn from until its documents are read. */
export interface FirstGlance {
  owner: string;
  /** The first of *All*. */
  listings: readonly WorkshopListing[];
  counts: ReadonlyMap<TabId, number>;
  waiting: number;
  ready: number;
}

/** What is not true of the listing alone is judged anew by who shows it. */
type KeptTruth = Omit<TruthInput, keyof DeviceTruth>;

interface KeptListing extends Omit<WorkshopListing, 'truth'> {
  truth: KeptTruth | null;
}

interface KeptGlance extends Pick<FirstGlance, 'waiting' | 'ready'> {
  /** Of this form. */
  form: typeof form;
  listings: KeptListing[];
  counts: [TabId, number][];
}

/** What a glance is taken of. */
type GlancedWorkshop = Pick<Workshop, 'mark' | 'wordsOf' | 'placeOf' | 'device'>;
interface GlancedShelf extends Pick<FirstGlance, 'counts' | 'waiting'> {
  /** Last touched first. */
  all: readonly WorkshopListing[];
  ready: readonly WorkshopListing[];
}

const form = 1;
/** What a wide screen shows at once. */
const kept = 12;

/** What its card shows of a draft. */
const shownOf = (draft: ListingDraft): ListingDraft => {
  const { id, title, price, currency, category, size, condition, photos, createdAt, updatedAt } = draft;
  const words = { title, price, currency, category, size, condition };
  const said = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
  return { ...said, id, description: '', photos: photos.slice(0, 1), createdAt, updatedAt };
};

/** To be kept for the next start. */
export function glanceAt(workshop: GlancedWorkshop, shelf: GlancedShelf): KeptGlance {
  const truthOf = (draft: ListingDraft): KeptTruth => {
    const {
      session: _,
      link: __,
      device: ___,
      ...truth
    } = truthInput(
      draft,
      workshop.mark(draft.id),
      workshop.wordsOf(draft),
      (id) => workshop.placeOf(id),
      workshop.device,
    );
    return truth;
  };
  const first = shelf.all.filter(({ stage }) => stage !== 'removed').slice(0, kept);
  return {
    form,
    listings: first.map(({ draft, truth, ...listing }) => ({
      ...listing,
      draft: shownOf(draft),
      truth: truth && truthOf(draft),
    })),
    counts: [...shelf.counts],
    waiting: shelf.waiting,
    ready: shelf.ready.length,
  };
}

const isKept = (value: unknown): value is KeptGlance => {
  const { form: found, listings, counts, waiting, ready } = (value ?? {}) as Partial<KeptGlance>;
  const isListing = ({ draft, stage, truth }: KeptListing) =>
    typeof draft.id === 'string' &&
    Array.isArray(draft.photos) &&
    stages.includes(stage) &&
    (truth === null || typeof truth.photos.total === 'number');
  try {
    return (
      found === form &&
      Number.isInteger(waiting) &&
      Number.isInteger(ready) &&
      new Map(counts).size > 0 &&
      listings!.length > 0 &&
      listings!.every(isListing)
    );
  } catch {
    // Of no form at all.
    return false;
  }
};

/** What was kept for `owner`; `null` when nothing was, or the seller was last seen in an editor. */
export function firstGlance(owner: string, session: DeviceTruth['session']): FirstGlance | null {
  const found = readKeptGlance(owner);
  if (!isKept(found) || leftOpenEditor(owner) !== null) return null;
  const device = { session, link: navigator.onLine ? 'online' : 'offline', device: deviceKind() } as const;
  const { listings, counts, waiting, ready } = found;
  return {
    owner,
    listings: listings.map(({ truth, ...listing }) => ({
      ...listing,
      truth: truth && truthLine({ ...truth, ...device }),
    })),
    counts: new Map(counts),
    waiting,
    ready,
  };
}
