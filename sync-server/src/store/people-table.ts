import type { Selectable } from 'kysely';
import { idChunks } from './id-chunks.ts';
import type { PeopleStore, Person, PublicProfile } from './people-store.ts';
import type { Tables } from './schema.ts';
import { ask, askAll, type SqlEngine, type Work } from './sql-engine.ts';

export function toPerson(row: Selectable<Tables['person']>): Person {
  return {
    userId: row.user_id,
    handle: row.handle,
    name: row.name,
    bio: row.bio,
    city: row.city,
    contact: row.contact,
    locale: row.locale,
    avatar: row.avatar_json === null ? null : JSON.parse(row.avatar_json),
  };
}

export function* updateProfile(
  { build }: SqlEngine,
  userId: string,
  { avatar, ...rest }: PublicProfile,
): Work<void> {
  yield* ask(
    build
      .updateTable('person')
      .set({ ...rest, avatar_json: avatar && JSON.stringify(avatar) })
      .where('user_id', '=', userId),
  );
}

export function createPeopleTable(engine: SqlEngine): PeopleStore {
  const { build } = engine;
  const person = build.selectFrom('person').selectAll();
  return {
    async ensurePeople(people) {
      const rows = people.map(({ userId, handle, name }) => ({ user_id: userId, handle, name }));
      const inserts = [...idChunks(rows)].map((some) =>
        build
          .insertInto('person')
          .values(some)
          .onConflict((conflict) =>
            conflict.column('user_id').doUpdateSet(({ ref }) => ({ handle: ref('excluded.handle') })),
          ),
      );
      if (rows.length > 0) await engine.write(() => askAll(inserts));
    },
    async findPerson(userId) {
      const [row] = await engine.read(person.where('user_id', '=', userId));
      return row ? toPerson(row) : null;
    },
    async findPersonByHandle(handle) {
      const [row] = await engine.read(person.where('handle', '=', handle));
      return row ? toPerson(row) : null;
    },
  };
}
