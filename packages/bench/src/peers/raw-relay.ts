import { join } from 'node:path';
import { startPeerProcess, type Peer } from './peer.ts';
import { isUpdateAt, updateMessage } from './y-protocol.ts';

/** The floor: hands each message on and knows nothing of it. */
export async function startRawRelay(): Promise<Peer> {
  const { port, ...started } = await startPeerProcess(process.execPath, [
    join(import.meta.dirname, 'raw-relay-process.ts'),
  ]);
  return {
    name: 'raw Bun relay',
    ...started,
    addressOf: (room) => ({ url: `ws://127.0.0.1:${port}/${room}` }),
    greetings: () => [],
    wrap: (_room, update) => updateMessage(update),
    isUpdate: (message) => isUpdateAt(message, 0),
  };
}
