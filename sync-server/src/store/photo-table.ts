import { documentName } from '@komod/domain/document-name';
import type { Selectable } from 'kysely';
import { idChunks } from './id-chunks.ts';
import type { PhotoState, PhotoStore, StoredPhoto } from './photo-store.ts';
import type { Tables } from './schema.ts';
import type { SqliteGate } from './sqlite-gate.ts';

function toPhoto({ photo_id: id, state, ...row }: Selectable<Tables['photo']>): StoredPhoto {
  return { id, state: state as PhotoState, ...row };
}

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
        markDue(documentName('closet', photo.owner), photo.at, 'photo');
      });
      onDue();
    },

    async findPhoto(id) {
      const [row] = gate.read(
        build
          .selectFrom('photo')
          .selectAll()
          .where('photo_id', '=', id)
          .orderBy('state')
          .orderBy('at')
          .limit(1),
      );
      return row ? toPhoto(row) : null;
    },

    async ownsPhoto(owner, id) {
      const query = build.selectFrom('photo').select('at').where('photo_id', '=', id);
      return gate.read(query.where('owner', '=', owner)).length > 0;
    },
  };
}
