import type { PhotoRef } from '@komod/domain/piece';
import type { Policy } from '@komod/domain/policy';
import { checkProfile, type Profile } from '@komod/domain/profile';
import type { Person, PublicProfile } from '../store/people-store.ts';
import type { DueDocument, Projection } from '../store/projection-store.ts';
import type { Store } from '../store/store.ts';

/** Only a photo of the owner's own that is here. Until then the portrait before it stays. */
async function portrait(
  store: Store,
  person: Person,
  wanted: PhotoRef | undefined,
): Promise<PhotoRef | null> {
  if (!wanted) return null;
  const state = (await store.photoStates(person.userId, [wanted.id])).get(wanted.id);
  if (state === 'missing') return person.avatar;
  return state === 'ready' ? wanted : null;
}

const isSame = (person: Person, profile: PublicProfile): boolean =>
  (['name', 'bio', 'city', 'contact', 'locale'] as const).every((key) => person[key] === profile[key]) &&
  JSON.stringify(person.avatar) === JSON.stringify(profile.avatar);

/** What the account document says in public. Fields that may not be shown are left out, the others are shown. */
export async function projectAccount(parts: {
  store: Store;
  written: Profile;
  due: DueDocument;
  owner: string;
  at: number;
  policy: Policy;
}): Promise<Projection> {
  const { store, due, owner, at, policy } = parts;
  const { profile: given } = checkProfile(parts.written, policy);
  const projection: Projection = { due, isDone: true, owner, at, changes: [], answers: [] };
  const person = await store.findPerson(owner);
  if (!person) return projection;
  const profile: PublicProfile = {
    name: given.name ?? person.name,
    bio: given.bio ?? null,
    city: given.city ?? null,
    contact: given.contact ?? null,
    locale: given.locale ?? null,
    avatar: await portrait(store, person, given.avatar),
  };
  return isSame(person, profile) ? projection : { ...projection, profile };
}
