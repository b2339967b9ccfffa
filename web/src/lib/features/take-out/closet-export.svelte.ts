import { takeOut } from '@komod/documents/take-out';
import { photosNamed } from '@komod/domain/take-out';
import type { AccountDesk } from '#lib/app/account-desk.svelte.ts';
import type { Workshop } from '#lib/app/workshop.svelte.ts';
import { openPhotoStore } from '#lib/platform/photos/photo-store.ts';
import { reachMaster } from '#lib/platform/take-out/reach-master.ts';
import { writeTakeOut } from '#lib/platform/take-out/write-take-out.ts';

/** Photos whose bytes are not on this device, by where they are. */
export interface FarPhotos {
  onServer: number;
  elsewhere: number;
}

export interface MadeFile {
  name: string;
  /** `blob:`, until the export is closed. */
  address: string;
  bytes: number;
  without: FarPhotos;
}

/** Makes one file of a closet, from what this device has and, where there is a network, the server. */
export class ClosetExport {
  step = $state<'counting' | 'ready' | 'working' | 'done' | 'failed'>('counting');
  done = $state(0);
  made = $state.raw<MadeFile | null>(null);
  readonly pieces: number;
  readonly photoIds: readonly string[];
  /** Told anew when the server has said what it has. */
  readonly far: FarPhotos = $derived.by(() =>
    this.#placesOf(this.photoIds.filter((id) => !this.#held.has(id))),
  );
  #held = $state.raw<ReadonlySet<string>>(new Set());
  readonly #workshop: Workshop;
  readonly #account: AccountDesk;
  readonly #store = openPhotoStore();
  #working = new AbortController();

  constructor(workshop: Workshop) {
    const { account, closet } = workshop;
    this.#workshop = workshop;
    this.#account = account;
    this.pieces = closet.drafts.size;
    this.photoIds = photosNamed(closet.drafts.values(), account.profile.avatar).map(({ id }) => id);
    void this.#count();
  }

  /** Resolves when the file is made, or was given up. */
  async make(): Promise<void> {
    this.step = 'working';
    this.done = 0;
    this.#working = new AbortController();
    const { signal } = this.#working;
    const { person } = this.#workshop.session;
    const madeAt = Date.now();
    try {
      const { file, absent } = await writeTakeOut(
        {
          closet: this.#workshop.closet.read((doc) => takeOut(doc, 'closet')),
          account: takeOut(this.#account.replica.doc, 'account'),
          handle: person?.handle ?? null,
          madeAt,
          photoIds: this.photoIds,
          masterOf: (id) => reachMaster(this.#store, id, signal),
        },
        { signal, onPhoto: (done) => (this.done = done) },
      );
      const day = new Date(madeAt).toISOString().slice(0, 10);
      const name = `komod-${person?.handle ?? 'closet'}-${day}.zip`;
      this.#forgetFile();
      const address = URL.createObjectURL(file);
      this.made = { name, address, bytes: file.size, without: this.#placesOf(absent) };
      this.step = 'done';
    } catch (error) {
      if (!signal.aborted) console.error(error);
      this.step = signal.aborted ? 'ready' : 'failed';
    }
  }

  cancel(): void {
    this.#working.abort();
  }

  close(): void {
    this.cancel();
    this.#forgetFile();
    void this.#store.close();
  }

  async #count(): Promise<void> {
    this.#held = await this.#store.heldIds().catch(() => new Set<string>());
    this.step = 'ready';
  }

  #placesOf(ids: readonly string[]): FarPhotos {
    const onServer = ids.filter((id) => this.#workshop.placeOf(id) === 'uploaded').length;
    return { onServer, elsewhere: ids.length - onServer };
  }

  #forgetFile(): void {
    if (this.made) URL.revokeObjectURL(this.made.address);
    this.made = null;
  }
}
