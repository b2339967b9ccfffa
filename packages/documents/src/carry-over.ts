import * as Y from 'yjs';
import { readLikes, readProfile, setLike, setProfileField } from './account.ts';
import { localOrigin } from './local-origin.ts';

/**
 * Brings a guest's closet into an account's. As bytes: listings keep their ids and history, so carrying the same
 * closet twice, or from two devices that both had it, changes nothing. Returns whether anything was missing.
 */
export function carryOver(guestCloset: Y.Doc, closet: Y.Doc): boolean {
  const missing = Y.encodeStateAsUpdate(guestCloset, Y.encodeStateVector(closet));
  let isChanged = false;
  const note = (): void => void (isChanged = true);
  closet.on('update', note);
  Y.applyUpdate(closet, missing, localOrigin);
  closet.off('update', note);
  return isChanged;
}

/**
 * Likes are added to those of the account; of the profile only what the account has not written itself. As new edits,
 * not as bytes, or the guest's name could win over the account's.
 */
export function carryOverAccount(guest: Y.Doc, account: Y.Doc): void {
  account.transact(() => {
    for (const [listingId, at] of readLikes(guest)) setLike(account, listingId, at);
    const present = readProfile(account);
    const { name, bio, avatar, city, locale, contact } = { ...readProfile(guest), ...present };
    setProfileField(account, 'name', name);
    setProfileField(account, 'bio', bio);
    setProfileField(account, 'avatar', avatar);
    setProfileField(account, 'city', city);
    setProfileField(account, 'locale', locale);
    setProfileField(account, 'contact', contact);
  }, localOrigin);
}
