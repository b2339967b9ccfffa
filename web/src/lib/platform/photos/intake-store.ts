import type { IntakeRow, PhotoDatabase, PhotoDatabaseHandle } from './photo-database.ts';

/** A picked file as it came, to be made a photo of. */
export interface PickedFile {
  name: string;
  type: string;
  bytes: ArrayBuffer;
  /** Id of the photo whose place it is to take. */
  replaces?: string;
}

export interface KeptOriginal extends Pick<IntakeRow, 'order' | 'listingId' | 'name' | 'replaces'> {
  file: Blob;
}

/** Picked files from the moment they were picked until they are photos of a listing. */
export interface IntakeStore {
  /** All or none; resolves when they are on disk. Throws when storage is full. */
  put(owner: string, listingId: string, picked: readonly PickedFile[], at: number): Promise<KeptOriginal[]>;
  /** In the order they were picked. */
  originals(owner: string): Promise<KeptOriginal[]>;
  /** How many there are. */
  count(owner: string): Promise<number>;
  /** Counts a beginning. How many there were, this one too; `null` when the file is not here any more. */
  begin(order: number): Promise<number | null>;
  remove(order: number): Promise<void>;
  /** What `from` picked belongs to `to` afterwards. */
  carryOver(from: string, to: string): Promise<void>;
  removeAll(owner: string): Promise<void>;
}

const originalOf = (
  { order, listingId, name, type, replaces }: IntakeRow,
  bytes: ArrayBuffer,
): KeptOriginal => ({
  order,
  listingId,
  name,
  file: new Blob([bytes], { type }),
  ...(replaces !== undefined && { replaces }),
});

const writing = (database: PhotoDatabase) =>
  database.transaction(['intake', 'intakeBytes'], 'readwrite', { durability: 'strict' });

export function createIntakeStore(handle: PhotoDatabaseHandle): IntakeStore {
  return {
    put: (owner, listingId, picked, at) =>
      handle.use(async (database) => {
        const change = writing(database);
        const kept: KeptOriginal[] = [];
        for (const { bytes, ...file } of picked) {
          const row = { owner, listingId, at, attempts: 0, ...file };
          // The database gives the order.
          const order = await change.objectStore('intake').add(row as IntakeRow);
          void change.objectStore('intakeBytes').put(bytes, order);
          kept.push(originalOf({ ...row, order }, bytes));
        }
        await change.done;
        return kept;
      }),
    originals: (owner) =>
      handle.use(async (database) => {
        const reading = database.transaction(['intake', 'intakeBytes']);
        const kept: KeptOriginal[] = [];
        for (const row of await reading.objectStore('intake').index('owner').getAll(owner)) {
          const bytes = await reading.objectStore('intakeBytes').get(row.order);
          if (bytes) kept.push(originalOf(row, bytes));
        }
        return kept.sort((one, other) => one.order - other.order);
      }),
    count: (owner) => handle.use((database) => database.countFromIndex('intake', 'owner', owner)),
    begin: (order) =>
      handle.use(async (database) => {
        const change = database.transaction('intake', 'readwrite');
        const row = await change.store.get(order);
        const attempts = row ? row.attempts + 1 : null;
        if (row && attempts !== null) void change.store.put({ ...row, attempts });
        await change.done;
        return attempts;
      }),
    remove: (order) =>
      handle.use(async (database) => {
        const change = writing(database);
        void change.objectStore('intake').delete(order);
        void change.objectStore('intakeBytes').delete(order);
        await change.done;
      }),
    carryOver: (from, to) =>
      handle.use(async (database) => {
        const change = database.transaction('intake', 'readwrite', { durability: 'strict' });
        for (const row of await change.store.index('owner').getAll(from))
          void change.store.put({ ...row, owner: to });
        await change.done;
      }),
    removeAll: (owner) =>
      handle.use(async (database) => {
        const change = writing(database);
        for (const order of await change.objectStore('intake').index('owner').getAllKeys(owner)) {
          void change.objectStore('intake').delete(order);
          void change.objectStore('intakeBytes').delete(order);
        }
        await change.done;
      }),
  };
}
