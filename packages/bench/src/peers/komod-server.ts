import { startPostgresCluster } from '@komod/testkit/postgres-cluster';
import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { SQL } from 'bun';
import { join } from 'node:path';
import { oneCore } from './one-core.ts';

export type Store = 'SQLite' | 'PostgreSQL';

export interface KomodServer extends ServerProcess {
  /** A connection of one's own to Better Auth's tables. */
  openAccounts(): Promise<SQL>;
}

/** The server as a host runs it, on the first core; a PostgreSQL has all of them, and goes with it. */
export async function startKomodServer(store: Store): Promise<KomodServer> {
  if (store === 'SQLite') {
    const server = await startServerProcess({ prefix: oneCore(0) });
    const file = join(server.dataDir, 'identity.sqlite');
    return { ...server, openAccounts: async () => new SQL({ adapter: 'sqlite', filename: file }) };
  }
  const cluster = await startPostgresCluster();
  try {
    const url = new URL(cluster.urlOf('postgres'));
    const server = await startServerProcess({ prefix: oneCore(0), env: { DATABASE_URL: url.href } });
    return {
      ...server,
      async openAccounts() {
        const { searchParams, username, pathname } = url;
        const path = join(searchParams.get('host')!, `.s.PGSQL.${searchParams.get('port')}`);
        const sql = new SQL({ adapter: 'postgres', path, username, database: pathname.slice(1), max: 1 });
        await sql`set search_path to identity`;
        return sql;
      },
      async close() {
        await server.close();
        await cluster.close();
      },
    };
  } catch (error) {
    await cluster.close();
    throw error;
  }
}
