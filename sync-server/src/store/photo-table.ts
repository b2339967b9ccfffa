import { documentName } from '@komod/domain/document-name';
import { idChunks } from './id-chunks.ts';
import type { PhotoState, PhotoStore } from './photo-store.ts';
import type { SqliteGate } from './sqlite/sqlite-gate.ts';

export function createPhotoTable(
  gate: SqliteGate,
  markDue: (document: string, dueAt: number, cause: string) => void,
  onDue: () => void,
): PhotoStore {
  const { build } = gate;
  return {
    async photoStates(owner, ids) {
      const states = new Map<string, PhotoState | 'missing' | 'foreign'>();
      for (const id of ids) states.set(id, 'missing');
      const columns = ['photo_id', 'owner', 'state'] as const;
      for (const some of idChunks(ids))
        for (const row of gate.read(build.selectFrom('photo').select(columns).where('photo_id', 'in', some)))
          if (row.owner === owner) states.set(row.photo_id, row.state as PhotoState);
          else if (states.get(row.photo_id) === 'missing') states.set(row.photo_id, 'foreign');
      return states;
    },

    async completePhoto({ id, ...photo }) {
      gate.write(() => {
        gate.all(
          build
            .insertInto('photo')
            .values({ photo_id: id, ...photo })
            .onConflict((conflict) =>
              conflict.columns(['photo_id', 'owner']).doUpdateSet(photo).where('photo.state', '!=', 'ready'),
            ),
        );
        // A portrait may have waited for it as well as a piece.
        for (const kind of ['closet', 'account'] as const)
          markDue(documentName(kind, photo.owner), photo.at, 'photo');
      });
      onDue();
    },
  };
}
