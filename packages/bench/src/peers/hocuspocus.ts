import * as encoding from 'lib0/encoding';
import { join } from 'node:path';
import { startPeerProcess, type Peer } from './peer.ts';
import { isUpdateAt, stepOne, updateMessage } from './y-protocol.ts';

const messageAuth = 2;
const authToken = 0;

const roomName = (room: number): string => `room-${String(room).padStart(5, '0')}`;
const nameBytes = 1 + roomName(0).length;

function authMessage(room: string): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, room);
  encoding.writeVarUint(encoder, messageAuth);
  encoding.writeVarUint(encoder, authToken);
  encoding.writeVarString(encoder, 'anybody');
  return encoding.toUint8Array(encoder);
}

/** @param storesEvery writes each update to SQLite with fsync before it is handed on; else nothing is ever stored. */
export async function startHocuspocus({ storesEvery = false } = {}): Promise<Peer> {
  const { port, ...started } = await startPeerProcess(process.execPath, [
    join(import.meta.dirname, 'hocuspocus-process.ts'),
    ...(storesEvery ? ['stores-every'] : []),
  ]);
  return {
    name: storesEvery ? 'Hocuspocus 4.7 on Bun, storing every update' : 'Hocuspocus 4.7 on Bun',
    ...started,
    addressOf: () => ({ url: `ws://127.0.0.1:${port}/` }),
    greetings: (room) => [authMessage(roomName(room)), stepOne(roomName(room))],
    wrap: (room, update) => updateMessage(update, roomName(room)),
    isUpdate: (message) => isUpdateAt(message, nameBytes),
  };
}
