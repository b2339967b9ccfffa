import type { PhotoRef } from '@komod/domain/piece';

/** What the account document says in public, projected into SQL for pages that cross people. */
export interface PublicProfile {
  name: string;
  bio: string | null;
  city: string | null;
  contact: string | null;
  locale: string | null;
  avatar: PhotoRef | null;
}

export interface Person extends PublicProfile {
  userId: string;
  handle: string;
}

export interface PeopleStore {
  /** Keeps what the account document said before; `name` only seeds a person not known yet. */
  ensurePeople(people: readonly { userId: string; handle: string; name: string }[]): Promise<void>;
  findPerson(userId: string): Promise<Person | null>;
  findPersonByHandle(handle: string): Promise<Person | null>;
}
