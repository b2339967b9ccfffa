import type { ListingDraft } from '@komod/domain/listing-draft';
import type { PhotoRef } from '@komod/domain/piece';
import { defaultPolicy } from '@komod/domain/policy';
import { pressedPiece } from '@komod/domain/pressed-piece';
import { hasChanges, missingFields } from '@komod/domain/readiness';
import type { FieldRefusal } from '@komod/domain/refusal';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import type { TruthInput } from '@komod/domain/truth-line';

/** What is true of the whole device, for every listing alike. */
export type DeviceTruth = Pick<TruthInput, 'session' | 'link' | 'device'>;

/** Where the words of one listing are. */
export type ListingTruth = Pick<TruthInput, 'kept' | 'sent'>;

/**
 * What this device knows of one photo's bytes. `gone`: were here once. `elsewhere`: never were, and the server has
 * not got them either. `unknown`: never were, and the server was not asked yet.
 */
export type PhotoPlace = 'here' | 'uploaded' | 'elsewhere' | 'unknown' | 'gone' | 'refused';

// Judging a draft costs more than all the rest; a draft object never changes, so its judgement is kept.
const missingOf = new WeakMap<ListingDraft, FieldRefusal[]>();
const changedOf = new WeakMap<ListingDraft, { mark: ShelfMark | null; isChanged: boolean }>();

export function missingIn(draft: ListingDraft): FieldRefusal[] {
  let missing = missingOf.get(draft);
  if (!missing) missingOf.set(draft, (missing = missingFields(draft, defaultPolicy)));
  return missing;
}

/** True when the working copy differs from what was pressed last, and from what that became. */
export function isChanged(draft: ListingDraft, mark: ShelfMark | null): boolean {
  const known = changedOf.get(draft);
  if (known?.mark === mark) return known.isChanged;
  const pressed = pressedPiece(draft, mark);
  const changed = pressed !== null && hasChanges(draft, pressed);
  changedOf.set(draft, { mark, isChanged: changed });
  return changed;
}

export const isAnswered = (draft: ListingDraft, mark: ShelfMark | null): boolean =>
  draft.wish !== undefined && mark !== null && mark.wishAt === draft.wish.at;

/** The photos that the truth is told of: those that were pressed, of a draft its own. */
export const spokenPhotos = ({ wish, photos }: ListingDraft): readonly PhotoRef[] =>
  wish?.want === 'listed' ? wish.piece.photos : photos;

export function truthInput(
  draft: ListingDraft,
  mark: ShelfMark | null,
  { kept, sent }: ListingTruth,
  placeOf: (photoId: string) => PhotoPlace,
  device: DeviceTruth,
): TruthInput {
  const answered = isAnswered(draft, mark);
  const places = spokenPhotos(draft).map(({ id }): PhotoPlace => {
    const place = placeOf(id);
    if (place === 'refused' || !answered || mark?.state === 'refused') return place;
    // Of a piece it took or waits with, the server has every photo but those it misses.
    if (!mark?.missing?.includes(id)) return 'uploaded';
    return place === 'unknown' ? 'elsewhere' : place;
  });
  const count = (place: PhotoPlace) => places.filter((found) => found === place).length;
  const refused = places.indexOf('refused');

  return {
    ...device,
    kept,
    sent,
    ready: missingIn(draft).length === 0,
    // Deleted before it was ever pressed: off the feed like one that was taken down.
    wish: draft.wish?.want ?? (draft.deletedAt === undefined ? null : 'removed'),
    wishAnswered: answered,
    changed: isChanged(draft, mark),
    shelf: mark,
    photos: {
      total: places.length,
      uploaded: count('uploaded'),
      missingHere: count('gone'),
      elsewhere: count('elsewhere'),
      unknown: count('unknown'),
      unreadable: refused < 0 ? null : refused,
    },
  };
}
