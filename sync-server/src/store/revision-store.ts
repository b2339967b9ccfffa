import type { FieldValue } from '@komod/domain/listing-revision';

/** A value that a field of somebody's listing held. */
export interface KeptRevision {
  field: string;
  value: unknown;
  /** Server ms UTC when it was last seen there. */
  at: number;
}

export interface ListingValues {
  listingId: string;
  values: readonly FieldValue[];
}

/** What a look at a closet saw. */
export interface SeenCloset {
  owner: string;
  /** Server ms UTC. */
  at: number;
  span: number;
  listings: readonly ListingValues[];
  gone: readonly string[];
}

export interface RevisionStore {
  /**
   * Adds what differs from the last value kept of its field, of all closets in one transaction. A field has one row
   * for each span of time: what is seen in it later takes the place of what was seen before. Listings that are gone
   * are forgotten.
   */
  keepRevisions(seen: readonly SeenCloset[]): Promise<void>;
  /** Newest first. */
  revisionsOf(owner: string, listingId: string): Promise<readonly KeptRevision[]>;
  /** Of everybody: what was seen before `at`. */
  forgetRevisions(at: number): Promise<void>;
}
