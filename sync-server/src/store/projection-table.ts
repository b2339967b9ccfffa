import { sql } from 'kysely';
import { idChunks } from './id-chunks.ts';
import { updateProfile } from './people-table.ts';
import type {
  Answer,
  ListingChange,
  ListingRow,
  ListingState,
  Projection,
  ProjectionStore,
} from './projection-store.ts';
import { writeAnswers } from './shelf-table.ts';
import type { SqliteGate } from './sqlite/sqlite-gate.ts';

function writeChange(gate: SqliteGate, owner: string, at: number, change: ListingChange): void {
  const { build } = gate;
  // Taken inside the writing transaction, so the order of seqs is the order of commits.
  const [counter] = gate.all(
    build
      .updateTable('counter')
      .set({ value: sql`value + 1` })
      .where('name', '=', 'catalog')
      .returning('value'),
  );
  const seq = counter!.value;
  const { listingId: id, kind, version, piece, wishAt } = change;
  if (piece) {
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
    const written = gate.all(
      build
        .insertInto('listing')
        .values({ id, owner, ...columns, ...published })
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet(kind === 'published' ? { ...columns, ...published } : columns)
            .where('listing.owner', '=', owner),
        )
        .returning('id'),
    );
    if (written.length === 0) throw new Error('A listing id belongs to another seller.');
    gate.all(
      build
        .insertInto('listing_version')
        .values({ listing_id: id, version, piece_json: columns.piece_json, wish_at: wishAt, at }),
    );
  } else {
    gate.all(
      build
        .updateTable('listing')
        .set({ state: kind, version, wish_at: wishAt, updated_at: at, sold_at: kind === 'sold' ? at : null })
        .where('id', '=', id),
    );
  }
  gate.all(build.insertInto('catalog_log').values({ seq, listing_id: id, kind, at }));
}

function writeProjection(
  gate: SqliteGate,
  { due, isDone, owner, at, changes, answers, profile }: Projection,
): void {
  for (const change of changes) writeChange(gate, owner, at, change);
  if (answers.length > 0) writeAnswers(gate, owner, answers);
  if (profile) updateProfile(gate, owner, profile);
  // A closet that takes several turns goes to the end of the line after each.
  if (!isDone) {
    const row = gate.build.updateTable('projection_due').where('document', '=', due.document);
    return void gate.all(row.set({ due_at: at }));
  }
  gate.all(
    gate.build
      .deleteFrom('projection_due')
      .where('document', '=', due.document)
      .where('stamp', '=', due.stamp),
  );
}

export function createProjectionTable(
  gate: SqliteGate,
  markDue: (document: string, dueAt: number, cause: string) => void,
  onDue: () => void,
  parkedAttempts: number,
): ProjectionStore {
  const { build } = gate;
  const marked = build.selectFrom('shelf_entry').where('mark_json', 'is not', null);
  const waiting = build.selectFrom('projection_due').where('attempts', '<', parkedAttempts);
  return {
    async dueDocuments(now, limit) {
      return gate.read(
        waiting
          .select(['document', 'attempts', 'stamp'])
          .where('due_at', '<=', now)
          .orderBy('due_at')
          .limit(limit),
      );
    },

    async nextDueAt() {
      const [row] = gate.read(waiting.select('due_at').orderBy('due_at').limit(1));
      return row?.due_at ?? null;
    },

    async replayDue(now) {
      gate.write(() =>
        gate.all(build.updateTable('projection_due').set({ due_at: now, attempts: 0, cause: 'boot' })),
      );
    },

    async markDue(document, cause, at) {
      gate.write(() => markDue(document, at, cause));
      onDue();
    },

    async listingRows(ids) {
      const rows = new Map<string, ListingRow>();
      const columns = ['id', 'owner', 'state', 'version', 'piece_json', 'wish_at'] as const;
      for (const some of idChunks(ids))
        for (const row of gate.read(build.selectFrom('listing').select(columns).where('id', 'in', some))) {
          const { piece_json: json, wish_at: wishAt, ...rest } = row;
          rows.set(row.id, { ...rest, state: row.state as ListingState, piece: JSON.parse(json), wishAt });
        }
      return rows;
    },

    async answersOf(owner, ids) {
      const answers = new Map<string, Answer>();
      for (const some of idChunks(ids)) {
        const query = build.selectFrom('shelf_entry').select(['listing_id', 'mark_json', 'wish_key']);
        for (const row of gate.read(query.where('owner', '=', owner).where('listing_id', 'in', some))) {
          const mark = row.mark_json === null ? null : JSON.parse(row.mark_json);
          answers.set(row.listing_id, { listingId: row.listing_id, mark, wishKey: row.wish_key });
        }
      }
      return answers;
    },

    async markedListings(owner) {
      return gate.read(marked.select('listing_id').where('owner', '=', owner)).map((row) => row.listing_id);
    },

    async countMarks(owner) {
      const count = marked.select(({ fn }) => fn.countAll<number>().as('count')).where('owner', '=', owner);
      return gate.read(count)[0]!.count;
    },

    async isDamaged(document) {
      const aside = build
        .selectFrom('update_quarantine')
        .innerJoin('document', 'document.id', 'update_quarantine.document_id')
        .select('seq')
        .where('document.name', '=', document)
        .limit(1);
      return gate.read(aside).length > 0;
    },

    async project(batch) {
      gate.write(() => {
        for (const projection of batch) writeProjection(gate, projection);
      });
    },

    async postponeDue(due, dueAt) {
      gate.write(() =>
        gate.all(
          build
            .updateTable('projection_due')
            .set({ due_at: dueAt, attempts: due.attempts + 1 })
            .where('document', '=', due.document),
        ),
      );
    },

    async parkedDocuments(attempts) {
      const query = build.selectFrom('projection_due').select('document');
      return gate.read(query.where('attempts', '>=', attempts)).map(({ document }) => document);
    },
  };
}
