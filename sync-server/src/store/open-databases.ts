import { existsSync } from 'node:fs';
import { ConfigError } from '../config.ts';
import type { IdentityDatabase } from './identity-database.ts';
import { holdDatabase } from './postgres/hold-database.ts';
import { openPostgresIdentity } from './postgres/identity-postgres.ts';
import { openPostgresReader } from './postgres/postgres-reader.ts';
import { openPostgresStore } from './postgres/postgres-store.ts';
import { identityFile, openSqliteIdentity } from './sqlite/identity-sqlite.ts';
import { openSqliteReader } from './sqlite/sqlite-reader.ts';
import { openSqliteStore } from './sqlite/sqlite-store.ts';
import type { StoreReader } from './store-reader.ts';
import type { Store } from './store.ts';

/** Where everything is kept: PostgreSQL when `databaseUrl` names one, else files in the data folder. */
export interface DatabasePlace {
  databaseUrl: string | null;
  dataDir: string;
  /** A connection that nobody was using broke. */
  onError(error: Error): void;
  /** A file did not keep a commit; what PostgreSQL does not keep it answers for itself. */
  onDiskFailure?(error: unknown): void;
  /** How long a commit waited for the disk; what PostgreSQL waits for only it knows. */
  onSynced?(ms: number): void;
}

export function openStore(place: DatabasePlace, options: { parkedAttempts: number }): Promise<Store> {
  const { databaseUrl, dataDir, onError, onDiskFailure, onSynced } = place;
  return databaseUrl === null
    ? openSqliteStore(dataDir, { ...options, onDiskFailure, onSynced })
    : openPostgresStore(databaseUrl, { ...options, onError });
}

export async function openIdentity({
  databaseUrl,
  dataDir,
  onError,
  onDiskFailure,
}: DatabasePlace): Promise<IdentityDatabase> {
  return databaseUrl === null
    ? openSqliteIdentity(dataDir, onDiskFailure)
    : openPostgresIdentity(databaseUrl, onError);
}

/** Holds it for this process alone; the files of SQLite are held with their folder. */
export async function holdPlace({
  databaseUrl,
  onError,
}: DatabasePlace): Promise<{ release(): Promise<void> }> {
  return databaseUrl === null ? { release: async () => {} } : holdDatabase(databaseUrl, onError);
}

/** For a command beside the server that only looks. @throws {ConfigError} when no server has run here yet. */
export async function openReader({
  databaseUrl,
  dataDir,
}: Pick<DatabasePlace, 'databaseUrl' | 'dataDir'>): Promise<StoreReader> {
  return databaseUrl === null ? openSqliteReader(dataDir) : openPostgresReader(databaseUrl);
}

/** For a command beside the server. @throws {ConfigError} when no server has run here yet. */
export async function openExistingIdentity(place: DatabasePlace): Promise<IdentityDatabase> {
  if (place.databaseUrl === null && !existsSync(identityFile(place.dataDir)))
    throw new ConfigError(`No Komod has run in ${place.dataDir}: set DATA_DIR to the folder of yours.`);
  return openIdentity(place);
}
