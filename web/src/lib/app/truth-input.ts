import type { ListingDraft } from '@komod/domain/listing-draft';
import { defaultPolicy } from '@komod/domain/policy';
import { hasChanges, missingFields } from '@komod/domain/readiness';
import type { FieldRefusal } from '@komod/domain/refusal';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import type { TruthInput } from '@komod/domain/truth-line';

/** What is true of the whole device, for every listing alike. */
export type DeviceTruth = Pick<TruthInput, 'kept' | 'session' | 'link' | 'device'>;

/** What this device knows of one photo's bytes. `elsewhere`: never were here. `gone`: were here once. */
export type PhotoPlace = 'here' | 'uploaded' | 'elsewhere' | 'gone' | 'refused';

// Judging a draft costs more than all the rest; a draft object never changes, so its judgement is kept.
const missingOf = new WeakMap<ListingDraft, FieldRefusal[]>();
const changedOf = new WeakMap<ListingDraft, boolean>();

export function missingIn(draft: ListingDraft): FieldRefusal[] {
  let missing = missingOf.get(draft);
  if (!missing) missingOf.set(draft, (missing = missingFields(draft, defaultPolicy)));
  return missing;
}

/** True when the working copy differs from what was pressed last. */
export function isChanged(draft: ListingDraft): boolean {
  let changed = changedOf.get(draft);
  if (changed === undefined) {
    changed = draft.wish?.want === 'listed' && hasChanges(draft, draft.wish.piece);
    changedOf.set(draft, changed);
  }
  return changed;
}

export const isAnswered = (draft: ListingDraft, mark: ShelfMark | null): boolean =>
  draft.wish !== undefined && mark !== null && mark.wishAt === draft.wish.at;

export function truthInput(
  draft: ListingDraft,
  mark: ShelfMark | null,
  isUnsent: boolean,
  placeOf: (photoId: string) => PhotoPlace,
  device: DeviceTruth,
): TruthInput {
  const answered = isAnswered(draft, mark);
  const pressed = draft.wish?.want === 'listed' && !answered ? draft.wish.piece.photos : null;
  const photos = pressed ?? (draft.wish?.want === 'listed' ? draft.wish.piece.photos : draft.photos);
  const isOnServer = (id: string) =>
    answered && mark?.state !== 'refused' && mark?.missing?.includes(id) !== true;
  const places = photos.map(({ id }) => {
    const place = placeOf(id);
    // Photos of an accepted piece are on the server, whichever device they came from.
    return place !== 'refused' && isOnServer(id) ? 'uploaded' : place;
  });
  const count = (place: PhotoPlace) => places.filter((found) => found === place).length;
  const refused = places.indexOf('refused');

  return {
    ...device,
    sent: !isUnsent,
    sending: isUnsent && device.session === 'member' && device.link === 'online',
    ready: missingIn(draft).length === 0,
    wish: draft.wish?.want ?? null,
    wishAnswered: answered,
    changed: isChanged(draft),
    shelf: mark,
    photos: {
      total: photos.length,
      uploaded: count('uploaded'),
      missingHere: count('gone'),
      elsewhere: count('elsewhere'),
      unreadable: refused < 0 ? null : refused,
    },
  };
}
