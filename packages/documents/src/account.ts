import { isListingId } from '@komod/domain/listing-id';
import type { Profile } from '@komod/domain/profile';
import * as Y from 'yjs';
import { localOrigin } from './local-origin.ts';
import { isRecord, plainJson, sameJson } from './plain-json.ts';

// `account/{userId}`: who I am and what I like, on all my devices.

const parts = ['profile', 'likes'] as const;
export type AccountPart = (typeof parts)[number];

const profileFields = [
  'name',
  'bio',
  'avatar',
  'city',
  'locale',
  'contact',
] as const satisfies readonly (keyof Profile)[];

/**
 * The fields of the expected kind; one of another kind is read as absent. `checkProfile` of the domain judges what may
 * be shown in public.
 */
export function readProfile(doc: Y.Doc): Profile {
  const profile = doc.getMap<unknown>('profile');
  const given = profileFields.flatMap((field) => {
    const value = profile.get(field);
    const fits =
      field === 'avatar' ? isRecord(value) && typeof value.id === 'string' : typeof value === 'string';
    return fits ? [[field, value] as const] : [];
  });
  const { locale, ...rest } = Object.fromEntries(given) as Profile;
  return locale === 'en' || locale === 'fa' ? { ...rest, locale } : rest;
}

/** `undefined` removes the field. */
export function setProfileField<F extends keyof Profile>(
  doc: Y.Doc,
  field: F,
  value: Profile[F] | undefined,
): void {
  doc.transact(() => {
    const profile = doc.getMap<unknown>('profile');
    if (sameJson(profile.get(field), value)) return;
    if (value === undefined) profile.delete(field);
    else profile.set(field, plainJson(value));
  }, localOrigin);
}

/** Listing id → device ms UTC of the like. */
export function readLikes(doc: Y.Doc): Map<string, number> {
  const likes = new Map<string, number>();
  for (const [id, like] of doc.getMap<unknown>('likes'))
    if (isListingId(id) && isRecord(like) && typeof like.at === 'number') likes.set(id, like.at);
  return likes;
}

/** Liking what is liked changes nothing. */
export function setLike(doc: Y.Doc, listingId: string, at: number): void {
  doc.transact(() => {
    const likes = doc.getMap<unknown>('likes');
    if (!likes.has(listingId)) likes.set(listingId, { at });
  }, localOrigin);
}

export function removeLike(doc: Y.Doc, listingId: string): void {
  doc.transact(() => doc.getMap('likes').delete(listingId), localOrigin);
}

/** Calls once per transaction with the parts that changed. Returns the end of it. */
export function observeAccount(
  doc: Y.Doc,
  onChange: (changed: ReadonlySet<AccountPart>) => void,
): () => void {
  const roots = new Map<Y.AbstractType<unknown>, AccountPart>(
    parts.map((part) => [doc.getMap(part) as Y.AbstractType<unknown>, part]),
  );
  const listen = (transaction: Y.Transaction): void => {
    const changed = new Set<AccountPart>();
    for (const type of transaction.changedParentTypes.keys()) {
      const part = roots.get(type as Y.AbstractType<unknown>);
      if (part) changed.add(part);
    }
    if (changed.size > 0) onChange(changed);
  };
  doc.on('afterTransaction', listen);
  return () => doc.off('afterTransaction', listen);
}
