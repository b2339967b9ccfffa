import { editDescription, purgeListing, setField } from '@komod/documents/closet';
import type { DraftField, ListingDraft } from '@komod/domain/listing-draft';
import type { PieceValue } from '@komod/domain/merge-piece';
import { parsePrice } from '@komod/domain/money';
import { pieceFields } from '@komod/domain/piece-fields';
import { defaultPolicy } from '@komod/domain/policy';
import { missingFields } from '@komod/domain/readiness';
import type { FieldRefusal } from '@komod/domain/refusal';
import { contestsOf, settleContest, type Contest, type ContestSide } from '#lib/app/contest.ts';
import { canDiscard, discardToLive, isRefusedUpdate, type DiscardAnswer } from '#lib/app/discard-changes.ts';
import { listIt, startListing } from '#lib/app/listing-acts.ts';
import { refusalSentence } from '#lib/app/refusal-messages.ts';
import { isAnswered, isChanged, missingIn } from '#lib/app/truth-input.ts';
import type { Workshop } from '#lib/app/workshop.svelte.ts';
import { catalogClient } from '#lib/platform/catalog-client.ts';
import { plainPrice } from '#lib/words/plain-price.ts';
import { fieldOf, standingReasons } from './standing-reasons.ts';
import { TypedValue } from './typed-value.svelte.ts';
import { keepUnreadAmount, unreadAmount } from './unread-amounts.ts';

/** Before the first photo or letter. */
const nothingYet: ListingDraft = {
  id: '',
  description: '',
  photos: [],
  currency: defaultPolicy.currency,
  createdAt: 0,
  updatedAt: 0,
};
const missingAtFirst = missingFields(nothingYet, defaultPolicy);
const shownFields: ReadonlySet<string> = new Set(
  pieceFields.filter((field) => !['currency', 'measurements', 'tags'].includes(field)),
);
/** "No brand" is an answer too. */
const isThere = (value: unknown): boolean =>
  value === null || (typeof value === 'object' ? Object.keys(value).length > 0 : (value ?? '') !== '');

/** One listing being edited. It comes into being with its first photo or letter; every input is kept at once. */
export class DraftEditor {
  readonly workshop: Workshop;
  id = $state<string | null>(null);
  /** *List it* was pressed while something was missing: from now on it is said beside the fields. */
  hasTried = $state(false);
  /** Pressed, and waiting for pictures that are not photos yet. */
  isTakingPhotos = $state(false);
  /** A picture was just taken; the next one is likely another. */
  isShooting = $state(false);
  readonly title: TypedValue<string>;
  readonly description: TypedValue<string>;
  readonly price: TypedValue<number | undefined>;
  readonly originalPrice: TypedValue<number | undefined>;
  readonly #onCreated: (id: string) => void;

  constructor(workshop: Workshop, id: string | null, onCreated: (id: string) => void) {
    this.workshop = workshop;
    this.id = id;
    this.#onCreated = onCreated;
    const draft = id === null ? null : workshop.closet.draft(id);
    const same = (text: string) => text;
    this.title = new TypedValue(draft?.title ?? '', same, same, (value) => this.set('title', value));
    this.description = new TypedValue(draft?.description ?? '', same, same, (value) => {
      const listing = this.ensure();
      workshop.closet.edit(listing, (doc) => editDescription(doc, listing, value, Date.now()));
    });
    this.price = this.#amount('price', draft?.price);
    this.originalPrice = this.#amount('originalPrice', draft?.originalPrice);
  }

