import { addPhoto, removePhoto, restorePhoto } from '@komod/documents/closet';
import { defaultPolicy } from '@komod/domain/policy';
import type { Closet } from './closet.svelte.ts';
import type { KeepRefusal, PhotoDesk } from './photo-desk.svelte.ts';

/** A picture on its way into a listing: shown at once, from the file itself. */
export interface IncomingPhoto {
  key: number;
  listingId: string;
  address: string;
}

/** What did not become a photo of the listing, and why. */
export type IntakeNote = { listingId: string } & (
  | { kind: 'already-here' }
  | { kind: 'too-many'; count: number }
  | { kind: KeepRefusal; name: string }
);

/** Takes picked files into listings, one after another, so that the order chosen is the order kept. */
export class PhotoIntake {
  incoming = $state.raw<readonly IncomingPhoto[]>([]);
  notes = $state.raw<readonly IntakeNote[]>([]);
  readonly #closet: Closet;
  readonly #desk: PhotoDesk;
  #turn: Promise<void> = Promise.resolve();
  #nextKey = 1;

  constructor(closet: Closet, desk: PhotoDesk) {
    this.#closet = closet;
    this.#desk = desk;
  }

  incomingOf(listingId: string): readonly IncomingPhoto[] {
    return this.incoming.filter((each) => each.listingId === listingId);
  }

  /** Resolves when all of them are kept or noted. */
  add(listingId: string, files: readonly File[]): Promise<void> {
    this.#dropNotes(listingId);
    const present = this.#closet.draft(listingId)?.photos.length ?? 0;
    const room = Math.max(0, defaultPolicy.photosMax - present - this.incomingOf(listingId).length);
    if (files.length > room) this.#note({ listingId, kind: 'too-many', count: files.length - room });
    for (const file of files.slice(0, room)) {
      const tile = { key: this.#nextKey++, listingId, address: URL.createObjectURL(file) };
      this.incoming = [...this.incoming, tile];
      this.#turn = this.#turn.then(() => this.#take(tile, file));
    }
    return this.#turn;
  }

  /** Puts another picture in the place of one. */
  async replace(listingId: string, photoId: string, file: File): Promise<void> {
    this.#dropNotes(listingId);
    const index = this.#closet.draft(listingId)?.photos.findIndex(({ id }) => id === photoId) ?? -1;
    const kept = await this.#desk.keep(file);
    if (!kept.ok) return this.#note({ listingId, kind: kept.refusal, name: file.name });
    if (index < 0 || kept.photo.id === photoId) return;
    this.#closet.edit(listingId, (doc) => {
      removePhoto(doc, listingId, photoId, Date.now());
      restorePhoto(doc, listingId, kept.photo, index, Date.now());
    });
  }

  async #take(tile: IncomingPhoto, file: File): Promise<void> {
    const { listingId } = tile;
    const kept = await this.#desk.keep(file);
    if (!kept.ok) this.#note({ listingId, kind: kept.refusal, name: file.name });
    else {
      const isNew = this.#closet.edit(listingId, (doc) => addPhoto(doc, listingId, kept.photo, Date.now()));
      if (!isNew) this.#note({ listingId, kind: 'already-here' });
    }
    this.incoming = this.incoming.filter((each) => each !== tile);
    URL.revokeObjectURL(tile.address);
  }

  #note(note: IntakeNote): void {
    this.notes = [...this.notes, note];
  }

  #dropNotes(listingId: string): void {
    this.notes = this.notes.filter((note) => note.listingId !== listingId);
  }
}
