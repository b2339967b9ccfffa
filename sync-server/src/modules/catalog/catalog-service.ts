import type {
  CatalogChanges,
  CatalogEntry,
  CatalogPage,
  ClosetPage,
  ListingPage,
  Listings,
  Seller,
} from '@komod/domain/catalog-entry';
import { foldHandle } from '@komod/domain/handle';
import type { Policy } from '@komod/domain/policy';
import { HttpFailure } from '../../http/http-failure.ts';
import type { CatalogFilter, CatalogRow, CatalogSort } from '../../store/catalog-store.ts';
import type { Person } from '../../store/people-store.ts';
import type { Store } from '../../store/store.ts';
import { decodeCursor, encodeCursor } from './catalog-cursor.ts';

export interface CatalogQuestion extends Omit<CatalogFilter, 'currency'> {
  sort: CatalogSort;
  cursor?: string | undefined;
  limit: number;
}

function toEntry(row: CatalogRow): CatalogEntry | null {
  const { id, version, state, piece, publishedAt, soldAt } = row;
  const [cover] = piece.photos;
  if (state === 'removed' || !cover) return null;
  const { title, brand, category, size, condition, colours, price, originalPrice, currency } = piece;
  return {
    id,
    version,
    state,
    title,
    brand,
    category,
    size,
    condition,
    colours,
    price,
    ...(originalPrice !== undefined && { originalPrice }),
    currency,
    cover,
    seller: { handle: row.seller.handle, name: row.seller.name },
    publishedAt,
    ...(soldAt !== null && { soldAt }),
  };
}

function toSeller({ handle, name, city, bio, contact, avatar }: Person): Seller {
  return {
    handle,
    name,
    ...(city !== null && { city }),
    ...(bio !== null && { bio }),
    ...(contact !== null && { contact }),
    ...(avatar !== null && { avatar }),
  };
}

const isPresent = <T>(value: T | null): value is T => value !== null;

/** The public side: what anybody may read. */
export class CatalogService {
  readonly #store: Store;
  readonly #policy: Policy;

  constructor(store: Store, policy: Policy) {
    this.#store = store;
    this.#policy = policy;
  }

  head(): Promise<number> {
    return this.#store.catalogHead();
  }

  async list({ sort, cursor, limit, ...filter }: CatalogQuestion): Promise<CatalogPage> {
    const after = cursor === undefined ? null : decodeCursor(cursor, sort);
    if (cursor !== undefined && !after)
      throw new HttpFailure('request.malformed', 'The cursor is none of this list.');
    const currency = this.#policy.currency;
    const { head, rows } = await this.#store.listCatalog({ ...filter, currency }, sort, after, limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      head,
      entries: page.map(toEntry).filter(isPresent),
      nextCursor: rows.length > limit && last ? encodeCursor(sort, last.key) : null,
    };
  }

  async changes(after: number, limit: number): Promise<CatalogChanges> {
    const { head, floor, changes } = await this.#store.listCatalogChanges(after, limit);
    // A client that saw more than we have, or what was before this timeline began, must begin anew.
    if (after > head || after < floor)
      throw new HttpFailure('catalog.too-old', 'Read the catalog from its beginning.');
    return {
      head,
      changes: changes.map(({ seq, listingId: id, kind, row }) => ({ seq, id, kind, entry: toEntry(row) })),
      more: (changes.at(-1)?.seq ?? head) < head,
    };
  }

  async listing(id: string): Promise<ListingPage> {
    const row = await this.#store.findListing(id);
    if (!row) throw new HttpFailure('listing.not-found', 'There is no such listing.');
    const entry = toEntry(row);
    if (!entry)
      throw new HttpFailure('listing.removed', 'The seller took this listing down.', {
        seller: { handle: row.seller.handle, name: row.seller.name },
      });
    const { description, photos, measurements, tags } = row.piece;
    return {
      ...entry,
      description,
      photos,
      seller: toSeller(row.seller),
      ...(measurements && { measurements }),
      ...(tags && { tags }),
    };
  }

  async listings(ids: readonly string[]): Promise<Listings> {
    const rows = new Map((await this.#store.findListings(ids)).map((row) => [row.id, row]));
    const found = ids.map((id) => rows.get(id)).filter((row) => row !== undefined);
    return { entries: found.map(toEntry).filter(isPresent) };
  }

  async closet(
    handle: string,
    page: Pick<CatalogQuestion, 'cursor' | 'limit' | 'availability'>,
  ): Promise<ClosetPage> {
    const person = await this.#store.findPersonByHandle(foldHandle(handle));
    if (!person) throw new HttpFailure('closet.not-found', 'There is no such closet.');
    const owner = person.userId;
    const [counts, { entries, nextCursor }] = await Promise.all([
      this.#store.countListings(owner),
      this.list({ ...page, sort: 'newest', owner }),
    ]);
    return { seller: toSeller(person), counts, entries, nextCursor };
  }
}
