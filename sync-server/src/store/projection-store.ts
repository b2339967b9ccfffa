import type { WishStart } from '@komod/domain/decide-wish';
import type { Piece } from '@komod/domain/piece';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import type { Press } from '@komod/domain/wish';
import type { Fence } from '@komod/sync/server/fence';
import type { PublicProfile } from './people-store.ts';

export type CatalogChangeKind = 'published' | 'updated' | 'sold' | 'removed';
export type ListingState = 'live' | 'sold' | 'removed';

export interface DueDocument {
  document: string;
  attempts: number;
  /** Changes with each new cause: a projection that read an older one leaves the row due. */
  stamp: number;
}

/** A listing as SQL knows it, for deciding a wish against. */
export interface ListingRow {
  id: string;
  owner: string;
  state: ListingState;
  version: number;
  piece: Piece;
  /** `at` of the wish that made this version. */
  wishAt: number;
}

/** A wish that another press overtook, and what it says of its start. */
export interface OvertakenWish extends Pick<Press, 'base' | 'builtOn' | 'again'> {
  listingId: string;
}

export interface ListingChange {
  listingId: string;
  kind: CatalogChangeKind;
  version: number;
  /** Set for `published` and `updated`. */
  piece?: Piece;
  /** `at` of the wish that made this version, 0 when none did. */
  wishAt: number;
}

/** What became of one wish. A wish that was answered once is not decided again, whatever happened since. */
export interface Answer {
  listingId: string;
  /** `null`: the listing left the closet, and its mark leaves the shelf. */
  mark: ShelfMark | null;
  /** Digest of the wish this answers. */
  wishKey: string;
}

/** Everything one look at one document changes, written in one transaction together with its due row. */
export interface Projection {
  due: DueDocument;
  /** False when part of a large document is left for the next time: its due row stays. */
  isDone: boolean;
  owner: string;
  at: number;
  changes: readonly ListingChange[];
  answers: readonly Answer[];
  /** Set by account documents whose public profile differs. */
  profile?: PublicProfile;
}

/** What takes a fence throws `LeaseLost` when it is an old one, and has written nothing. */
export interface ProjectionStore {
  /** @param now ms UTC; parked documents (attempts used up) are left out. */
  dueDocuments(now: number, limit: number): Promise<readonly DueDocument[]>;
  /** ms UTC of the next due row that is not parked, or `null`. */
  nextDueAt(): Promise<number | null>;
  /** Whoever begins: everything that was due or parked gets a fresh start. */
  replayDue(fence: Fence, now: number): Promise<void>;
  /** Marks a document due for a cause that is not a frame. */
  markDue(document: string, cause: string, at: number): Promise<void>;
  /** Rows of these ids, whoever owns them. */
  listingRows(ids: readonly string[]): Promise<ReadonlyMap<string, ListingRow>>;
  /** By listing; the piece is that of the newest version the wish names. */
  startsOf(wishes: readonly OvertakenWish[]): Promise<ReadonlyMap<string, WishStart>>;
  answersOf(owner: string, ids: readonly string[]): Promise<ReadonlyMap<string, Answer>>;
  /** Listings of this owner that have a mark. */
  markedListings(owner: string): Promise<readonly string[]>;
  countMarks(owner: string): Promise<number>;
  /** A row of the document's log was put aside: what is not in it now may be in that row. */
  isDamaged(document: string): Promise<boolean>;
  project(fence: Fence, batch: readonly Projection[]): Promise<void>;
  /** A projection threw: the row waits until `dueAt` and counts the attempt. */
  postponeDue(fence: Fence, due: DueDocument, dueAt: number): Promise<void>;
  parkedDocuments(attempts: number): Promise<readonly string[]>;
}
