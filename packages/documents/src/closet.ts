import { isListingId } from '@komod/domain/listing-id';
import type { DraftField, ListingDraft } from '@komod/domain/listing-draft';
import type { PartialPiece, PhotoRef } from '@komod/domain/piece';
import type { Press, Wish } from '@komod/domain/wish';
import * as Y from 'yjs';
import { localOrigin } from './local-origin.ts';
import { dropPhoto, placePhoto, tidyPhotos } from './photo-order.ts';
import type { PhotoContainers } from './photo-order.ts';
import { isRecord, plainJson, sameJson } from './plain-json.ts';
import { readListingMap } from './read-listing.ts';
import { writeText } from './smallest-edit.ts';

// `closet/{userId}`: every listing of one seller. Edits of a listing that is not there do nothing: another device
// may have deleted it for good.

type Listing = Y.Map<unknown>;

/** `updatedAt` moves in such steps (ms): written at every key it would keep Yjs from joining the keys typed. */
const touchStepMs = 10_000;

const workingFields: readonly Exclude<DraftField, 'currency'>[] = [
  'title',
  'category',
  'size',
  'brand',
  'colours',
  'condition',
  'price',
  'originalPrice',
  'measurements',
  'tags',
];

const listingsOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('listings');

function listingOf(doc: Y.Doc, id: string): Listing | null {
  const listing = listingsOf(doc).get(id);
  return listing instanceof Y.Map ? listing : null;
}

function edit(doc: Y.Doc, id: string, at: number, change: (listing: Listing) => boolean): boolean {
  return doc.transact(() => {
    const listing = listingOf(doc, id);
    if (!listing || !change(listing)) return false;
    const updatedAt = listing.get('updatedAt');
    if (typeof updatedAt !== 'number' || at >= updatedAt + touchStepMs) listing.set('updatedAt', at);
    return true;
  }, localOrigin);
}

/** The container of a listing; one that another client failed to make is made here. */
function container<T>(listing: Listing, key: string, make: new () => T): T {
  const existing = listing.get(key);
  if (existing instanceof make) return existing;
  const made = new make();
  listing.set(key, made);
  return made;
}

const photosOf = (listing: Listing): PhotoContainers => ({
  photos: container(listing, 'photos', Y.Array<unknown>),
  removed: container(listing, 'removedPhotos', Y.Map<unknown>),
});

function writeValue(
  listing: Listing,
  key: DraftField | 'wish' | 'wishBefore' | 'deletedAt',
  value: unknown,
): boolean {
  if (sameJson(listing.get(key), value)) return false;
  if (value === undefined) listing.delete(key);
  else listing.set(key, plainJson(value));
  return true;
}

/** All edits that `change` makes become one: one update to send, one event to hear. */
export function inOneEdit<T>(doc: Y.Doc, change: (doc: Y.Doc) => T): T {
  return doc.transact(() => change(doc), localOrigin);
}

/** Every listing, deleted ones too, last touched first. */
export function listListings(doc: Y.Doc): ListingDraft[] {
  const drafts: ListingDraft[] = [];
  for (const [id, listing] of listingsOf(doc))
    if (listing instanceof Y.Map && isListingId(id)) drafts.push(readListingMap(id, listing));
  return drafts.sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1));
}

/** Ids of the listings touched last by the clocks of their devices, as many as `most`. */
export function recentListings(doc: Y.Doc, most: number): string[] {
  const touched = [...listingsOf(doc)].flatMap(([id, listing]) => {
    if (!(listing instanceof Y.Map) || !isListingId(id)) return [];
    const at: unknown = listing.get('updatedAt');
    return [{ id, at: typeof at === 'number' ? at : 0 }];
  });
  return touched
    .sort((one, other) => other.at - one.at)
    .slice(0, most)
    .map(({ id }) => id);
}

export function readListing(doc: Y.Doc, id: string): ListingDraft | null {
  const listing = listingOf(doc, id);
  return listing && readListingMap(id, listing);
}

/** Makes the listing with its containers in one transaction; an id that exists is left as it is. */
export function createListing(doc: Y.Doc, start: { id: string; at: number; currency: string }): void {
  doc.transact(() => {
    if (listingOf(doc, start.id)) return;
    const listing = new Y.Map<unknown>();
    listingsOf(doc).set(start.id, listing);
    listing.set('createdAt', start.at);
    listing.set('updatedAt', start.at);
    listing.set('currency', start.currency);
    listing.set('description', new Y.Text());
    listing.set('photos', new Y.Array());
    listing.set('removedPhotos', new Y.Map());
  }, localOrigin);
}

/** `undefined` removes the field. The currency is written once: a later one is ignored. */
export function setField<F extends DraftField>(
  doc: Y.Doc,
  id: string,
  field: F,
  value: ListingDraft[F] | undefined,
  at: number,
): void {
  edit(doc, id, at, (listing) => {
    if (field === 'currency' && listing.has('currency')) return false;
    return writeValue(listing, field, value);
  });
}

/** Turns the description into `text` by the smallest edit, so that two devices writing at once keep both. */
export function editDescription(doc: Y.Doc, id: string, text: string, at: number): void {
  edit(doc, id, at, (listing) => writeText(container(listing, 'description', Y.Text), text));
}

/** Adds at the end; `false` when the picture is already here (or the listing is not). */
export function addPhoto(doc: Y.Doc, id: string, photo: PhotoRef, at: number): boolean {
  return edit(doc, id, at, (listing) => {
    const containers = photosOf(listing);
    const visible = tidyPhotos(containers);
    if (visible.some((present) => present.id === photo.id)) return false;
    placePhoto(containers, photo, visible.length);
    return true;
  });
}

