import type { ListingDraft } from '@komod/domain/listing-draft';
import type { TruthLine } from '@komod/domain/truth-line';
import { spokenPhotos, type PhotoPlace } from './truth-input.ts';

/**
 * Where in the editor *Fix*, *Replace* and *Add* are done: the id of a field, or `photo-3` for the third photo as the
 * editor shows them. `null`: nowhere in particular.
 */
export function editorPlace(
  draft: ListingDraft,
  { action, reason }: TruthLine,
  placeOf: (photoId: string) => PhotoPlace,
): string | null {
  const spoken = spokenPhotos(draft);
  if (action === 'add') return photoPlace(draft, spoken.find(({ id }) => placeOf(id) === 'gone')?.id);
  if ((action !== 'fix' && action !== 'replace') || !reason) return null;
  const [field, index] = reason.field.split('.');
  if (field !== 'photos') return field ?? null;
  return photoPlace(draft, index === undefined ? undefined : spoken[Number(index)]?.id);
}

function photoPlace({ photos }: ListingDraft, id: string | undefined): string {
  const index = photos.findIndex((photo) => photo.id === id);
  return index < 0 ? 'photos' : `photo-${index + 1}`;
}

/** The editor of a piece, opened at that place. */
export function editorAddress(
  draft: ListingDraft,
  line: TruthLine | null,
  placeOf: (photoId: string) => PhotoPlace,
): string {
  const place = line && editorPlace(draft, line, placeOf);
  return `/sell/${draft.id}${place ? `#${place}` : ''}`;
}
