import { createIntakeStore, type IntakeStore } from './intake-store.ts';
import type { PreparedPhoto } from './make-photo.ts';
import { PhotoDatabaseHandle, type PhotoDatabase, type PhotoRecord } from './photo-database.ts';

/** Every photo this device holds, kept until its owner removes it; bytes once per photo, whoever owns it. */
export interface PhotoStore {
  /** Picked files that are no photos yet. */
  readonly intake: IntakeStore;
  /** Resolves when the bytes are on disk; only then may a listing name the photo. Throws when storage is full. */
  put(owner: string, photo: PreparedPhoto, addedAt: number): Promise<void>;
  has(id: string): Promise<boolean>;
  /** Ids of all photos whose bytes are here. */
  heldIds(): Promise<ReadonlySet<string>>;
  getMaster(id: string): Promise<Blob | null>;
  /** The small picture of a tile or a card. */
  getPreview(id: string): Promise<Blob | null>;
  /** In the order they were added. */
  records(owner: string): Promise<PhotoRecord[]>;
  /** Changes what is known of a photo; nothing happens when it was removed meanwhile. */
  update(owner: string, id: string, change: Partial<Omit<PhotoRecord, 'owner' | 'id'>>): Promise<void>;
  /** Photos whose bytes never were here, and are on the server: known from now on. */
  noteUploaded(owner: string, ids: readonly string[], at: number): Promise<void>;
  /** The photos of `from` belong to `to` afterwards, and go up under the new name. */
  carryOver(from: string, to: string): Promise<void>;
  remove(owner: string, id: string): Promise<void>;
  removeAll(owner: string): Promise<void>;
  close(): Promise<void>;
}

export const isStorageFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'QuotaExceededError';

const everything = ['records', 'masters', 'previews'] as const;

export function openPhotoStore(): PhotoStore {
  const handle = new PhotoDatabaseHandle();
  const intake = createIntakeStore(handle);
  const read = (store: 'masters' | 'previews', id: string): Promise<Blob | null> =>
    handle.use(async (database) => {
      const bytes = await database.get(store, id);
      return bytes ? new Blob([bytes], { type: 'image/jpeg' }) : null;
    });
  const recordsOf = (owner: string): Promise<PhotoRecord[]> =>
    handle.use(async (database) => {
      const records = await database.getAll('records', IDBKeyRange.bound([owner], [owner, []]));
      return records.sort((one, other) => one.addedAt - other.addedAt);
    });

  return {
    intake,
    async put(owner, { ref, master, preview }, addedAt) {
      const [masterBytes, previewBytes] = await Promise.all([master.arrayBuffer(), preview.arrayBuffer()]);
      await handle.use(async (database) => {
        const change = writing(database);
        const records = change.objectStore('records');
        // The same picture again keeps what is known of it, also that it is on the server.
        const known = await records.get([owner, ref.id]);
        void change.objectStore('masters').put(masterBytes, ref.id);
        void change.objectStore('previews').put(previewBytes, ref.id);
        if (!known) void records.put({ owner, id: ref.id, addedAt, state: 'local' });
        await change.done;
      });
    },
    has: (id) => handle.use(async (database) => (await database.getKey('masters', id)) !== undefined),
    heldIds: () => handle.use(async (database) => new Set(await database.getAllKeys('masters'))),
    getMaster: (id) => read('masters', id),
    getPreview: (id) => read('previews', id),
    records: recordsOf,
    update: (owner, id, change) =>
      handle.use(async (database) => {
        const writes = database.transaction('records', 'readwrite', { durability: 'strict' });
        const known = await writes.store.get([owner, id]);
        if (known) void writes.store.put({ ...known, ...change });
        await writes.done;
      }),
    noteUploaded: (owner, ids, at) =>
      handle.use(async (database) => {
        const writes = database.transaction('records', 'readwrite');
        for (const id of ids)
          if (!(await writes.store.get([owner, id])))
            void writes.store.put({ owner, id, addedAt: at, state: 'uploaded' });
        await writes.done;
      }),
    carryOver: (from, to) =>
      handle.use(async (database) => {
        const writes = database.transaction('records', 'readwrite', { durability: 'strict' });
        for (const { id, addedAt } of await writes.store.getAll(IDBKeyRange.bound([from], [from, []]))) {
          const known = await writes.store.get([to, id]);
          if (!known) void writes.store.put({ owner: to, id, addedAt, state: 'local' });
          void writes.store.delete([from, id]);
        }
        await writes.done;
      }),
    remove: (owner, id) => handle.use((database) => removeRecords(database, owner, [id])),
    removeAll: async (owner) => {
      await intake.removeAll(owner);
      const ids = (await recordsOf(owner)).map(({ id }) => id);
      await handle.use((database) => removeRecords(database, owner, ids));
    },
    close: () => handle.close(),
  };
}

const writing = (database: PhotoDatabase) =>
  database.transaction(everything, 'readwrite', { durability: 'strict' });

// Bytes go with the last record that names them.
async function removeRecords(database: PhotoDatabase, owner: string, ids: readonly string[]): Promise<void> {
  const change = writing(database);
  const records = change.objectStore('records');
  for (const id of ids) {
    await records.delete([owner, id]);
    if ((await records.index('photo').count(id)) > 0) continue;
    void change.objectStore('masters').delete(id);
    void change.objectStore('previews').delete(id);
  }
  await change.done;
}
