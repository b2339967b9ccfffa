import * as encoding from 'lib0/encoding';

const messageSync = 0;
const syncStep1 = 0;
const syncUpdate = 2;

/** A sync message as y-protocols has it: the kind, then the state vector or the update. */
function syncMessage(kind: number, content: Uint8Array, room?: string): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  if (room !== undefined) encoding.writeVarString(encoder, room);
  encoding.writeVarUint(encoder, messageSync);
  encoding.writeVarUint(encoder, kind);
  encoding.writeVarUint8Array(encoder, content);
  return encoding.toUint8Array(encoder);
}

/** Of somebody who has nothing. */
export const stepOne = (room?: string): Uint8Array<ArrayBuffer> =>
  syncMessage(syncStep1, Uint8Array.of(0), room);

/** @param room stands before it where a socket carries many documents. */
export const updateMessage = (update: Uint8Array, room?: string): Uint8Array<ArrayBuffer> =>
  syncMessage(syncUpdate, update, room);

export const isUpdateAt = (message: Uint8Array, offset: number): boolean =>
  message[offset] === messageSync && message[offset + 1] === syncUpdate;
