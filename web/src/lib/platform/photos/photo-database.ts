import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

export interface PhotoRecord {
  /** `guest` or a user id. */
  owner: string;
  id: string;
  /** ms of this device; only orders the uploads. */
  addedAt: number;
  state: 'local' | 'uploaded' | 'refused';
  /** Why it was refused. */
  code?: string;
  /** Where a begun upload goes on. */
  uploadUrl?: string;
}

/** A picked file that is not a photo yet; its bytes stand beside it. */
export interface IntakeRow {
  /** Given by the database: in this order the files were picked. */
  order: number;
  owner: string;
  listingId: string;
  name: string;
  type: string;
  /** ms of this device. */
  at: number;
  /** Id of the photo whose place it is to take. */
  replaces?: string;
  /** How often its preparation was begun. */
  attempts: number;
}

interface PhotoSchema extends DBSchema {
  records: { key: [string, string]; value: PhotoRecord; indexes: { photo: string } };
  // Plain buffers: Blobs in Safari's IndexedDB have been known to lose their bytes.
  masters: { key: string; value: ArrayBuffer };
  previews: { key: string; value: ArrayBuffer };
  intake: { key: number; value: IntakeRow; indexes: { owner: string } };
  intakeBytes: { key: number; value: ArrayBuffer };
}

export type PhotoDatabase = IDBPDatabase<PhotoSchema>;

const databaseName = 'komod-photos';

/** Opens when first used, and again when the browser closed it behind our back. */
export class PhotoDatabaseHandle {
  #open: Promise<PhotoDatabase> | null = null;

  get(): Promise<PhotoDatabase> {
    this.#open ??= openDB<PhotoSchema>(databaseName, 2, {
      upgrade(database, oldVersion) {
        const intake = database.createObjectStore('intake', { keyPath: 'order', autoIncrement: true });
        intake.createIndex('owner', 'owner');
        database.createObjectStore('intakeBytes');
        if (oldVersion > 0) return;
        const records = database.createObjectStore('records', { keyPath: ['owner', 'id'] });
        records.createIndex('photo', 'id');
        database.createObjectStore('masters');
        database.createObjectStore('previews');
      },
      blocking: () => void this.close(),
      terminated: () => (this.#open = null),
    }).catch((error: unknown) => {
      this.#open = null;
      throw error;
    });
    return this.#open;
  }

  /** Runs on an open database; a handle that turns out dead is replaced once. */
  async use<T>(work: (database: PhotoDatabase) => Promise<T>): Promise<T> {
    try {
      return await work(await this.get());
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
      this.#open = null;
      return work(await this.get());
    }
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    (await open)?.close();
  }
}
