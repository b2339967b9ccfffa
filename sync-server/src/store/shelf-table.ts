import { documentName } from '@komod/domain/document-name';
import { idChunks } from './id-chunks.ts';
import { holdFence } from './lease-table.ts';
import type { Answer } from './projection-store.ts';
import type { ShelfStore } from './shelf-store.ts';
import { ask, askAll, type SqlEngine, type Work } from './sql-engine.ts';
import { takeSeqs } from './take-seqs.ts';

/** Keeps the answers and makes the owner's shelf document due. */
export function* writeAnswers({ build }: SqlEngine, owner: string, answers: readonly Answer[]): Work<void> {
  const stamp = yield* takeSeqs(build, 'shelf', 1);
  const rows = answers.map(({ listingId, mark, wishKey }) => {
    return {
      owner,
      listing_id: listingId,
      mark_json: mark && JSON.stringify(mark),
      wish_key: wishKey,
      stamp,
    };
  });
  const kept = [...idChunks(rows)].map((some) =>
    build
      .insertInto('shelf_entry')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['owner', 'listing_id']).doUpdateSet(({ ref }) => ({
          mark_json: ref('excluded.mark_json'),
          wish_key: ref('excluded.wish_key'),
          stamp: ref('excluded.stamp'),
        })),
      ),
  );
  const due = build
    .insertInto('server_doc_due')
    .values({ document: documentName('shelf', owner), wanted: stamp, written: 0 })
    .onConflict((conflict) => conflict.column('document').doUpdateSet({ wanted: stamp }));
  yield* askAll<unknown>([...kept, due]);
}

export function createShelfTable(engine: SqlEngine): ShelfStore {
  const { build } = engine;
  return {
    async unwrittenMarks(owner) {
      const document = documentName('shelf', owner);
      const [due] = await engine.read(
        build.selectFrom('server_doc_due').select(['wanted', 'written']).where('document', '=', document),
      );
      if (!due || due.wanted <= due.written) return { stamp: 0, entries: [] };
      // What is marked meanwhile has a newer stamp: it may be written now, and is due again.
      const rows = await engine.read(
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

    async marksWritten(fence, owner, stamp) {
      const query = build
        .updateTable('server_doc_due')
        .set({ written: stamp })
        .where('document', '=', documentName('shelf', owner))
        .where('written', '<', stamp);
      await engine.write(function* () {
        yield* holdFence(engine, fence);
        yield* ask(query);
      });
    },
  };
}
