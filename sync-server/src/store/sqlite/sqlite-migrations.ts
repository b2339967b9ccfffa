import type { Database } from 'bun:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from '../migrations.ts';

/**
 * The only place where kysely runs queries on SQLite itself: nothing else is on the connection yet.
 * All in one transaction, which kysely leaves out on SQLite: a start that is killed in the middle must find the
 * next one an empty or a whole schema.
 */
export async function migrateSqlite(database: Database): Promise<void> {
  const kysely = new Kysely<unknown>({
    dialect: new SqliteDialect({
      database: {
        // The handle outlives the migrations.
        close: () => {},
        prepare(text) {
          const statement = database.prepare(text);
          return {
            reader: statement.columnNames.length > 0,
            all: (parameters) => statement.all(...(parameters as string[])),
            run: (parameters) => statement.run(...(parameters as string[])),
            iterate: (parameters) => statement.iterate(...(parameters as string[])),
          };
        },
      },
    }),
  });
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } });
  database.run('begin immediate');
  const { error } = await migrator.migrateToLatest();
  database.run(error ? 'rollback' : 'commit');
  if (error) throw error;
}