export function removePhoto(doc: Y.Doc, id: string, photoId: string, at: number): void {
  edit(doc, id, at, (listing) => {
    dropPhoto(photosOf(listing), photoId, at);
    return true;
  });
}

/** Brings a removed photo back to the place it had. */
export function restorePhoto(doc: Y.Doc, id: string, photo: PhotoRef, index: number, at: number): void {
  edit(doc, id, at, (listing) => {
    placePhoto(photosOf(listing), photo, index);
    return true;
  });
}

/** `toIndex` is the place among the visible photos after the move; beyond the end means the end. */
export function movePhoto(doc: Y.Doc, id: string, photoId: string, toIndex: number, at: number): void {
  edit(doc, id, at, (listing) => {
    const containers = photosOf(listing);
    const photo = tidyPhotos(containers).find((present) => present.id === photoId);
    if (!photo) return false;
    placePhoto(containers, photo, toIndex);
    return true;
  });
}

const isPlainRecord = (value: unknown): boolean => isRecord(value) && !(value instanceof Y.AbstractType);

function takeOffRemovedShelf(listing: Listing): void {
  listing.delete('deletedAt');
  listing.delete('wishBefore');
}

/** What was pressed, whole and never changed again. Listing a deleted piece takes it off the Removed shelf. */
export function makeWish(doc: Y.Doc, id: string, wish: Wish<PartialPiece>): void {
  edit(doc, id, wish.at, (listing) => {
    listing.set('wish', plainJson(wish));
    if (wish.want === 'listed') takeOffRemovedShelf(listing);
    return true;
  });
}

/**
 * Moves the listing to the Removed shelf; one that was ever pressed also comes off the feed, and what it wished until
 * then is remembered beside it, or `before` instead.
 */
export function deleteListing(doc: Y.Doc, id: string, press: Press, before?: Wish<PartialPiece>): void {
  edit(doc, id, press.at, (listing) => {
    const wish = listing.get('wish');
    if (isPlainRecord(wish) && !listing.has('deletedAt'))
      listing.set('wishBefore', before ? plainJson(before) : wish);
    listing.set('deletedAt', press.at);
    if (wish !== undefined) listing.set('wish', plainJson({ want: 'removed', ...press }));
    return true;
  });
}

/** Takes the listing off the Removed shelf; what it wishes stays as it is. */
export function undeleteListing(doc: Y.Doc, id: string, at: number): void {
  edit(doc, id, at, (listing) => {
    takeOffRemovedShelf(listing);
    return true;
  });
}

/**
 * Undoes presses: on the Removed shelf, remembering `wishBefore`, or off it; wishing `wish`, or nothing at all like a
 * draft never pressed.
 */
export function restoreListing(
  doc: Y.Doc,
  id: string,
  to: {
    deletedAt: number | undefined;
    wish: Wish<PartialPiece> | undefined;
    wishBefore?: Wish<PartialPiece> | undefined;
  },
  at: number,
): void {
  edit(doc, id, at, (listing) => {
    const changes = (['deletedAt', 'wish', 'wishBefore'] as const).map((key) =>
      writeValue(listing, key, to[key]),
    );
    return changes.includes(true);
  });
}

/** Deletes for good. */
export function purgeListing(doc: Y.Doc, id: string): void {
  doc.transact(() => listingsOf(doc).delete(id), localOrigin);
}

/**
 * Turns the working copy into another: into what shoppers see, or back again. `wish`: what to wish again, when a
 * refused one stands there.
 */
export function discardChanges(
  doc: Y.Doc,
  id: string,
  copy: PartialPiece,
  at: number,
  wish?: Wish<PartialPiece>,
): void {
  edit(doc, id, at, (listing) => {
    for (const field of workingFields) writeValue(listing, field, copy[field]);
    writeText(container(listing, 'description', Y.Text), copy.description);
    const containers = photosOf(listing);
    const kept = new Set(copy.photos.map((photo) => photo.id));
    for (const photo of tidyPhotos(containers)) if (!kept.has(photo.id)) dropPhoto(containers, photo.id, at);
    copy.photos.forEach((photo, index) => placePhoto(containers, photo, index));
    if (wish) listing.set('wish', plainJson(wish));
    return true;
  });
}

/** Calls once per transaction with the ids whose listing changed, came or went. Returns the end of it. */
export function observeListings(doc: Y.Doc, onChange: (changed: ReadonlySet<string>) => void): () => void {
  const listings = listingsOf(doc);
  const listen = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    const changed = new Set<string>();
    for (const event of events) {
      if (event.target !== listings) changed.add(String(event.path[0]));
      else for (const id of (event as Y.YMapEvent<unknown>).keysChanged) changed.add(id);
    }
    onChange(changed);
  };
  listings.observeDeep(listen);
  return () => listings.unobserveDeep(listen);
}

/**
 * The raw wish of every listing that has one, for the server to judge: of unknown form, written by a stranger.
 * A wish that is not a JSON value comes out as `null`. A listing that is not here any more is wished `removed`.
 */
export function listWishes(doc: Y.Doc): Map<string, unknown> {
  const wishes = new Map<string, unknown>();
  for (const [id, listing] of listingsOf(doc)) {
    if (!(listing instanceof Y.Map) || !isListingId(id)) continue;
    const wish: unknown = listing.get('wish');
    if (wish !== undefined) wishes.set(id, isPlainRecord(wish) ? wish : null);
  }
  return wishes;
}
