import type { ShownPhotos } from '#lib/app/photo-desk.svelte.ts';
import { photoAddress } from '#lib/platform/photo-addresses.ts';
import type { TakenOutFile } from '#lib/platform/take-out/read-take-out.ts';

/** Shows photos out of a file that was not brought in. */
export class FilePhotos implements ShownPhotos {
  readonly #file: Pick<TakenOutFile, 'master'>;
  readonly #addresses = new Map<string, string>();

  constructor(file: Pick<TakenOutFile, 'master'>) {
    this.#file = file;
  }

  placeOf(): 'here' {
    return 'here';
  }

  async acquire(id: string): Promise<string> {
    const known = this.#addresses.get(id);
    if (known) return known;
    const master = await this.#file.master(id).catch(() => null);
    if (!master?.ok) return photoAddress(id, 320);
    const address = URL.createObjectURL(master.value);
    this.#addresses.set(id, address);
    return address;
  }

  /** Few are ever shown: all go with the file. */
  release(): void {}

  close(): void {
    for (const address of this.#addresses.values()) URL.revokeObjectURL(address);
    this.#addresses.clear();
  }
}
