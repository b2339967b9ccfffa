import { Pool, type PoolConfig } from 'pg';
import { ConfigError } from '../../config.ts';
import { postgresValues } from './postgres-columns.ts';

/** A node that was frozen in the middle of a transaction must not hold up the others for longer. */
const idleTransactionMs = 15_000;

/** Settings without which an acknowledged frame may be lost, and the values that lose it. */
const durability = { fsync: ['off'], full_page_writes: ['off'], synchronous_commit: ['off'] };

/**
 * Connections that send queries without waiting for earlier ones.
 * @param onError a connection that nobody uses broke; the next query opens another.
 */
export function openPool(databaseUrl: string, onError: (error: Error) => void, more: PoolConfig = {}): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 30_000,
    types: postgresValues,
    ...more,
    options: `-c idle_in_transaction_session_timeout=${idleTransactionMs} ${more.options ?? ''}`,
  });
  // What is thrown carries the whole client, with its password.
  pool.on('error', ({ message }) => onError(new Error(message)));
  return pool;
}

/** @throws {ConfigError} when it cannot be reached, or does not keep what it commits. */
export async function checkDurability(pool: Pool): Promise<void> {
  const names = Object.keys(durability);
  const query = 'select name, setting from pg_settings where name = any($1)';
  const found = await pool.query<{ name: string; setting: string }>(query, [names]).catch((cause: Error) => {
    throw new ConfigError(`PostgreSQL at DATABASE_URL cannot be used: ${cause.message}.`, { cause });
  });
  for (const [name, losing] of Object.entries(durability)) {
    const setting = found.rows.find((row) => row.name === name)?.setting;
    if (setting === undefined || losing.includes(setting))
      throw new ConfigError(
        `PostgreSQL at DATABASE_URL runs with ${name}=${setting}: set it to on, or what is acknowledged may be lost.`,
      );
  }
}
