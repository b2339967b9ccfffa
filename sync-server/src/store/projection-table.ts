import type { Kysely } from 'kysely';
import { markDueQuery } from './due-mark.ts';
import { idChunks } from './id-chunks.ts';
import { holdFence } from './lease-table.ts';
import { updateProfile } from './people-table.ts';
import type {
  Answer,
  ListingChange,
  ListingRow,
  ListingState,
  OvertakenWish,
  Projection,
  ProjectionStore,
} from './projection-store.ts';
import type { Tables } from './schema.ts';
import { writeAnswers } from './shelf-table.ts';
import { ask, askAll, type SqlEngine, type Work } from './sql-engine.ts';
import { takeSeqs } from './take-seqs.ts';

/** A change with its place in the catalog log. */
function listingQuery(build: Kysely<Tables>, owner: string, at: number, change: ListingChange, seq: number) {
  const { listingId: id, kind, version, piece, wishAt } = change;
  if (!piece)
    return build
      .updateTable('listing')
      .set({ state: kind, version, wish_at: wishAt, updated_at: at, sold_at: kind === 'sold' ? at : null })
      .where('id', '=', id)
      .returning('id');
  const columns = {
    state: 'live',
    version,
    category: piece.category,
    brand_key: (piece.brand ?? '').toLowerCase(),
    size: piece.size,
    colour_keys: `|${piece.colours.join('|')}|`,
    condition: piece.condition,
    price: piece.price,
    currency: piece.currency,
    piece_json: JSON.stringify(piece),
    wish_at: wishAt,
    updated_at: at,
    sold_at: null,
  };
  const published = { published_seq: seq, published_at: at };
  return build
    .insertInto('listing')
    .values({ id, owner, ...columns, ...published })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(kind === 'published' ? { ...columns, ...published } : columns)
        .where('listing.owner', '=', owner),
    )
    .returning('id');
}

function* writeChanges(
  { build }: SqlEngine,
  owner: string,
  at: number,
  changes: readonly ListingChange[],
): Work<void> {
  const first = yield* takeSeqs(build, 'catalog', changes.length);
  const numbered = changes.map((change, index) => ({ change, seq: first + index }));
  const written = yield* askAll<{ id: string }>(
    numbered.map(({ change, seq }) => listingQuery(build, owner, at, change, seq)),
  );
  if (written.some((rows, index) => rows.length === 0 && changes[index]?.piece))
    throw new Error('A listing id belongs to another seller.');
  const versions = changes.flatMap(({ listingId, version, piece, wishAt }) => {
    if (!piece) return [];
    return [{ listing_id: listingId, version, piece_json: JSON.stringify(piece), wish_at: wishAt, at }];
  });
  const log = numbered.map(({ change: { listingId, kind }, seq }) => ({
    seq,
    listing_id: listingId,
    kind,
    at,
  }));
  yield* askAll<unknown>([
    ...[...idChunks(versions)].map((some) => build.insertInto('listing_version').values(some)),
    ...[...idChunks(log)].map((some) => build.insertInto('catalog_log').values(some)),
  ]);
}

function* writeProjection(
  engine: SqlEngine,
  { due, isDone, owner, at, changes, answers, profile }: Projection,
): Work<void> {
  if (changes.length > 0) yield* writeChanges(engine, owner, at, changes);
  if (answers.length > 0) yield* writeAnswers(engine, owner, answers);
  if (profile) yield* updateProfile(engine, owner, profile);
  const { build } = engine;
  if (isDone)
    yield* ask(
      build.deleteFrom('projection_due').where('document', '=', due.document).where('stamp', '=', due.stamp),
    );
  // A closet that takes several turns goes to the end of the line after each.
  else
    yield* ask(build.updateTable('projection_due').where('document', '=', due.document).set({ due_at: at }));
}

const versionsOf = (build: Kysely<Tables>, listingId: string) =>
  build.selectFrom('listing_version').select('piece_json').where('listing_id', '=', listingId);

/** A version in which the piece was sold or taken down has no row: the one before it holds the same piece. */
const baseQuery = (build: Kysely<Tables>, { listingId, base, builtOn = [] }: OvertakenWish) =>
  versionsOf(build, listingId)
    .where(({ eb, or }) =>
      or([
        ...(base === null ? [] : [eb('version', '<=', base)]),
        ...(builtOn.length > 0 ? [eb('wish_at', 'in', builtOn)] : []),
      ]),
    )
    .orderBy('version', 'desc')
    .limit(1);

