import type { PhotoRef } from '@komod/domain/piece';
import { SvelteMap } from 'svelte/reactivity';
import { photoAddress } from '#lib/platform/photo-addresses.ts';
import type { IntakeStore } from '#lib/platform/photos/intake-store.ts';
import { createLocalPhotoAddresses } from '#lib/platform/photos/local-photo-addresses.ts';
import type { PhotoProgress } from '#lib/platform/photos/photo-progress.ts';
import { isStorageFull, openPhotoStore } from '#lib/platform/photos/photo-store.ts';
import { preparePhoto, type PhotoRefusal } from '#lib/platform/photos/prepare-photo.ts';
import { UploadQueue } from '#lib/platform/photos/upload-queue.ts';
import type { PhotoPlace } from './truth-input.ts';

export type KeepRefusal = PhotoRefusal | 'not-kept';
export type KeptAnswer = { ok: true; photo: PhotoRef } | { ok: false; refusal: KeepRefusal };

/** What showing a photo takes. */
export type ShownPhotos = Pick<PhotoDesk, 'acquire' | 'release' | 'placeOf'>;

/** The photos of one person on this device: kept at once, shown from here, sent in the background. */
export class PhotoDesk {
  /** The last photo did not fit into this device's storage. */
  isFull = $state(false);
  unsentCount = $state(0);
  readonly #progress = new SvelteMap<string, PhotoProgress>();
  readonly #owner: string;
  readonly #store: ReturnType<typeof openPhotoStore>;
  readonly #queue: UploadQueue;
  readonly #addresses;

  private constructor(owner: string, store: ReturnType<typeof openPhotoStore>, queue: UploadQueue) {
    this.#owner = owner;
    this.#store = store;
    this.#queue = queue;
    this.#addresses = createLocalPhotoAddresses(store);
    this.unsentCount = queue.unsentCount;
    queue.subscribe((id, progress) => {
      this.#progress.set(id, progress);
      this.unsentCount = queue.unsentCount;
    });
  }

  static async open(owner: string): Promise<PhotoDesk> {
    const store = openPhotoStore();
    return new PhotoDesk(owner, store, await UploadQueue.open({ owner, store }));
  }

  /** Files that are no photos yet. */
  get intake(): IntakeStore {
    return this.#store.intake;
  }

  get isSending(): boolean {
    return [...this.#progress.values()].some(({ state }) => state === 'sending');
  }

  /** `null`: this device knows nothing of the photo. */
  progressOf(id: string): PhotoProgress | null {
    return this.#progress.get(id) ?? this.#queue.progressOf(id);
  }

  placeOf(id: string): Exclude<PhotoPlace, 'unknown'> {
    const places = {
      local: 'here',
      sending: 'here',
      uploaded: 'uploaded',
      refused: 'refused',
      gone: 'gone',
    } as const;
    const progress = this.progressOf(id);
    return progress ? places[progress.state] : 'elsewhere';
  }

  /** Makes a master of a picked file and keeps it; when this resolves well, the bytes are on disk. */
  async keep(file: Blob): Promise<KeptAnswer> {
    const made = await preparePhoto(file);
    if (!made.ok) return made;
    try {
      await this.#store.put(this.#owner, made.value, Date.now());
    } catch (error) {
      // A closed or broken database loses the photo just as a full one does; only the cure differs.
      if (isStorageFull(error)) this.isFull = true;
      return { ok: false, refusal: 'not-kept' };
    }
    this.isFull = false;
    await this.#queue.refresh();
    return { ok: true, photo: made.value.ref };
  }

  /** An address to show, from this device if it can be; pair with `release`. */
  async acquire(id: string): Promise<string> {
    return (await this.#addresses.acquire(id)) ?? photoAddress(id, 640);
  }

  release(id: string): void {
    this.#addresses.release(id);
  }

  /** The photo in full: its own bytes where they are here, else the server's largest. `release` when it is not shown. */
  async wholePicture(id: string): Promise<{ address: string; release: () => void }> {
    const master = await this.#store.getMaster(id).catch(() => null);
    if (!master) return { address: photoAddress(id, 1280), release: () => undefined };
    const address = URL.createObjectURL(master);
    return { address, release: () => URL.revokeObjectURL(address) };
  }

  /** Takes photos off this device that nothing shows any more. */
  async forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      this.#queue.forget(id);
      this.#progress.delete(id);
      await this.#store.remove(this.#owner, id);
    }
    this.unsentCount = this.#queue.unsentCount;
  }

  /** These photos of another device are on the server, as it said itself. */
  async noteOnServer(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#store.noteUploaded(this.#owner, ids, Date.now());
    await this.#queue.refresh();
  }

  /** Others put photos into this device's store. */
  refresh(): Promise<void> {
    return this.#queue.refresh();
  }

  /** What a guest kept here belongs to this person from now on. */
  async takeOver(guest: string): Promise<void> {
    await this.#store.carryOver(guest, this.#owner);
    await this.#queue.refresh();
  }

  startSending(): void {
    this.#queue.start();
  }

  retryNow(): void {
    this.isFull = false;
    this.#queue.kick();
  }

  close(): void {
    this.#queue.close();
    this.#addresses.close();
  }
}
