import { makeWish } from '@komod/documents/closet';
import { observeOvertaken, type Overtaken } from '@komod/documents/overtaken';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { PieceValue } from '@komod/domain/merge-piece';
import { nextPress } from '@komod/domain/next-press';
import type { PartialPiece } from '@komod/domain/piece';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import type { Wish } from '@komod/domain/wish';
import type { Replica } from '@komod/sync/client/replica';
import type { KeptOvertaken, OvertakenStore } from '#lib/platform/kept-overtaken.ts';
import type { Closet } from './closet.svelte.ts';
import { isAnswered } from './truth-input.ts';

/** Where work stands, and what the server says of it. */
interface Shop {
  readonly closet: Pick<Closet, 'draft' | 'edit'>;
  mark(id: string): ShelfMark | null;
}

/** Whichever came last: what takes a piece further off the feed is not taken back by what knew nothing of it. */
const rankOf: Record<Wish['want'], number> = { listed: 0, sold: 1, removed: 2 };

const nothingKept: KeptOvertaken = { presses: {}, values: {}, pressed: {} };

/** Nothing that is still on its way can change that answer. */
const isFinal = ({ state, missing }: ShelfMark): boolean => state !== 'waiting-photos' && !missing?.length;

/** What was asked for, whenever that was pressed: two tabs may put one press back at once. */
const askedBy = ({ at: _at, again: _again, ...asked }: Wish<PartialPiece>): string => JSON.stringify(asked);

/**
 * What this device wrote and another one replaced without having seen it: Yjs keeps one value of a key and drops the
 * other. A press is put back on top once the one in its place is answered; a typed value is kept for the seller.
 */
export class OvertakenWork {
  #kept = $state.raw<KeptOvertaken>(nothingKept);
  readonly #shop: Shop;
  readonly #store: OvertakenStore;
  readonly #stop: () => void;
  /** What happened inside a transaction, to be done after it. */
  #later: ((kept: KeptOvertaken) => void)[] = [];

  constructor(closet: Pick<Replica, 'follow'>, shop: Shop, store: OvertakenStore) {
    this.#shop = shop;
    this.#store = store;
    this.#kept = store.read();
    this.#stop = closet.follow((doc) =>
      observeOvertaken(doc, {
        onOvertaken: (overtaken) => this.#afterwards((kept) => this.#keep(kept, overtaken)),
        onWritten: (id, keys) => {
          if (keys.has('wish') || this.#kept.values[id])
            this.#afterwards((kept) => this.#settle(kept, id, keys));
        },
      }),
    );
    this.#afterwards(() => {});
  }

  /** Typed on this device, and something else stands there now. */
  valuesOf({ id }: Pick<ListingDraft, 'id'>): readonly PieceValue[] {
    return this.#kept.values[id] ?? [];
  }

  /** True when the press that stands there was made on this device. */
  isPressedHere({ id, wish }: ListingDraft): boolean {
    return wish !== undefined && this.#kept.pressed[id] === wish.at;
  }

  /** The seller has seen both. */
  forget(id: string, { field }: PieceValue): void {
    this.#afterwards((kept) => dropValues(kept, id, new Set([field])));
  }

  remember(id: string, value: PieceValue): void {
    this.#afterwards((kept) => addValues(kept, id, [value]));
  }

  /** Call when an answer may have come. */
  look(): void {
    const { presses, pressed } = this.#kept;
    if (Object.keys(presses).length > 0 || Object.keys(pressed).length > 0) this.#afterwards(() => {});
  }

  close(): void {
    this.#stop();
  }

  /** Once what is going on in the document has ended; what happens together is written down once. */
  #afterwards(change: (kept: KeptOvertaken) => void): void {
    this.#later.push(change);
    if (this.#later.length === 1) queueMicrotask(() => this.#write());
  }

  #write(): void {
    // Another tab may have written since.
    const kept = this.#store.read();
    for (const change of this.#later.splice(0)) change(kept);
    const due = this.#takeDue(kept);
    this.#kept = kept;
    this.#store.write(kept);
    for (const [id, wish] of due) this.#putBack(id, wish);
  }

  #keep(kept: KeptOvertaken, { listingId: id, wish, values }: Overtaken): void {
    const mark = this.#shop.mark(id);
    const wasAnswered = mark !== null && mark.wishAt === wish?.at && isFinal(mark);
    const stands = this.#shop.closet.draft(id)?.wish;
    const isElsewhere = wish && stands && askedBy(wish) === askedBy(stands);
    if (wish && !wasAnswered && !isElsewhere) kept.presses[id] = wish;
    if (values.length > 0) addValues(kept, id, values);
  }

  #settle(kept: KeptOvertaken, id: string, keys: ReadonlySet<string>): void {
    dropValues(kept, id, keys);
    if (!keys.has('wish')) return;
    delete kept.presses[id];
    const wish = this.#shop.closet.draft(id)?.wish;
    if (wish) kept.pressed[id] = wish.at;
  }

  /** Takes out what has nothing to wait for any more; answers with the presses whose turn it is. */
  #takeDue(kept: KeptOvertaken): [string, Wish<PartialPiece>][] {
    const due: [string, Wish<PartialPiece>][] = [];
    for (const [id, lost] of Object.entries(kept.presses)) {
      const draft = this.#shop.closet.draft(id);
      const mark = this.#shop.mark(id);
      // Not here, and not known to be gone: a disk that could not be read looks like that too.
      if (!draft) continue;
      const stands = draft.wish;
      if (stands && rankOf[lost.want] >= rankOf[stands.want]) {
        // Until then it would be lost in its turn; and a refusal is first for the seller to see.
        if (!mark || !isAnswered(draft, mark) || !isFinal(mark) || mark.reasons?.length) continue;
        due.push([id, lost]);
      }
      delete kept.presses[id];
    }
    for (const [id, at] of Object.entries(kept.pressed)) {
      const mark = this.#shop.mark(id);
      const isDone = mark?.wishAt === at && isFinal(mark) && !mark.reasons?.length;
      const draft = this.#shop.closet.draft(id);
      if (isDone || (draft && draft.wish?.at !== at)) delete kept.pressed[id];
    }
    return due;
  }

  /** As it was, from where it started: what became of the piece since is for the server to merge it with. */
  #putBack(id: string, lost: Wish<PartialPiece>): void {
    const { closet } = this.#shop;
    const { at } = nextPress(closet.draft(id)?.wish, this.#shop.mark(id), Date.now());
    const wish = { ...lost, at, again: lost.at };
    closet.edit(id, (doc) => makeWish(doc, id, wish));
  }
}

function addValues(kept: KeptOvertaken, id: string, values: readonly PieceValue[]): void {
  dropValues(kept, id, new Set(values.map(({ field }) => field)));
  kept.values[id] = [...(kept.values[id] ?? []), ...values];
}

function dropValues(kept: KeptOvertaken, id: string, keys: ReadonlySet<string>): void {
  const left = (kept.values[id] ?? []).filter(({ field }) => !keys.has(field));
  if (left.length > 0) kept.values[id] = left;
  else delete kept.values[id];
}
