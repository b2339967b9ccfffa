import { readLikes } from '@komod/documents/account';
import { listListings } from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { PhotoRef } from '@komod/domain/piece';
import type { Replica } from '@komod/sync/client/replica';
import { presentGuest, type DeviceRecord, type KnownPerson } from '#lib/platform/device-record.ts';
import { openPhotoStore, type PhotoStore } from '#lib/platform/photos/photo-store.ts';
import { databaseNameOf, openDeviceReplica } from './device-replica.ts';
import { stageOf } from './listing-stage.ts';
import { removeParted } from './remove-owner.ts';
import type { Session } from './session.svelte.ts';

/** What a guest made on this device. */
export interface GuestWork {
  owner: string;
  drafts: number;
  /** Pressed: they go live with an account. */
  ready: number;
  saved: number;
  covers: readonly PhotoRef[];
  /** The member was asked, and left it here. */
  isLeft: boolean;
}

/** Work of somebody who is not at this device now. */
export interface LockedWork {
  person: KnownPerson;
  pieces: number;
  photos: number;
}

const coversMax = 4;

/** What of other people stands on this device: a guest's work beside a member's, and what is locked to somebody. */
export class LeftHere {
  guest = $state.raw<GuestWork | null>(null);
  locked = $state.raw<readonly LockedWork[]>([]);
  readonly #session: Session;
  readonly #record: DeviceRecord;

  constructor(session: Session) {
    this.#session = session;
    this.#record = session.record;
  }

  /** Looks at what is on the disk; what nobody needs any more goes. */
  async refresh(): Promise<void> {
    const { person } = this.#session;
    await removeParted(this.#record);
    const { guests } = await this.#record.read();
    const owner = presentGuest(guests);
    const isLeft = guests.some((row) => row.owner === owner && row.leftBy === person?.userId);
    this.guest = person && (await readGuestWork(owner, isLeft));
    this.locked = await this.#readLocked();
  }

  /** By what is on the disk, where another tab's work stands that this one has not heard of. */
  async isAllOnServer(userId: string): Promise<boolean> {
    return (await readUnsent(userId, [])) === null;
  }

  /** The member was asked, and wants it to stay where it is. */
  async leave(): Promise<void> {
    const { person } = this.#session;
    if (!this.guest || !person) return;
    await this.#record.leaveGuest(this.guest.owner, person.userId);
    this.guest = { ...this.guest, isLeft: true };
  }

  async #readLocked(): Promise<LockedWork[]> {
    const { parted, guests } = await this.#record.read();
    const here = this.#session.person?.userId;
    const people = new Map(parted.map(({ person }) => [person.userId, person]));
    // A crash may have come between giving a guest's work to an account and the first look into that account.
    for (const { carriedTo, isEmptied } of guests)
      if (carriedTo && !isEmptied && carriedTo.userId !== here) people.set(carriedTo.userId, carriedTo);
    const found: LockedWork[] = [];
    for (const person of people.values()) {
      const given = guests.filter((row) => row.carriedTo?.userId === person.userId && !row.isEmptied);
      const work = await readUnsent(
        person.userId,
        given.map(({ owner }) => owner),
      );
      if (work) found.push({ person, ...work });
      else await this.#record.remove(person.userId);
    }
    if (found.length < people.size) await removeParted(this.#record);
    return found;
  }
}

const isHere = ({ deletedAt }: ListingDraft): boolean => deletedAt === undefined;

/** `null`: nothing anybody would miss. */
async function readGuestWork(owner: string, isLeft: boolean): Promise<GuestWork | null> {
  const listings = await read('closet', owner, [], ({ doc }) => listListings(doc).filter(isHere));
  const saved = await read('account', owner, 0, ({ doc }) => readLikes(doc).size);
  if (!listings || saved === null || listings.length + saved === 0) return null;
  const ready = listings.filter((draft) => stageOf(draft, null) === 'on-the-way').length;
  const covers = listings.flatMap(({ photos }) => photos.slice(0, 1)).slice(0, coversMax);
  return { owner, drafts: listings.length - ready, ready, saved, covers, isLeft };
}

/** What of a person is on this device only, also of guests' copies that were given to them; `null`: nothing. */
async function readUnsent(
  userId: string,
  given: readonly string[],
): Promise<Omit<LockedWork, 'person'> | null> {
  const pieces = new Set<string>();
  let isUnsure = given.length > 0;
  for (const kind of ['closet', 'account'] as const) {
    const unacked = await read(kind, userId, 'none', (replica) => replica.status().unacked ?? 'none');
    if (unacked !== 'none') isUnsure = true;
    if (kind === 'closet' && unacked && unacked !== 'none') for (const id of unacked.tags) pieces.add(id);
  }
  for (const owner of given)
    for (const { id } of (await read('closet', owner, [], ({ doc }) => listListings(doc))) ?? [])
      pieces.add(id);
  const store = openPhotoStore();
  const counts = await Promise.all([userId, ...given].map((owner) => countPhotos(store, owner)));
  await store.close();
  const photos = counts.reduce((sum, count) => sum + count, 0);
  return pieces.size + photos > 0 || isUnsure ? { pieces: pieces.size, photos } : null;
}

async function countPhotos(store: PhotoStore, owner: string): Promise<number> {
  const [records, originals] = await Promise.all([store.records(owner), store.intake.count(owner)]);
  return records.filter(({ state }) => state === 'local').length + originals;
}

/** `none`: this device has no such document, and is not to get an empty one. `null`: it cannot be read now. */
async function read<T>(
  kind: 'closet' | 'account',
  owner: string,
  none: T,
  look: (replica: Replica) => T,
): Promise<T | null> {
  const present = await indexedDB.databases?.().catch(() => null);
  if (present && !present.some(({ name }) => name === databaseNameOf(kind, owner))) return none;
  const replica = openDeviceReplica(kind, owner);
  await replica.whenLoaded;
  const seen = replica.status().local === 'failed' ? null : look(replica);
  await replica.close();
  return seen;
}
