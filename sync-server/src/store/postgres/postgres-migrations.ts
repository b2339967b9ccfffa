import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Pool } from 'pg';
import { migrations } from '../migrations.ts';
import { postgresColumnTypes } from './postgres-columns.ts';

/** All in one transaction; of several nodes that start at once, one migrates and the others wait. */
export async function migratePostgres(pool: Pool): Promise<void> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }), plugins: [postgresColumnTypes] });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
