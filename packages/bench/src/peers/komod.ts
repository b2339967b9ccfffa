import { startPostgresCluster } from '@komod/testkit/postgres-cluster';
import { startServerProcess } from '@komod/testkit/server-process';
import { signUpSellers } from '../sellers.ts';
import { oneCore } from './one-core.ts';
import type { Peer } from './peer.ts';
import { isUpdateAt, stepOne, updateMessage } from './y-protocol.ts';

export type Store = 'SQLite' | 'PostgreSQL';

/** The server as a host runs it: admission, log, acks, projection and server documents, each room a closet of its own. */
export async function startKomod(rooms: number, store: Store = 'SQLite'): Promise<Peer> {
  const cluster = store === 'PostgreSQL' ? await startPostgresCluster() : null;
  const server = await startServerProcess({
    prefix: oneCore(0),
    ...(cluster && { env: { DATABASE_URL: cluster.urlOf('postgres') } }),
  });
  const sellers = await signUpSellers(server.origin, rooms);
  const sellerOf = (room: number) => sellers[room % rooms]!;
  return {
    name: `Komod on ${store}`,
    pid: server.pid(),
    addressOf: (room) => ({
      url: `${server.origin.replace(/^http/, 'ws')}/sync/closet/${sellerOf(room).userId}`,
      headers: { cookie: sellerOf(room).cookie },
      protocols: ['komod.durable.1'],
    }),
    greetings: () => [stepOne()],
    wrap: (_room, update) => updateMessage(update),
    isUpdate: (message) => isUpdateAt(message, 0),
    close: async () => {
      await server.close();
      await cluster?.close();
    },
  };
}
