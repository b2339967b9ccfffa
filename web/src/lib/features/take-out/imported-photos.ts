import type { PhotoRef } from '@komod/domain/piece';
import { makePreview } from '#lib/platform/photos/make-preview.ts';
import { isStorageFull, openPhotoStore } from '#lib/platform/photos/photo-store.ts';
import type { TakenOutFile } from '#lib/platform/take-out/read-take-out.ts';
import type { ImportRefusal } from './import-refusal.ts';

/** The photos of one import on this device's disk, and what it takes to have them off it again. */
export class ImportedPhotos {
  /** Ids this owner had no photo of before. */
  readonly added: string[] = [];
  readonly #owner: string;
  readonly #store = openPhotoStore();

  constructor(owner: string) {
    this.#owner = owner;
  }

  /**
   * One after the other, each on the disk before the next is read. One that no browser can show is left out.
   *
   * @returns why it stopped; `null`: all are here
   * @throws when `signal` gives it up, or the disk fails
   */
  async keep(
    file: Pick<TakenOutFile, 'master'>,
    photos: readonly PhotoRef[],
    watch: { signal: AbortSignal; onPhoto(done: number): void },
  ): Promise<ImportRefusal | null> {
    const known = new Set((await this.#store.records(this.#owner)).map(({ id }) => id));
    for (const [index, ref] of photos.entries()) {
      const master = await file.master(ref.id);
      if (!master.ok) return master.refusal;
      const preview = await makePreview(master.value);
      try {
        if (preview) await this.#store.put(this.#owner, { ref, master: master.value, preview }, Date.now());
      } catch (error) {
        if (isStorageFull(error)) return 'no-room';
        throw error;
      }
      if (preview && !known.has(ref.id)) this.added.push(ref.id);
      watch.onPhoto(index + 1);
      watch.signal.throwIfAborted();
    }
    return null;
  }

  async takeBack(): Promise<void> {
    for (const id of this.added.splice(0)) await this.#store.remove(this.#owner, id);
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
