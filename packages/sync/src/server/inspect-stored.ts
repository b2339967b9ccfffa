import * as Y from 'yjs';
import type { StoredDocument } from './update-log.ts';

export interface StoredFacts {
  epoch: number;
  headSeq: number;
  /** Rows that are not in the snapshot. */
  rows: number;
  rowBytes: number;
  snapshotBytes: number;
  /** The whole document as one update. */
  bytes: number;
  /** Client ids that ever wrote, and the bytes of the state vector that names them. */
  clients: number;
  stateVectorBytes: number;
  structs: number;
  /** Seqs of rows that throw: the next opening puts them into quarantine. */
  unreadable: number[];
  /** Parts wait for what was lost. */
  isPending: boolean;
}

/** Weighs a document as it stands in the log, without changing anything there. The document is the caller's to destroy. */
export function inspectStored(stored: StoredDocument): { facts: StoredFacts; doc: Y.Doc } {
  const doc = new Y.Doc();
  const unreadable: number[] = [];
  if (stored.snapshot) Y.applyUpdate(doc, stored.snapshot);
  for (const { seq, update } of stored.updates) {
    try {
      Y.applyUpdate(doc, update);
    } catch {
      unreadable.push(seq);
    }
  }
  const { store } = doc;
  let structs = 0;
  for (const own of store.clients.values()) structs += own.length;
  const facts: StoredFacts = {
    epoch: stored.epoch,
    headSeq: stored.headSeq,
    rows: stored.updates.length,
    rowBytes: stored.updates.reduce((sum, { update }) => sum + update.length, 0),
    snapshotBytes: stored.snapshot?.length ?? 0,
    bytes: Y.encodeStateAsUpdate(doc).length,
    clients: store.clients.size,
    stateVectorBytes: Y.encodeStateVector(doc).length,
    structs,
    unreadable,
    isPending: store.pendingStructs !== null || store.pendingDs !== null,
  };
  return { facts, doc };
}
