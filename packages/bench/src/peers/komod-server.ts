import { startPostgresCluster } from '@komod/testkit/postgres-cluster';
import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { oneCore } from './one-core.ts';

export type Store = 'SQLite' | 'PostgreSQL';

/** The server as a host runs it, on the first core; a PostgreSQL has all of them, and goes with it. */
export async function startKomodServer(store: Store): Promise<ServerProcess> {
  if (store === 'SQLite') return startServerProcess({ prefix: oneCore(0) });
  const cluster = await startPostgresCluster();
  try {
    const env = { DATABASE_URL: cluster.urlOf('postgres') };
    const server = await startServerProcess({ prefix: oneCore(0), env });
    const close = async (): Promise<void> => {
      await server.close();
      await cluster.close();
    };
    return { ...server, close };
  } catch (error) {
    await cluster.close();
    throw error;
  }
}
