import * as Y from 'yjs';

/** What a document holds, as far as admission asks. */
export interface Holdings {
  /** The first clock of a client that is not held. */
  clockOf(client: number): number;
  /** Whether all of a held range is deleted. */
  hasDeleted(client: number, clock: number, length: number): boolean;
}

export const holdingsOf = ({ store }: Y.Doc): Holdings => ({
  clockOf: (client) => Y.getState(store, client),
  hasDeleted: (client, clock, length) => isDeleted(store, client, clock, length),
});

function isDeleted(store: Y.Doc['store'], client: number, clock: number, length: number): boolean {
  const structs = store.clients.get(client);
  if (!structs) return true;
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const struct = structs[index] as Y.Item | Y.GC;
    if (struct.id.clock >= clock + length) return true;
    if (!struct.deleted) return false;
  }
  return true;
}
