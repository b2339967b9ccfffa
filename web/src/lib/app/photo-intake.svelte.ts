import { addPhoto, removePhoto, restorePhoto } from '@komod/documents/closet';
import type { PhotoRef } from '@komod/domain/piece';
import { defaultPolicy } from '@komod/domain/policy';
import type { IntakeStore, KeptOriginal, PickedFile } from '#lib/platform/photos/intake-store.ts';
import { sourceMaxBytes } from '#lib/platform/photos/pick-photos.ts';
import type { Closet } from './closet.svelte.ts';
import type { KeptAnswer, KeepRefusal } from './photo-desk.svelte.ts';

/** A picture on its way into a listing: shown from the bytes that are kept. */
export interface IncomingPhoto {
  /** The order it was picked in; negative when there was no room to keep the file. */
  key: number;
  listingId: string;
  address: string;
  /** Id of the photo whose place it is to take. */
  replaces?: string;
}

/** What did not become a photo of the listing, and why. */
export type IntakeNote = { listingId: string } & (
  | { kind: 'already-here' }
  | { kind: 'too-many'; count: number }
  | { kind: KeepRefusal; name: string }
);

export interface IntakeParts {
  owner: string;
  closet: Pick<Closet, 'draft' | 'edit' | 'flushed'>;
  store: IntakeStore;
  /** Makes a photo of a file and keeps it on this device. */
  keep(file: Blob): Promise<KeptAnswer>;
  /** Runs `hold` while no other tab runs its own; `signal` gives up waiting. */
  exclusively(signal: AbortSignal, hold: () => Promise<void>): Promise<void>;
}

interface Original extends KeptOriginal {
  /** Picked now, in this tab: what becomes of it is said. */
  isFresh: boolean;
}

type Picked = { file: File; replaces?: string };

/** A picture that was never finished so often ends the browser, and would at every start. */
const attemptsMax = 5;
/** Picked files are read into memory together up to here, and kept in one transaction. */
const batchMaxBytes = 64 * 1024 * 1024;

/**
 * Takes picked files into listings. The files are kept as they are before a tile shows them; then one after another
 * becomes a photo, so that the order picked is the order kept, also when the browser dies in between.
 */
export class PhotoIntake {
  incoming = $state.raw<readonly IncomingPhoto[]>([]);
  notes = $state.raw<readonly IntakeNote[]>([]);
  readonly #parts: IntakeParts;
  /** Files being kept, by listing. */
  readonly #picking = new Map<string, number>();
  /** Orders whose turn comes. */
  readonly #waiting = new Set<number>();
  readonly #end = new AbortController();
  #keeping: Promise<unknown> = Promise.resolve();
  #jobs: (() => Promise<void>)[] = [];
  #isDraining = false;
  #draining: Promise<void> = Promise.resolve();
  #nextUnkept = -1;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Those that will stand at the end of the listing's photos. */
  incomingOf(listingId: string): readonly IncomingPhoto[] {
    return this.incoming.filter((each) => each.listingId === listingId && each.replaces === undefined);
  }

  /** True from the moment files were picked until they are photos. */
  isTakingInto(listingId: string): boolean {
    return this.#picking.has(listingId) || this.incoming.some((each) => each.listingId === listingId);
  }

  /**
   * Resolves once everything picked for the listing became a photo of it or was refused; `false` when one was
   * refused meanwhile.
   */
  async whenTaken(listingId: string): Promise<boolean> {
    const losses = () => this.notes.filter((note) => note.listingId === listingId && 'name' in note).length;
    const before = losses();
    await this.#keeping;
    const isWaiting = this.incoming.some(
      (tile) => tile.listingId === listingId && this.#waiting.has(tile.key),
    );
    // One after another: behind all that was picked before now.
    if (isWaiting) await new Promise<void>((resolve) => this.#run(async () => resolve()));
    return losses() === before;
  }

  /** Resolves when the files are kept. The listing must exist. */
  async add(listingId: string, files: readonly File[]): Promise<void> {
    this.#dropNotes(listingId);
    const present = this.#parts.closet.draft(listingId)?.photos.length ?? 0;
    const coming = (this.#picking.get(listingId) ?? 0) + this.incomingOf(listingId).length;
    const room = Math.max(0, defaultPolicy.photosMax - present - coming);
    if (files.length > room) this.#note({ listingId, kind: 'too-many', count: files.length - room });
    await this.#pick(
      listingId,
      files.slice(0, room).map((file) => ({ file })),
    );
  }

  /** Puts another picture in the place of one. */
  async replace(listingId: string, photoId: string, file: File): Promise<void> {
    this.#dropNotes(listingId);
    await this.#pick(listingId, [{ file, replaces: photoId }]);
  }

  /** Goes on with what an earlier run of the app could not finish. Call with a closet that was read. */
  resume(): void {
    this.#run(async () => {
      const { store, owner, closet } = this.#parts;
      // Read once no other tab is at work: what is left then is nobody's.
      const left = (await store.originals(owner)).filter(({ order }) => !this.#waiting.has(order));
      const wanted = left.filter(({ listingId }) => closet.draft(listingId));
      for (const original of wanted) this.#show(original);
      // Here and now, before what was picked since.
      for (const original of wanted) await this.#finish({ ...original, isFresh: false });
      for (const original of left) if (!wanted.includes(original)) await store.remove(original.order);
    });
  }

