import type { KnownHistory } from '../wire/known-history.ts';

/** Where they stand in the database: y-indexeddb keeps it for whoever wants it. */
export const custom = 'custom';

/** Work that the server has not acknowledged, as kept beside the document. */
export interface UnackedMarker {
  tags: readonly string[];
  /** When the oldest of it was made, ms UTC. */
  since: number;
}

/** What stands beside the document. */
export interface StoredMarks {
  unacked: UnackedMarker | null;
  lastReachedAt: number | null;
  history: KnownHistory | null;
  /** The client id that sessions of this device share. */
  device: number | null;
  /** Which document in the place of another this is: a new number with each. */
  generation: number | null;
}

export const markNames: readonly (keyof StoredMarks)[] = [
  'unacked',
  'lastReachedAt',
  'history',
  'device',
  'generation',
];

/** `null` takes one away; what is not named stays. */
export function putMarks(transaction: IDBTransaction, marks: Partial<StoredMarks>): void {
  const store = transaction.objectStore(custom);
  for (const name of markNames) {
    const value = marks[name];
    if (value === undefined) continue;
    if (value === null) store.delete(name);
    else store.put(value, name);
  }
}

/** Calls `work` in its transaction if a mark of the disk is one of ours; else the transaction fails. */
export function whileMarked<Name extends keyof StoredMarks>(
  transaction: IDBTransaction,
  name: Name,
  isOurs: (found: StoredMarks[Name] | null) => boolean,
  work: () => void,
): void {
  const asked = transaction.objectStore(custom).get(name);
  asked.addEventListener('success', () => {
    if (isOurs((asked.result as StoredMarks[Name] | undefined) ?? null)) work();
    else abort(transaction);
  });
}

export function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It has ended already.
  }
}
