import { Database } from 'bun:sqlite';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../config.ts';
import type { Query } from '../sql-engine.ts';
import type { StoreReader } from '../store-reader.ts';
import { createSqliteBuilder, runQuery } from './sqlite-queries.ts';

/** Reads beside a running server, as of its last commit. @throws {ConfigError} when no server has run here. */
export function openSqliteReader(dataDir: string): StoreReader {
  const path = join(dataDir, 'komod.sqlite');
  if (!existsSync(path))
    throw new ConfigError(`There is no database ${path}: set DATA_DIR to the folder of your Komod.`);
  const database = new Database(path, { readonly: true });
  database.run('pragma busy_timeout = 5000');
  return {
    build: createSqliteBuilder(),
    read: async (query) => runQuery(database, query),
    readTogether: async (...queries) =>
      database.transaction(() => queries.map((query: Query) => runQuery(database, query)))() as never,
    close: async () => database.close(),
  };
}