const repeatedQuery = (build: Kysely<Tables>, { listingId, again }: OvertakenWish) =>
  versionsOf(build, listingId)
    .where('wish_at', '=', again ?? null)
    .limit(1);

export function createProjectionTable(
  engine: SqlEngine,
  parkedAttempts: number,
  onDue: () => void,
): ProjectionStore {
  const { build } = engine;
  const marked = build.selectFrom('shelf_entry').where('mark_json', 'is not', null);
  const waiting = build.selectFrom('projection_due').where('attempts', '<', parkedAttempts);
  return {
    async dueDocuments(now, limit) {
      return engine.read(
        waiting
          .select(['document', 'attempts', 'stamp'])
          .where('due_at', '<=', now)
          .orderBy('due_at')
          .limit(limit),
      );
    },

    async nextDueAt() {
      const [row] = await engine.read(waiting.select('due_at').orderBy('due_at').limit(1));
      return row?.due_at ?? null;
    },

    async replayDue(fence, now) {
      const everything = build.updateTable('projection_due');
      await engine.write(function* () {
        yield* holdFence(engine, fence);
        yield* ask(everything.set({ due_at: now, attempts: 0, cause: 'boot' }));
      });
    },

    async markDue(document, cause, at) {
      await engine.write(() =>
        askAll([markDueQuery(build, [{ document, dueAt: at, cause }], parkedAttempts)]),
      );
      onDue();
    },

    async listingRows(ids) {
      const rows = new Map<string, ListingRow>();
      const columns = ['id', 'owner', 'state', 'version', 'piece_json', 'wish_at'] as const;
      for (const some of idChunks(ids))
        for (const row of await engine.read(
          build.selectFrom('listing').select(columns).where('id', 'in', some),
        )) {
          const { piece_json: json, wish_at: wishAt, ...rest } = row;
          rows.set(row.id, { ...rest, state: row.state as ListingState, piece: JSON.parse(json), wishAt });
        }
      return rows;
    },

    async startsOf(wishes) {
      if (wishes.length === 0) return new Map();
      const queries = wishes.flatMap((wish) => [baseQuery(build, wish), repeatedQuery(build, wish)]);
      const found = await engine.readTogether(...queries);
      return new Map(
        wishes.map(({ listingId }, index) => {
          const [base] = found[2 * index]!;
          const isRepeated = found[2 * index + 1]!.length > 0;
          return [listingId, { base: base ? JSON.parse(base.piece_json) : null, isRepeated }];
        }),
      );
    },

    async answersOf(owner, ids) {
      const answers = new Map<string, Answer>();
      for (const some of idChunks(ids)) {
        const query = build.selectFrom('shelf_entry').select(['listing_id', 'mark_json', 'wish_key']);
        for (const row of await engine.read(
          query.where('owner', '=', owner).where('listing_id', 'in', some),
        )) {
          const mark = row.mark_json === null ? null : JSON.parse(row.mark_json);
          answers.set(row.listing_id, { listingId: row.listing_id, mark, wishKey: row.wish_key });
        }
      }
      return answers;
    },

    async markedListings(owner) {
      const rows = await engine.read(marked.select('listing_id').where('owner', '=', owner));
      return rows.map((row) => row.listing_id);
    },

    async countMarks(owner) {
      const count = marked.select(({ fn }) => fn.countAll<number>().as('count')).where('owner', '=', owner);
      return (await engine.read(count))[0]!.count;
    },

    async isDamaged(document) {
      const aside = build
        .selectFrom('update_quarantine')
        .innerJoin('document', 'document.id', 'update_quarantine.document_id')
        .select('seq')
        .where('document.name', '=', document)
        .limit(1);
      return (await engine.read(aside)).length > 0;
    },

    async project(fence, batch) {
      await engine.write(function* () {
        yield* holdFence(engine, fence);
        for (const projection of batch) yield* writeProjection(engine, projection);
      });
    },

    async postponeDue(fence, due, dueAt) {
      const query = build
        .updateTable('projection_due')
        .set({ due_at: dueAt, attempts: due.attempts + 1 })
        .where('document', '=', due.document);
      await engine.write(function* () {
        yield* holdFence(engine, fence);
        yield* ask(query);
      });
    },

    async parkedDocuments(attempts) {
      const query = build.selectFrom('projection_due').select('document');
      const rows = await engine.read(query.where('attempts', '>=', attempts));
      return rows.map(({ document }) => document);
    },
  };
}
