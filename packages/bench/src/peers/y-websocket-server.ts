import { join } from 'node:path';
import { startPeerProcess, type Peer } from './peer.ts';
import { isUpdateAt, stepOne, updateMessage } from './y-protocol.ts';

/** As it is run: on Node, with nothing stored. */
export async function startYWebsocketServer(): Promise<Peer> {
  const { port, ...started } = await startPeerProcess('node', [
    join(import.meta.dirname, 'y-websocket-process.mjs'),
  ]);
  return {
    name: 'y-websocket-server 0.1.1 on Node',
    ...started,
    addressOf: (room) => ({ url: `ws://127.0.0.1:${port}/${room}` }),
    greetings: () => [stepOne()],
    wrap: (_room, update) => updateMessage(update),
    isUpdate: (message) => isUpdateAt(message, 0),
  };
}
