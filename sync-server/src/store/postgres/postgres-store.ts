import { assembleStore } from '../assemble-store.ts';
import type { Store } from '../store.ts';
import { createPostgresEngine } from './postgres-engine.ts';
import { migratePostgres } from './postgres-migrations.ts';
import { checkDurability, openPool } from './postgres-pool.ts';
import { createPostgresUpdateLog } from './update-log-postgres.ts';

export interface PostgresStoreOptions {
  now?: () => number;
  parkedAttempts: number;
  /** A connection that nobody was using broke. */
  onError(error: Error): void;
}

/** Opens the database and brings its tables up to date. */
export async function openPostgresStore(databaseUrl: string, options: PostgresStoreOptions): Promise<Store> {
  const { now = Date.now, parkedAttempts, onError } = options;
  const pool = openPool(databaseUrl, onError, { application_name: 'komod' });
  try {
    await checkDurability(pool);
    await migratePostgres(pool);
    const engine = createPostgresEngine(pool);
    return await assembleStore(engine, {
      parkedAttempts,
      createLog: (parts) => createPostgresUpdateLog({ engine, now, parkedAttempts, ...parts }),
      close: () => pool.end(),
    });
  } catch (error) {
    await pool.end();
    throw error;
  }
}
