import { documentName } from '@komod/domain/document-name';
import { markDueQuery } from './due-mark.ts';
import { idChunks } from './id-chunks.ts';
import type { PhotoState, PhotoStore } from './photo-store.ts';
import { askAll, type SqlEngine } from './sql-engine.ts';

export function createPhotoTable(engine: SqlEngine, parkedAttempts: number, onDue: () => void): PhotoStore {
  const { build } = engine;
  return {
    async photoStates(owner, ids) {
      const states = new Map<string, PhotoState | 'missing' | 'foreign'>();
      for (const id of ids) states.set(id, 'missing');
      const photos = build.selectFrom('photo').select(['photo_id', 'owner', 'state']);
      for (const some of idChunks(ids))
        for (const row of await engine.read(photos.where('photo_id', 'in', some)))
          if (row.owner === owner) states.set(row.photo_id, row.state as PhotoState);
          else if (states.get(row.photo_id) === 'missing') states.set(row.photo_id, 'foreign');
      return states;
    },

    async completePhoto({ id, ...photo }) {
      const kept = build
        .insertInto('photo')
        .values({ photo_id: id, ...photo })
        .onConflict((conflict) =>
          conflict.columns(['photo_id', 'owner']).doUpdateSet(photo).where('photo.state', '!=', 'ready'),
        );
      // A portrait may have waited for it as well as a piece.
      const due = (['account', 'closet'] as const).map((kind) => {
        return { document: documentName(kind, photo.owner), dueAt: photo.at, cause: 'photo' };
      });
      await engine.write(() => askAll<unknown>([kept, markDueQuery(build, due, parkedAttempts)]));
      onDue();
    },
  };
}
