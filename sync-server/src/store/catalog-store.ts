import type { Piece } from '@komod/domain/piece';
import type { Person } from './people-store.ts';
import type { CatalogChangeKind, ListingState } from './projection-store.ts';

/** A listing with its seller, as the public pages need it. Times are server ms UTC. */
export interface CatalogRow {
  id: string;
  state: ListingState;
  version: number;
  piece: Piece;
  publishedAt: number;
  updatedAt: number;
  soldAt: number | null;
  seller: Person;
}

export type CatalogSort = 'newest' | 'price' | '-price';

export interface CatalogFilter {
  /** A department, a group or a whole category id: matches itself and everything below it. */
  category?: string | undefined;
  /** Any case. */
  brand?: string | undefined;
  /** Of several values any one fits. */
  sizes?: readonly string[] | undefined;
  colours?: readonly string[] | undefined;
  conditions?: readonly string[] | undefined;
  /** Prices are compared within this currency only. */
  currency: string;
  minPrice?: number | undefined;
  maxPrice?: number | undefined;
  availability: 'available' | 'sold' | 'all';
  /** One seller's pieces. */
  owner?: string | undefined;
}

/** Keys of the last row of a page: the next page begins behind it, whatever was inserted meanwhile. */
export interface CatalogKey {
  price: number;
  /** Catalog seq of the row's publishing: unique, and later pieces have greater ones. */
  publishedSeq: number;
}

export interface CatalogStore {
  /** Seq of the newest change, 0 when there was none. */
  catalogHead(): Promise<number>;
  listCatalog(
    filter: CatalogFilter,
    sort: CatalogSort,
    after: CatalogKey | null,
    limit: number,
  ): Promise<{ head: number; rows: readonly (CatalogRow & { key: CatalogKey })[] }>;
  /** Changes behind `after` in the order of their commits; `row` is the listing as it stands now. */
  listCatalogChanges(
    after: number,
    limit: number,
  ): Promise<{
    head: number;
    /** What was told before it is forgotten, or was another timeline's and may have meant something else. */
    floor: number;
    changes: readonly { seq: number; listingId: string; kind: CatalogChangeKind; row: CatalogRow }[];
  }>;
  /** Forgets the changes made before `at` (server ms UTC); listings themselves stay. */
  forgetCatalogChanges(at: number): Promise<void>;
  findListing(id: string): Promise<CatalogRow | null>;
  /** Those that exist, in any order. */
  findListings(ids: readonly string[]): Promise<readonly CatalogRow[]>;
  /** How many pieces of a closet anybody may see. */
  countListings(owner: string): Promise<{ live: number; sold: number }>;
}
