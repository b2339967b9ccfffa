import type { Selectable } from 'kysely';
import type { PeopleStore, Person, PublicProfile } from './people-store.ts';
import type { Tables } from './schema.ts';
import type { SqliteGate } from './sqlite/sqlite-gate.ts';

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

/** Inside `gate.write` only. */
export function updateProfile(gate: SqliteGate, userId: string, profile: PublicProfile): void {
  const { avatar, ...rest } = profile;
  gate.all(
    gate.build
      .updateTable('person')
      .set({ ...rest, avatar_json: avatar && JSON.stringify(avatar) })
      .where('user_id', '=', userId),
  );
}

export function createPeopleTable(gate: SqliteGate): PeopleStore {
  const { build } = gate;
  const person = build.selectFrom('person').selectAll();
  return {
    async ensurePeople(people) {
      if (people.length === 0) return;
      gate.write(() => {
        for (const { userId, handle, name } of people)
          gate.all(
            build
              .insertInto('person')
              .values({ user_id: userId, handle, name })
              .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ handle })),
          );
      });
    },
    async findPerson(userId) {
      const [row] = gate.read(person.where('user_id', '=', userId));
      return row ? toPerson(row) : null;
    },
    async findPersonByHandle(handle) {
      const [row] = gate.read(person.where('handle', '=', handle));
      return row ? toPerson(row) : null;
    },
  };
}
