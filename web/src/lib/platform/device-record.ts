import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

export interface KnownPerson {
  userId: string;
  handle: string;
  name: string;
}

export interface Who {
  /** `null`: nobody is signed in. */
  person: KnownPerson | null;
  /** Somebody signed out here, and the server has not heard of it: its cookie still names them. */
  owesSignOut: boolean;
}

/** What was decided about one guest's work. Work nobody decided about has no row. */
export interface GuestRow {
  /** Names the local databases. */
  owner: string;
  generation: number;
  /** The account it was given to; written before anything moves, and never changed. */
  carriedTo?: KnownPerson;
  /** Likes and profile are in that account's document. */
  isAccountCarried?: true;
  /** All of it is on the server under the account, and nothing is left here. */
  isEmptied?: true;
  /** User id of the member who was asked and left it where it is. */
  leftBy?: string;
}

/** Somebody who was here before and whose documents still are: kept for them alone, or about to go. */
export interface PartedRow {
  userId: string;
  person: KnownPerson;
  state: 'locked' | 'removing';
}

interface DeviceSchema extends DBSchema {
  who: { key: 'now'; value: Who };
  guests: { key: string; value: GuestRow };
  parted: { key: string; value: PartedRow };
}

const databaseName = 'komod-device';
const strict = { durability: 'strict' } as const;

/** The first guest of a device, then one after each guest whose work was given to an account. */
const guestOwnerOf = (generation: number): string => (generation === 1 ? 'guest' : `guest-${generation}`);

/** Ids of members have no hyphen and are longer. */
export const isGuestOwner = (owner: string): boolean => /^guest(-\d+)?$/.test(owner);

/** Where a guest's work goes now: never into a copy that was given away. */
export function presentGuest(rows: readonly GuestRow[]): string {
  const last = rows.toSorted((one, other) => one.generation - other.generation).at(-1);
  if (!last) return guestOwnerOf(1);
  return last.carriedTo ? guestOwnerOf(last.generation + 1) : last.owner;
}

/** Held while a person's documents are taken off the device, and while that person comes back to it. */
export function holdComings<T>(userId: string, work: () => Promise<T>): Promise<T> {
  const { locks } = navigator;
  return locks ? locks.request(`komod-comings-${userId}`, work) : work();
}

const generationOf = (owner: string): number => Number(/\d+$/.exec(owner)?.[0] ?? 1);

/**
 * Who is at this device and whose work stands on it: flushed to disk at each step, so that no crash lets a wrong
 * person in or gives a guest's work away twice. The browser writes its own small storage down whenever it likes.
 */
export class DeviceRecord {
  #opening: Promise<IDBPDatabase<DeviceSchema>> | null = null;

  async read(): Promise<{ who: Who | null; guests: GuestRow[]; parted: PartedRow[] }> {
    const reading = (await this.#database()).transaction(['who', 'guests', 'parted']);
    const [who, guests, parted] = await Promise.all([
      reading.objectStore('who').get('now'),
      reading.objectStore('guests').getAll(),
      reading.objectStore('parted').getAll(),
    ]);
    return { who: who ?? null, guests, parted };
  }

  /** Whoever was here before is parted with in the same step; who comes back finds the lock open. */
  async setWho(person: KnownPerson | null, parting: PartedRow['state'] = 'locked'): Promise<void> {
    const change = (await this.#database()).transaction(['who', 'parted'], 'readwrite', strict);
    const [who, parted] = [change.objectStore('who'), change.objectStore('parted')];
    const before = await who.get('now');
    const leaving = before?.person ?? null;
    if (leaving && leaving.userId !== person?.userId)
      void parted.put({ userId: leaving.userId, person: leaving, state: parting });
    if (person) void parted.delete(person.userId);
    const owesSignOut = person === null && (leaving !== null || before?.owesSignOut === true);
    void who.put({ person, owesSignOut }, 'now');
    await change.done;
  }

  /** The server has heard that nobody is signed in here. */
  async noteSignedOut(): Promise<void> {
    const change = (await this.#database()).transaction('who', 'readwrite', strict);
    const who = await change.store.get('now');
    if (who) void change.store.put({ ...who, owesSignOut: false }, 'now');
    await change.done;
  }

  /** Gives a guest's work to an account, for ever. `false`: it was given to another before. */
  giveGuest(owner: string, carriedTo: KnownPerson): Promise<boolean> {
    return this.#changeGuest(owner, (row) =>
      row.carriedTo && row.carriedTo.userId !== carriedTo.userId ? null : { carriedTo, ...row },
    );
  }

  /** A member was asked, and the work stays where it is; nothing when it was given away meanwhile. */
  async leaveGuest(owner: string, userId: string): Promise<void> {
    await this.#changeGuest(owner, (row) => (row.carriedTo ? null : { ...row, leftBy: userId }));
  }

  async noteGuest(owner: string, step: Pick<GuestRow, 'isAccountCarried' | 'isEmptied'>): Promise<void> {
    await this.#changeGuest(owner, (row) => ({ ...row, ...step }));
  }

  /** What is parted with is to go, and with it what was given to that person and never arrived. */
  async remove(userId: string): Promise<void> {
    const change = (await this.#database()).transaction('parted', 'readwrite', strict);
    const row = await change.store.get(userId);
    if (row) void change.store.put({ ...row, state: 'removing' });
    await change.done;
  }

  async noteRemoved(userId: string): Promise<void> {
    const change = (await this.#database()).transaction('parted', 'readwrite', strict);
    void change.store.delete(userId);
    await change.done;
  }

  async close(): Promise<void> {
    const open = this.#opening;
    this.#opening = null;
    (await open)?.close();
  }

  async #changeGuest(owner: string, change: (row: GuestRow) => GuestRow | null): Promise<boolean> {
    const writing = (await this.#database()).transaction('guests', 'readwrite', strict);
    const row = (await writing.store.get(owner)) ?? { owner, generation: generationOf(owner) };
    const changed = change(row);
    if (changed) void writing.store.put(changed);
    await writing.done;
    return changed !== null;
  }

  #database(): Promise<IDBPDatabase<DeviceSchema>> {
    this.#opening ??= openDB<DeviceSchema>(databaseName, 1, {
      upgrade(database) {
        database.createObjectStore('who');
        database.createObjectStore('guests', { keyPath: 'owner' });
        database.createObjectStore('parted', { keyPath: 'userId' });
      },
      terminated: () => (this.#opening = null),
    }).catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }
}
