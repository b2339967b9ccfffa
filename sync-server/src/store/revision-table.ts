import { idChunks } from './id-chunks.ts';
import type { RevisionStore, SeenCloset } from './revision-store.ts';
import { ask, askAll, type SqlEngine, type Work } from './sql-engine.ts';

/** By listing and field: the value kept last. */
function* lastValues({ build }: SqlEngine, owner: string, ids: readonly string[]): Work<Map<string, string>> {
  const own = build.selectFrom('listing_revision').where('owner', '=', owner).where('listing_id', 'in', ids);
  const last = own
    .select(({ fn }) => ['listing_id', 'field', fn.max('span').as('span')])
    .groupBy(['listing_id', 'field']);
  const rows = yield* ask(
    build
      .selectFrom('listing_revision as row')
      .innerJoin(last.as('last'), (join) =>
        join
          .onRef('last.listing_id', '=', 'row.listing_id')
          .onRef('last.field', '=', 'row.field')
          .onRef('last.span', '=', 'row.span'),
      )
      .select(['row.listing_id', 'row.field', 'row.value_json'])
      .where('row.owner', '=', owner),
  );
  return new Map(rows.map((row) => [`${row.listing_id} ${row.field}`, row.value_json]));
}

function* keepCloset(engine: SqlEngine, { owner, at, span, listings, gone }: SeenCloset): Work<void> {
  const { build } = engine;
  const ids = listings.map(({ listingId }) => listingId);
  const last = ids.length > 0 ? yield* lastValues(engine, owner, ids) : new Map<string, string>();
  const rows = listings.flatMap(({ listingId, values }) =>
    values.flatMap(({ field, value }) => {
      const json = JSON.stringify(value);
      if (last.get(`${listingId} ${field}`) === json) return [];
      return [{ owner, listing_id: listingId, field, span, value_json: json, at }];
    }),
  );
  const forget = build.deleteFrom('listing_revision').where('owner', '=', owner);
  yield* askAll<unknown>([
    ...[...idChunks(rows)].map((some) =>
      build
        .insertInto('listing_revision')
        .values(some)
        .onConflict((conflict) =>
          conflict.columns(['owner', 'listing_id', 'field', 'span']).doUpdateSet(({ ref }) => ({
            value_json: ref('excluded.value_json'),
            at: ref('excluded.at'),
          })),
        ),
    ),
    ...[...idChunks(gone)].map((some) => forget.where('listing_id', 'in', some)),
  ]);
}

export function createRevisionTable(engine: SqlEngine): RevisionStore {
  const { build } = engine;
  return {
    async keepRevisions(seen) {
      await engine.write(function* () {
        for (const closet of seen) yield* keepCloset(engine, closet);
      });
    },

    async revisionsOf(owner, listingId) {
      const rows = await engine.read(
        build
          .selectFrom('listing_revision')
          .select(['field', 'value_json', 'at'])
          .where('owner', '=', owner)
          .where('listing_id', '=', listingId)
          .orderBy('span', 'desc')
          .orderBy('field'),
      );
      return rows.map(({ field, value_json: json, at }) => ({
        field,
        value: JSON.parse(json) as unknown,
        at,
      }));
    },

    async forgetRevisions(at) {
      await engine.write(() => askAll([build.deleteFrom('listing_revision').where('at', '<', at)]));
    },
  };
}
