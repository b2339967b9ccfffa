import { ConfigError } from '../../config.ts';
import type { StoreReader } from '../store-reader.ts';
import { createPostgresEngine } from './postgres-engine.ts';
import { openPool } from './postgres-pool.ts';

/**
 * Reads beside a running server, on a connection that cannot write.
 * @throws {ConfigError} when it cannot be reached, or no server has run here.
 */
export async function openPostgresReader(databaseUrl: string): Promise<StoreReader> {
  const pool = openPool(databaseUrl, () => {}, {
    application_name: 'komod-reader',
    options: '-c default_transaction_read_only=on',
    max: 1,
  });
  try {
    const { rows } = await pool
      .query<{ found: boolean }>(`select to_regclass('document') is not null as found`)
      .catch((cause: Error) => {
        throw new ConfigError(`PostgreSQL at DATABASE_URL cannot be used: ${cause.message}.`, { cause });
      });
    if (!rows[0]?.found) throw new ConfigError('No Komod has run in the database at DATABASE_URL.');
  } catch (error) {
    await pool.end();
    throw error;
  }
  const { build, read, readTogether } = createPostgresEngine(pool);
  return { build, read, readTogether, close: () => pool.end() };
}
