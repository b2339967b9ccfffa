import {
  catalogChangesSchema,
  catalogPageSchema,
  closetPageSchema,
  listingPageSchema,
  listingsSchema,
} from '@komod/domain/catalog-entry';
import { colours } from '@komod/domain/colours';
import { conditionNames } from '@komod/domain/condition';
import { isListingId } from '@komod/domain/listing-id';
import { sizeSystems } from '@komod/domain/size-systems';
import { departments } from '@komod/domain/departments';
import { categories, groups } from '@komod/domain/taxonomy';
import { Elysia } from 'elysia';
import { z } from 'zod';
import type { Limits } from '../../config.ts';
import type { ClientAddresses } from '../../http/client-address.ts';
import { compressed } from '../../http/compressed-response.ts';
import { respondConditionally } from '../../http/conditional-response.ts';
import { routeDetail } from '../../http/route-detail.ts';
import type { CatalogLive } from './catalog-live.ts';
import type { CatalogService } from './catalog-service.ts';

/** Ids of the taxonomy. Nothing else passes, so none can act as a pattern in a query. */
const key = z.string().regex(/^[A-Za-z0-9.-]{1,80}$/);
const severalMax = 40;
/** One such id or several of them, repeated or with commas between: any of them fits. */
const keys = z.union([key, z.array(key).min(1).max(severalMax)]).optional();
const listed = (ids: string | string[] | undefined): string[] | undefined =>
  typeof ids === 'string' ? [ids] : ids;
const price = z.coerce.number().int().nonnegative().optional();
const listingId = z.string().refine(isListingId);
const seq = z.coerce.number().int().nonnegative();

function querySchemas({ pageMax, changesMax }: Limits['catalog']) {
  const cursor = z.string().max(200).optional();
  const limit = z.coerce.number().int().min(1).max(pageMax).default(Math.min(24, pageMax));
  const availability = z.enum(['available', 'sold', 'all']);
  return {
    list: z.object({
      category: key.optional(),
      brand: z.string().max(80).optional(),
      size: keys,
      colour: keys,
      condition: keys,
      minPrice: price,
      maxPrice: price,
      availability: availability.default('available'),
      sort: z.enum(['newest', 'price', '-price']).default('newest'),
      cursor,
      limit,
    }),
    changes: z.object({
      after: seq,
      limit: z.coerce.number().int().min(1).max(changesMax).default(changesMax),
    }),
    live: z.object({ after: seq.optional() }),
    // `ids=a,b,c`: Elysia takes it apart at its commas, and leaves one id a word.
    listings: z.object({ ids: z.union([listingId, z.array(listingId).max(pageMax)]) }),
    closet: z.object({ cursor, limit, availability: availability.default('all') }),
  };
}

const taxonomy = { departments, groups, categories, sizeSystems, colours, conditions: conditionNames };

export interface CatalogRouteParts {
  catalog: CatalogService;
  live: CatalogLive;
  limits: Limits['catalog'];
  addresses: ClientAddresses;
}

/** What anybody may read. Pages carry an ETag and are asked for again each time; nothing personal stands in them. */
export function catalogRoutes({ catalog, live, limits, addresses }: CatalogRouteParts) {
  const queries = querySchemas(limits);
  return new Elysia({ name: 'catalog' })
    .mapResponse(({ responseValue, request, set }) => {
      const answer = respondConditionally(
        request,
        responseValue,
        set.headers['cache-control'] ?? 'public, no-cache',
      );
      return answer && compressed(request, answer);
    })
    .get(
      '/api/taxonomy',
      ({ set }) => {
        set.headers['cache-control'] = 'public, max-age=300';
        return taxonomy;
      },
      { detail: routeDetail('anyone', 'Categories, sizes, colours and conditions with their names') },
    )
    .get(
      '/api/catalog',
      ({ query: { size, colour, condition, ...query } }) =>
        catalog.list({
          ...query,
          sizes: listed(size),
          colours: listed(colour),
          conditions: listed(condition),
        }),
      {
        query: queries.list,
        response: catalogPageSchema,
        detail: routeDetail(
          'anyone',
          'A page of listings. `category` is a department, a group or an item; `size`, `colour` and `condition` take several ids with commas; prices are minor units of the marketplace’s currency',
        ),
      },
    )
    .get('/api/catalog/changes', ({ query }) => catalog.changes(query.after, query.limit), {
      query: queries.changes,
      response: catalogChangesSchema,
      detail: routeDetail('anyone', 'What changed behind a seq, in order'),
    })
    .get(
      '/api/catalog/live',
      ({ query, request, server }) => {
        const lastEventId = request.headers.get('last-event-id');
        const address = addresses.of(request, server);
        return new Response(live.open({ after: query.after ?? null, lastEventId, address }), {
          headers: {
            'content-type': 'text/event-stream; charset=utf-8',
            'cache-control': 'no-store',
            'x-accel-buffering': 'no',
          },
        });
      },
      {
        query: queries.live,
        detail: routeDetail('anyone', 'Server-sent events: `{head}` when there is news'),
      },
    )
    .get('/api/listings', ({ query }) => catalog.listings([...new Set([query.ids].flat())]), {
      query: queries.listings,
      response: listingsSchema,
      detail: routeDetail('anyone', 'Listings by their ids, as many as a page holds'),
    })
    .get('/api/listings/:id', ({ params }) => catalog.listing(params.id), {
      response: listingPageSchema,
      detail: routeDetail('anyone', 'One listing with its photos and seller'),
    })
    .get('/api/closets/:handle', ({ params, query }) => catalog.closet(params.handle, query), {
      query: queries.closet,
      response: closetPageSchema,
      detail: routeDetail('anyone', "A seller's public closet"),
    });
}
