import type {
  CatalogChanges,
  CatalogPage,
  ClosetPage,
  ListingPage,
  Listings,
} from '@komod/domain/catalog-entry';
import type { HttpError, HttpErrorCode } from '@komod/domain/http-error';

/**
 * What came of a question to the catalog. `keptAt` (ms) marks an answer from this device's cache;
 * `unreachable` is no network or no server, and says nothing about the thing asked for.
 */
export type CatalogAnswer<T> =
  | { kind: 'answer'; value: T; keptAt: number | null }
  | { kind: 'refused'; status: number; code: HttpErrorCode; sellerHandle?: string }
  | { kind: 'unreachable' };

/** As many ids as the server answers in one go. */
export const listingsAtOnce = 48;

type Fetch = typeof globalThis.fetch;
type Query = Record<string, string | number | null | undefined>;

async function ask<T>(fetch: Fetch, path: string, query: Query = {}): Promise<CatalogAnswer<T>> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) search.set(key, String(value));
  }
  try {
    const response = await fetch(search.size > 0 ? `${path}?${search}` : path);
    if (response.status >= 500) return { kind: 'unreachable' };
    if (!response.ok) {
      // A removed listing's answer names whose closet it hung in.
      const { error, seller } = (await response.json()) as HttpError & { seller?: { handle: string } };
      const sellerHandle = seller && { sellerHandle: seller.handle };
      return { kind: 'refused', status: response.status, code: error.code, ...sellerHandle };
    }
    const keptAt = response.headers.get('x-komod-kept-at');
    return {
      kind: 'answer',
      value: (await response.json()) as T,
      keptAt: keptAt === null ? null : Number(keptAt),
    };
  } catch {
    return { kind: 'unreachable' };
  }
}

/** The shopper's questions, asked with the browser's `fetch` or, while a page loads, with Kit's. */
export const catalogClient = (fetch: Fetch) => ({
  /** Several sizes or conditions stand with commas between them; prices are minor units. */
  page: (query: {
    category?: string | null;
    size?: string | null;
    condition?: string | null;
    minPrice?: number | null;
    maxPrice?: number | null;
    cursor?: string | null;
    limit: number;
  }) => ask<CatalogPage>(fetch, '/api/catalog', query),
  changes: (after: number, limit: number) =>
    ask<CatalogChanges>(fetch, '/api/catalog/changes', { after, limit }),
  listing: (id: string) => ask<ListingPage>(fetch, `/api/listings/${encodeURIComponent(id)}`),
  /** At most `listingsAtOnce` ids. */
  listings: (ids: readonly string[]) => ask<Listings>(fetch, '/api/listings', { ids: ids.join(',') }),
  closet: (
    handle: string,
    query: { cursor?: string | null; limit: number; availability?: 'available' | 'sold' },
  ) => ask<ClosetPage>(fetch, `/api/closets/${encodeURIComponent(handle)}`, query),
});