  readonly draft: ListingDraft | null = $derived.by(() =>
    this.id === null ? null : this.workshop.closet.draft(this.id),
  );
  readonly currency: string = $derived.by(() => this.draft?.currency ?? defaultPolicy.currency);
  readonly mark = $derived.by(() => (this.id === null ? null : this.workshop.mark(this.id)));
  readonly isLive = $derived(this.mark?.state === 'live' || this.mark?.state === 'reserved');
  /** Typed, and no amount: it stands in the field only, and nothing is pressed over it. */
  readonly #unread: readonly FieldRefusal[] = $derived.by(() =>
    (['price', 'originalPrice'] as const).flatMap((field) => {
      const parsed = parsePrice(this[field].text, this.currency, defaultPolicy);
      return parsed.ok || parsed.refusal === 'missing' ? [] : [{ field, code: parsed.refusal }];
    }),
  );
  /** What stands between this and a press, in the order of the fields. */
  readonly missing: readonly FieldRefusal[] = $derived.by(() => {
    const found = this.draft ? missingIn(this.draft) : missingAtFirst;
    const unread = this.#unread;
    if (unread.length === 0) return found;
    const isUnread = ({ field }: FieldRefusal) => unread.some((each) => each.field === field);
    return [...found.filter((each) => !isUnread(each)), ...unread];
  });
  /** Differs from what was pressed last. */
  readonly isChanged = $derived.by(() => this.draft !== null && isChanged(this.draft, this.mark));

  /** Pressed as it stands, and no answer refused it: nothing is left to press. */
  readonly isPressed = $derived.by(() => {
    const { draft, mark } = this;
    if (draft?.wish?.want !== 'listed' || this.isChanged) return false;
    return !(isAnswered(draft, mark) && mark?.state === 'refused');
  });

  readonly isRefused = $derived.by(() => this.draft !== null && isRefusedUpdate(this.draft, this.mark));
  readonly canDiscard = $derived.by(() => this.draft !== null && canDiscard(this.draft, this.mark));

  /** Words beside each field: what is missing once it was tried, what the server refused while it stands as pressed. */
  readonly errors: ReadonlyMap<string, string> = $derived.by(() => {
    const { draft, mark } = this;
    const standing = draft ? standingReasons(draft, mark) : [];
    const all = [...standing, ...(this.hasTried ? this.missing : [])];
    return new Map(
      all.toReversed().map((refusal) => [fieldOf(refusal), refusalSentence(refusal, this.currency)]),
    );
  });

  /** Fields whose value another device's took the place of, or the other way round. */
  readonly contests: readonly Contest[] = $derived.by(() =>
    this.draft ? contestsOf(this.workshop, this.draft) : [],
  );

  /** What is wrong with that which has no field on the screen. */
  readonly otherErrors: readonly string[] = $derived.by(() =>
    [...this.errors].filter(([field]) => !shownFields.has(field)).map(([, words]) => words),
  );

  /** The listing's id, made now if this is the first thing said about it. */
  ensure(): string {
    if (this.id === null) {
      this.id = startListing(this.workshop);
      this.#onCreated(this.id);
    }
    return this.id;
  }

  set<F extends DraftField>(field: F, value: ListingDraft[F] | undefined): void {
    const id = this.ensure();
    this.workshop.closet.edit(id, (doc) => setField(doc, id, field, value, Date.now()));
  }

  /** Takes another value of a field, and gives the one that stood there. */
  use({ field, value }: PieceValue): PieceValue {
    this.flush();
    const id = this.ensure();
    const before = { field, value: this.draft?.[field] } as PieceValue;
    if (field === 'price' || field === 'originalPrice') {
      // What could not be read stands in the field only.
      this[field].reset();
      keepUnreadAmount(id, field, null);
    }
    this.workshop.closet.edit(id, (doc) => {
      if (field === 'description') editDescription(doc, id, value ?? '', Date.now());
      else if (field !== 'photos') setField(doc, id, field, value, Date.now());
    });
    return before;
  }

  /** Writes what is still only in the fields. */
  flush(): void {
    for (const typed of this.#typed) typed.flush();
  }

  follow(): void {
    const { draft } = this;
    if (!draft) return;
    this.title.follow(draft.title ?? '');
    this.description.follow(draft.description);
    this.price.follow(draft.price);
    this.originalPrice.follow(draft.originalPrice);
  }

  /**
   * *List it* and *Update listing*. Pictures whose tiles stand there belong to what is pressed, so it waits until
   * they are photos; the words go out as they were at the press. `false`: something is missing, and is said from
   * now on.
   */
  async press(): Promise<boolean> {
    this.flush();
    const { workshop, draft: pressed, id } = this;
    // An untouched editor has nothing to list, and says so beside each field.
    if (!pressed || id === null) return this.#refusePress();
    if (workshop.intake.isTakingInto(id)) {
      this.isTakingPhotos = true;
      const isWhole = await workshop.intake.whenTaken(id);
      this.isTakingPhotos = false;
      if (!isWhole) return this.#refusePress();
    }
    const now = workshop.closet.draft(id);
    if (!now || this.#unread.length > 0) return this.#refusePress();
    if (!listIt(workshop, { ...pressed, photos: now.photos })) return this.#refusePress();
    this.hasTried = false;
    return true;
  }

  #refusePress(): false {
    this.hasTried = true;
    return false;
  }

  /** Answers with how the listing stood. */
  settle(contest: Contest, side: ContestSide): ListingDraft | null {
    this.flush();
    const { draft } = this;
    if (draft) settleContest(this.workshop, draft, contest, side);
    return draft;
  }

  /** *Discard changes*: back to what shoppers see. */
  async discard(): Promise<DiscardAnswer> {
    this.flush();
    const { draft } = this;
    if (!draft) return 'not-live';
    const answer = await discardToLive(this.workshop, draft, (id) => catalogClient(fetch).listing(id));
    if (answer === 'discarded') {
      this.hasTried = false;
      // What could not be read stands in a field only, and is a change like any other.
      for (const field of ['price', 'originalPrice'] as const) {
        this[field].reset();
        keepUnreadAmount(draft.id, field, null);
      }
    }
    return answer;
  }

  /** An untouched draft leaves no trace. */
  close(): void {
    this.flush();
    const { draft, id } = this;
    if (!draft || id === null) return;
    const isBegun = pieceFields.some((field) => field !== 'currency' && isThere(draft[field]));
    if (isBegun || this.#unread.length > 0 || draft.removedPhotos || draft.wish) return;
    if (this.workshop.intake.isTakingInto(id)) return;
    this.workshop.closet.edit(id, (doc) => purgeListing(doc, id));
  }

  get #typed(): readonly { flush(): void }[] {
    return [this.title, this.description, this.price, this.originalPrice];
  }

  #amount(field: 'price' | 'originalPrice', stored: number | undefined): TypedValue<number | undefined> {
    const amount = new TypedValue<number | undefined>(
      stored,
      (text) => {
        const parsed = parsePrice(text, this.currency, defaultPolicy);
        return parsed.ok ? parsed.value : undefined;
      },
      (value) => (value === undefined ? '' : plainPrice(value, this.currency)),
      (value) => {
        this.set(field, value);
        const isUnread = value === undefined && amount.text.trim() !== '';
        keepUnreadAmount(this.ensure(), field, isUnread ? amount.text : null);
      },
    );
    const unread = this.id === null || stored !== undefined ? null : unreadAmount(this.id, field);
    if (unread !== null) amount.text = unread;
    return amount;
  }
}
