import { copySellers } from './copy-sellers.ts';
import { startKomodServer, type Store } from './komod-server.ts';
import type { Peer } from './peer.ts';
import { isUpdateAt, stepOne, updateMessage } from './y-protocol.ts';

/** Admission, log, acks, projection and server documents, each room a closet of its own. */
export async function startKomod(rooms: number, store: Store = 'SQLite'): Promise<Peer> {
  const server = await startKomodServer(store);
  const sellers = await copySellers(server, rooms).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
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
    close: () => server.close(),
  };
}
