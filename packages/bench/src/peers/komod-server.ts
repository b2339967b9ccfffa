import { startPostgresCluster } from '@komod/testkit/postgres-cluster';
import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { oneCore } from './one-core.ts';

export type Store = 'SQLite' | 'PostgreSQL';

/** The server as a host runs it, on the first core; a PostgreSQL has all of them, and goes with it. */
export async function startKomodServer(store: Store): Promise<ServerProcess> {
  const cluster = store === 'PostgreSQL' ? await startPostgresCluster() : null;
  const server = await startServerProcess({
    prefix: oneCore(0),
    ...(cluster && { env: { DATABASE_URL: cluster.urlOf('postgres') } }),
  });
  const close = async (): Promise<void> => {
    await server.close();
    await cluster?.close();
  };
  return { ...server, close };
}
