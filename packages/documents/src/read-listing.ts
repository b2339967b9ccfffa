import { conditions } from '@komod/domain/condition';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { PartialPiece, Piece } from '@komod/domain/piece';
import type { Press, Wish } from '@komod/domain/wish';
import * as Y from 'yjs';
import { readPhotoList, readRemovedPhotos } from './photo-order.ts';
import { isRecord } from './plain-json.ts';

// A listing may have been written by another client or another version: whatever has not the expected form is
// read as absent, never thrown at.

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const finite = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
const texts = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
const textsByName = (value: unknown): Record<string, string> | undefined =>
  isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
      )
    : undefined;

type Fields = Omit<Piece, 'description' | 'photos'>;

export function readFields(get: (key: string) => unknown): Partial<Fields> {
  const brand = get('brand');
  const fields: { [F in keyof Fields]: Fields[F] | undefined } = {
    title: text(get('title')),
    category: text(get('category')),
    size: text(get('size')),
    brand: brand === null ? null : text(brand),
    colours: texts(get('colours')),
    condition: conditions.find((known) => known === get('condition')),
    price: finite(get('price')),
    originalPrice: finite(get('originalPrice')),
    currency: text(get('currency')),
    measurements: textsByName(get('measurements')),
    tags: texts(get('tags')),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The wish as a screen may use it. The server judges the raw value; this only keeps its envelope readable. */
export function readWish(value: unknown): Wish<PartialPiece> | undefined {
  if (value === undefined) return undefined;
  const wish = isRecord(value) ? value : {};
  const base = finite(wish.base) ?? null;
  const at = finite(wish.at) ?? 0;
  const builtOn = Array.isArray(wish.builtOn) ? wish.builtOn.filter(Number.isSafeInteger) : [];
  const again = finite(wish.again);
  const press: Press = {
    base,
    at,
    ...(builtOn.length > 0 && { builtOn }),
    ...(again !== undefined && { again }),
  };
  if (wish.want === 'sold' || wish.want === 'removed') return { want: wish.want, ...press };
  const piece = isRecord(wish.piece) ? wish.piece : {};
  return {
    want: 'listed',
    ...press,
    piece: {
      ...readFields((key) => piece[key]),
      description: text(piece.description) ?? '',
      photos: Array.isArray(piece.photos) ? readPhotoList(piece.photos, () => false) : [],
    },
  };
}

export function readListingMap(id: string, listing: Y.Map<unknown>): ListingDraft {
  const description = listing.get('description');
  const photos = listing.get('photos');
  const removed = listing.get('removedPhotos');
  const createdAt = finite(listing.get('createdAt')) ?? 0;
  const deletedAt = finite(listing.get('deletedAt'));
  const wish = readWish(listing.get('wish'));
  const wishBefore = deletedAt === undefined ? undefined : readWish(listing.get('wishBefore'));
  const removedPhotos = removed instanceof Y.Map ? readRemovedPhotos(removed) : [];
  return {
    ...readFields((key) => listing.get(key)),
    id,
    description: description instanceof Y.Text ? description.toString() : (text(description) ?? ''),
    photos:
      photos instanceof Y.Array
        ? readPhotoList(photos.toArray(), (photoId) => removed instanceof Y.Map && removed.has(photoId))
        : [],
    ...(removedPhotos.length > 0 && { removedPhotos }),
    createdAt,
    updatedAt: finite(listing.get('updatedAt')) ?? createdAt,
    ...(deletedAt === undefined ? {} : { deletedAt }),
    ...(wish ? { wish } : {}),
    ...(wishBefore ? { wishBefore } : {}),
  };
}
