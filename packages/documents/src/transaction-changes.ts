// oxlint-disable no-underscore-dangle -- the item that holds a type stands nowhere else

import type { DocumentKind } from '@komod/domain/document-name';
import type * as Y from 'yjs';

/** By its name and not by `getMap`: a root that nobody has asked for yet is another object afterwards. */
const rootOf = ({ doc }: Y.Transaction, name: string): unknown => doc.share.get(name);

/** A listing came, went or was put in another's place, or what its seller wishes for it. */
function changesWishes(transaction: Y.Transaction): boolean {
  const listings = rootOf(transaction, 'listings');
  for (const [type, keys] of transaction.changed)
    if (type === listings || (type.parent === listings && keys.has('wish'))) return true;
  return false;
}

function changesProfile(transaction: Y.Transaction): boolean {
  const profile = rootOf(transaction, 'profile');
  for (const type of transaction.changed.keys()) if (type === profile || type.parent === profile) return true;
  return false;
}

/** Whether an edit touched what the server projects: all else in a document is its owner's own. */
export const asksForProjection: Readonly<Record<DocumentKind, (transaction: Y.Transaction) => boolean>> = {
  closet: changesWishes,
  account: changesProfile,
  inbox: () => false,
  shelf: () => false,
};

/** The listings of a closet that an edit touched, however deep in them; some more than once. */
export function changedListings(transaction: Y.Transaction): string[] {
  const listings = rootOf(transaction, 'listings');
  // Not a generator: this is asked of every update of every seller.
  const found: string[] = [];
  for (const [type, keys] of transaction.changed) {
    if (type === listings) {
      for (const id of keys) if (id !== null) found.push(id);
      continue;
    }
    let at: typeof type | null = type;
    while (at !== null && at.parent !== listings) at = at.parent;
    const id = at?._item?.parentSub;
    if (typeof id === 'string') found.push(id);
  }
  return found;
}