  /** Finishes the picture at hand; the others go on at the next opening. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.#keeping;
    await this.#draining;
    for (const { address } of this.incoming) URL.revokeObjectURL(address);
    this.incoming = [];
  }

  #pick(listingId: string, picked: readonly Picked[]): Promise<unknown> {
    if (picked.length === 0) return this.#keeping;
    this.#count(listingId, picked.length);
    // One pick after another, or a small second one would overtake a large first.
    this.#keeping = this.#keeping.then(async () => {
      for (const batch of batchesOf(picked)) {
        for (const original of await this.#keepOriginals(listingId, batch)) {
          this.#show(original);
          this.#run(() => this.#finish(original));
        }
      }
      this.#count(listingId, -picked.length);
    });
    return this.#keeping;
  }

  async #keepOriginals(listingId: string, batch: readonly Picked[]): Promise<Original[]> {
    const { closet, store, owner } = this.#parts;
    const bytes = await Promise.all(batch.map(({ file }) => readFile(file)));
    const readable: PickedFile[] = batch.flatMap(({ file: { name, type }, ...place }, index) => {
      const read = bytes[index];
      return read ? [{ name, type, bytes: read, ...place }] : [];
    });
    // Without room for the originals they are prepared out of memory: the photos are smaller and may still fit.
    const kept = await (async () => {
      await closet.flushed();
      return store.put(owner, listingId, readable, Date.now());
    })().catch(() => null);
    let next = 0;
    return batch.map(({ file, replaces }, index) => {
      const original = bytes[index] ? kept?.[next++] : undefined;
      if (original) return { ...original, isFresh: true };
      const { name } = file;
      return {
        order: this.#nextUnkept--,
        listingId,
        name,
        file,
        isFresh: true,
        ...(replaces && { replaces }),
      };
    });
  }

  #show({ order: key, listingId, replaces, file }: KeptOriginal): void {
    this.#waiting.add(key);
    if (this.incoming.some((tile) => tile.key === key)) return;
    const address = URL.createObjectURL(file);
    this.incoming = [...this.incoming, { key, listingId, address, ...(replaces && { replaces }) }];
  }

  async #finish(original: Original): Promise<void> {
    if (this.#end.signal.aborted) return;
    const isDone = await this.#take(original).catch(() => true);
    this.#waiting.delete(original.order);
    if (isDone) this.#dropTile(original.order);
  }

  /** `false`: it did not fit on this device, and is tried again at `resume`. */
  async #take({ order, listingId, name, file, replaces, isFresh }: Original): Promise<boolean> {
    const { closet, store, keep } = this.#parts;
    const isKept = order > 0;
    const attempt = isKept ? await store.begin(order) : 1;
    // Another tab was faster.
    if (attempt === null) return true;
    const answer: KeptAnswer =
      attempt > attemptsMax ? { ok: false, refusal: 'unreadable' } : await keep(file).catch(() => unreadable);
    if (!answer.ok) {
      this.#note({ listingId, kind: answer.refusal, name });
      if (isKept && answer.refusal === 'not-kept') return false;
    } else {
      const isNew = this.#place(listingId, answer.photo, replaces);
      if (!isNew && isFresh) this.#note({ listingId, kind: 'already-here' });
      // Only when the listing that names the photo is on disk may the file go.
      if (isKept) await closet.flushed();
    }
    if (isKept) await store.remove(order);
    return true;
  }

  #place(listingId: string, photo: PhotoRef, replaces: string | undefined): boolean {
    const { closet } = this.#parts;
    const index = closet.draft(listingId)?.photos.findIndex(({ id }) => id === replaces) ?? -1;
    if (replaces === photo.id && index >= 0) return true;
    return closet.edit(listingId, (doc) => {
      // Its place may be gone since it was picked; the picture is not.
      if (replaces === undefined || index < 0) return addPhoto(doc, listingId, photo, Date.now());
      removePhoto(doc, listingId, replaces, Date.now());
      restorePhoto(doc, listingId, photo, index, Date.now());
      return true;
    });
  }

  #run(job: () => Promise<void>): void {
    this.#jobs.push(job);
    if (!this.#isDraining) this.#draining = this.#drain();
  }

  /** The lock is held for as long as there is work, so that another tab never takes a file out of the middle. */
  async #drain(): Promise<void> {
    const { signal } = this.#end;
    const work = async () => {
      for (let job = this.#jobs.shift(); job && !signal.aborted; job = this.#jobs.shift())
        await job().catch((error: unknown) => console.error(error));
    };
    this.#isDraining = true;
    while (this.#jobs.length > 0 && !signal.aborted) {
      // A browser that gives no lock still prepares: two tabs at once make no photo twice.
      await this.#parts.exclusively(signal, work).catch(() => (signal.aborted ? undefined : work()));
    }
    this.#isDraining = false;
  }

  #count(listingId: string, more: number): void {
    const count = (this.#picking.get(listingId) ?? 0) + more;
    if (count > 0) this.#picking.set(listingId, count);
    else this.#picking.delete(listingId);
  }

  #dropTile(key: number): void {
    const tile = this.incoming.find((each) => each.key === key);
    this.incoming = this.incoming.filter((each) => each !== tile);
    if (tile) URL.revokeObjectURL(tile.address);
  }

  #note(note: IntakeNote): void {
    this.notes = [...this.notes, note];
  }

  #dropNotes(listingId: string): void {
    this.notes = this.notes.filter((note) => note.listingId !== listingId);
  }
}

const unreadable: KeptAnswer = { ok: false, refusal: 'unreadable' };

/** `null`: the system would not give it, or it is larger than anything that is looked at. */
const readFile = (file: File): Promise<ArrayBuffer | null> =>
  file.size > sourceMaxBytes ? Promise.resolve(null) : file.arrayBuffer().catch(() => null);

function batchesOf(picked: readonly Picked[]): Picked[][] {
  const batches: Picked[][] = [[]];
  let bytes = 0;
  for (const each of picked) {
    if (bytes > 0 && bytes + each.file.size > batchMaxBytes) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)?.push(each);
    bytes += each.file.size;
  }
  return batches;
}
