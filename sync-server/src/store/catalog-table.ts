import type { ExpressionBuilder } from 'kysely';
import type { CatalogFilter, CatalogRow, CatalogStore } from './catalog-store.ts';
import { toPerson } from './people-table.ts';
import type { CatalogChangeKind, ListingState } from './projection-store.ts';
import type { Tables } from './schema.ts';
import { ask, type SqlEngine } from './sql-engine.ts';

const columns = [
  'listing.id',
  'listing.state',
  'listing.version',
  'listing.piece_json',
  'listing.price',
  'listing.published_seq',
  'listing.published_at',
  'listing.updated_at',
  'listing.sold_at',
  'person.user_id',
  'person.handle',
  'person.name',
  'person.bio',
  'person.city',
  'person.contact',
  'person.locale',
  'person.avatar_json',
] as const;

type Joined = Pick<
  Tables['listing'],
  | 'id'
  | 'state'
  | 'version'
  | 'piece_json'
  | 'price'
  | 'published_seq'
  | 'published_at'
  | 'updated_at'
  | 'sold_at'
> &
  Tables['person'];

const toRow = (row: Joined): CatalogRow => ({
  id: row.id,
  state: row.state as ListingState,
  version: row.version,
  piece: JSON.parse(row.piece_json),
  publishedAt: row.published_at,
  updatedAt: row.updated_at,
  soldAt: row.sold_at,
  seller: toPerson(row),
});

const statesOf = { available: ['live'], sold: ['sold'], all: ['live', 'sold'] } as const;

function matches(filter: CatalogFilter) {
  return ({ and, eb }: ExpressionBuilder<Tables, 'listing'>) => {
    const terms = [eb('listing.state', 'in', statesOf[filter.availability])];
    const { category, brand, sizes, colours, conditions, minPrice, maxPrice, owner } = filter;
    if (category !== undefined)
      terms.push(
        eb.or([
          eb('category', '=', category),
          // '/' is the character behind '.': everything that begins with `category.`
          eb.and([eb('category', '>', `${category}.`), eb('category', '<', `${category}/`)]),
        ]),
      );
    if (brand !== undefined) terms.push(eb('brand_key', '=', brand.toLowerCase()));
    if (sizes !== undefined) terms.push(eb('size', 'in', sizes));
    if (colours !== undefined)
      terms.push(eb.or(colours.map((colour) => eb('colour_keys', 'like', `%|${colour}|%`))));
    if (conditions !== undefined) terms.push(eb('condition', 'in', conditions));
    if (minPrice !== undefined) terms.push(eb('price', '>=', minPrice));
    if (maxPrice !== undefined) terms.push(eb('price', '<=', maxPrice));
    if (minPrice !== undefined || maxPrice !== undefined) terms.push(eb('currency', '=', filter.currency));
    if (owner !== undefined) terms.push(eb('owner', '=', owner));
    return and(terms);
  };
}

export function createCatalogTable(engine: SqlEngine): CatalogStore {
  const { build } = engine;
  const joined = build.selectFrom('listing').innerJoin('person', 'person.user_id', 'listing.owner');

  const counter = (name: string) => build.selectFrom('counter').select('value').where('name', '=', name);
  const head = counter('catalog');

  return {
    async catalogHead() {
      return (await engine.read(head))[0]!.value;
    },

    async listCatalog(filter, sort, after, limit) {
      let query = joined.select(columns).where(matches(filter)).limit(limit);
      if (sort === 'newest') {
        query = query.orderBy('published_seq', 'desc');
        if (after) query = query.where('published_seq', '<', after.publishedSeq);
      } else {
        const direction = sort === 'price' ? 'asc' : 'desc';
        const isBehind = sort === 'price' ? '>' : '<';
        query = query.orderBy('price', direction).orderBy('published_seq', 'desc');
        if (after)
          query = query.where(({ eb, and, or }) =>
            or([
              eb('price', isBehind, after.price),
              and([eb('price', '=', after.price), eb('published_seq', '<', after.publishedSeq)]),
            ]),
          );
      }
      // Of one commit: whoever asks for the changes behind this head misses none.
      const [rows, [headRow]] = await engine.readTogether(query, head);
      return {
        head: headRow!.value,
        rows: rows.map((row) =>
          Object.assign(toRow(row), { key: { price: row.price, publishedSeq: row.published_seq } }),
        ),
      };
    },

    async listCatalogChanges(after, limit) {
      const [rows, [headRow], [floorRow]] = await engine.readTogether(
        joined
          .innerJoin('catalog_log', 'catalog_log.listing_id', 'listing.id')
          .select([...columns, 'catalog_log.seq', 'catalog_log.kind'])
          .where('catalog_log.seq', '>', after)
          .orderBy('catalog_log.seq')
          .limit(limit),
        head,
        counter('catalog-floor'),
      );
      const changes = rows.map((row) => ({
        seq: row.seq,
        listingId: row.id,
        kind: row.kind as CatalogChangeKind,
        row: toRow(row),
      }));
      return { head: headRow!.value, floor: floorRow?.value ?? 0, changes };
    },

    async forgetCatalogChanges(at) {
      await engine.write(function* () {
        const newest = build
          .selectFrom('catalog_log')
          .select(({ fn }) => fn.max('seq').as('seq'))
          .where('at', '<', at);
        const [last] = yield* ask(newest);
        if (last?.seq == null) return;
        yield* ask(build.deleteFrom('catalog_log').where('seq', '<=', last.seq));
        // Under no lease: several servers may forget at once, and the floor must be that of whoever forgot most.
        const value = last.seq;
        yield* ask(
          build
            .insertInto('counter')
            .values({ name: 'catalog-floor', value })
            .onConflict((conflict) =>
              conflict.column('name').doUpdateSet({ value }).where('counter.value', '<', value),
            ),
        );
      });
    },

    async findListing(id) {
      const [row] = await engine.read(joined.select(columns).where('listing.id', '=', id));
      return row ? toRow(row) : null;
    },

    async findListings(ids) {
      return (await engine.read(joined.select(columns).where('listing.id', 'in', ids))).map(toRow);
    },

    async countListings(owner) {
      const rows = await engine.read(
        build
          .selectFrom('listing')
          .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
          .where('owner', '=', owner)
          .groupBy('state'),
      );
      const countOf = (state: ListingState) => rows.find((row) => row.state === state)?.count ?? 0;
      return { live: countOf('live'), sold: countOf('sold') };
    },
  };
}
