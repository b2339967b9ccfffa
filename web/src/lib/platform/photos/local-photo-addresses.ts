import type { PhotoStore } from './photo-store.ts';

/** Addresses of pictures that are on this device, for `<img src>`; counted, so that memory is given back. */
export interface LocalPhotoAddresses {
  /** `blob:` address of the small picture, `null` when its bytes are not here. Pair with `release`. */
  acquire(id: string): Promise<string | null>;
  release(id: string): void;
  close(): void;
}

/** So many unused ones stay, for going back and forth between screens. */
const unusedKept = 60;

export function createLocalPhotoAddresses(store: Pick<PhotoStore, 'getPreview'>): LocalPhotoAddresses {
  const held = new Map<string, { address: Promise<string | null>; uses: number }>();

  async function open(id: string): Promise<string | null> {
    const preview = await store.getPreview(id);
    return preview ? URL.createObjectURL(preview) : null;
  }

  function drop(id: string): void {
    const entry = held.get(id);
    held.delete(id);
    void entry?.address.then((address) => address && URL.revokeObjectURL(address)).catch(() => undefined);
  }

  return {
    async acquire(id) {
      const entry = held.get(id) ?? { address: open(id), uses: 0 };
      entry.uses += 1;
      held.set(id, entry);
      const address = await entry.address.catch(() => null);
      // Not here now does not mean never: the next look asks again.
      if (address === null) held.delete(id);
      return address;
    },
    release(id) {
      const entry = held.get(id);
      if (!entry) return;
      entry.uses -= 1;
      // Back to the end of the line: the longest unused goes first.
      held.delete(id);
      held.set(id, entry);
      const unused = [...held].filter(([, { uses }]) => uses <= 0);
      for (const [oldest] of unused.slice(0, Math.max(0, unused.length - unusedKept))) drop(oldest);
    },
    close() {
      for (const id of held.keys()) drop(id);
    },
  };
}
