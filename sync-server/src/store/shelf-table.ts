import { documentName } from '@komod/domain/document-name';
import { sql } from 'kysely';
import type { Answer } from './projection-store.ts';
import type { ShelfStore } from './shelf-store.ts';
import type { SqliteGate } from './sqlite/sqlite-gate.ts';

/** Inside `gate.write` only: keeps the answers and makes the owner's shelf document due. */
export function writeAnswers(gate: SqliteGate, owner: string, answers: readonly Answer[]): void {
  const { build } = gate;
  const [counter] = gate.all(
    build
      .updateTable('counter')
      .set({ value: sql`value + 1` })
      .where('name', '=', 'shelf')
      .returning('value'),
  );
  const stamp = counter!.value;
  for (const { listingId, mark, wishKey } of answers) {
    const row = { mark_json: mark && JSON.stringify(mark), wish_key: wishKey, stamp };
    gate.all(
      build
        .insertInto('shelf_entry')
        .values({ owner, listing_id: listingId, ...row })
        .onConflict((conflict) => conflict.columns(['owner', 'listing_id']).doUpdateSet(row)),
    );
  }
  gate.all(
    build
      .insertInto('server_doc_due')
      .values({ document: documentName('shelf', owner), wanted: stamp, written: 0 })
      .onConflict((conflict) => conflict.column('document').doUpdateSet({ wanted: stamp })),
  );
}

export function createShelfTable(gate: SqliteGate): ShelfStore {
  const { build } = gate;
  return {
    async unwrittenMarks(owner) {
      const document = documentName('shelf', owner);
      const [due] = gate.read(
        build.selectFrom('server_doc_due').select(['wanted', 'written']).where('document', '=', document),
      );
      if (!due || due.wanted <= due.written) return { stamp: 0, entries: [] };
      const rows = gate.read(
        build
          .selectFrom('shelf_entry')
          .select(['listing_id', 'mark_json'])
          .where('owner', '=', owner)
          .where('stamp', '>', due.written),
      );
      return {
        stamp: due.wanted,
        entries: rows.map((row) => ({
          listingId: row.listing_id,
          mark: row.mark_json === null ? null : JSON.parse(row.mark_json),
        })),
      };
    },

    async marksWritten(owner, stamp) {
      gate.write(() =>
        gate.all(
          build
            .updateTable('server_doc_due')
            .set({ written: stamp })
            .where('document', '=', documentName('shelf', owner))
            .where('written', '<', stamp),
        ),
      );
    },
  };
}
