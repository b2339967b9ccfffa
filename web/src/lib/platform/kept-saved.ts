import type { CatalogEntry } from '@komod/domain/catalog-entry';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** A saved piece as this device last knew it, so that Saved opens with no network. */
export interface KeptSaved {
  entry: CatalogEntry;
  /** The seller took it down. */
  isGone: boolean;
  /** When the server last said so, ms of this device. */
  asOf: number;
}

interface SavedSchema extends DBSchema {
  saved: { key: [owner: string, id: string]; value: KeptSaved };
}

let opening: Promise<IDBPDatabase<SavedSchema>> | undefined;
const database = () =>
  (opening ??= openDB<SavedSchema>('komod-saved', 1, {
    upgrade: (db) => void db.createObjectStore('saved'),
    terminated: () => (opening = undefined),
    // Somebody makes room on this device.
    blocking: (_version, _blocked, event) => {
      (event.target as IDBDatabase).close();
      opening = undefined;
    },
  }));

const allOf = (owner: string) => IDBKeyRange.bound([owner], [owner, []]);

/** Listing id → what is kept of it; empty where this device keeps nothing. */
export async function readKeptSaved(owner: string): Promise<Map<string, KeptSaved>> {
  try {
    const kept = await (await database()).getAll('saved', allOf(owner));
    return new Map(kept.map((one) => [one.entry.id, one]));
  } catch {
    return new Map();
  }
}

/** A device that is full loses only this: the likes themselves stand in the account. */
export async function keepSaved(owner: string, pieces: readonly KeptSaved[]): Promise<void> {
  try {
    const transaction = (await database()).transaction('saved', 'readwrite');
    await Promise.all([
      ...pieces.map((piece) => transaction.store.put(piece, [owner, piece.entry.id])),
      transaction.done,
    ]);
  } catch {
    // Fetched again with a network.
  }
}

/** Gives what is kept of one owner's pieces to another, who keeps what is already known. */
export async function carryKeptSaved(from: string, to: string): Promise<void> {
  const [theirs, known] = await Promise.all([readKeptSaved(from), readKeptSaved(to)]);
  await keepSaved(
    to,
    [...theirs.values()].filter(({ entry }) => !known.has(entry.id)),
  );
}

/** Forgets all but `wanted`, by default everything, of one owner. */
export async function dropKeptSaved(owner: string, wanted: ReadonlyMap<string, unknown> = new Map()) {
  try {
    const db = await database();
    const keys = await db.getAllKeys('saved', allOf(owner));
    await Promise.all(keys.filter(([, id]) => !wanted.has(id)).map((key) => db.delete('saved', key)));
  } catch {
    // Nothing could be kept here.
  }
}
