export type PhotoState = 'ready' | 'unreadable';

/** A master that is verified and fsynced. Two sellers may own the same bytes: the key is (id, owner). */
export interface StoredPhoto {
  id: string;
  owner: string;
  state: PhotoState;
  /** Upright pixels. */
  width: number;
  height: number;
  /** Base64. */
  thumbhash: string;
  bytes: number;
  /** Server ms UTC. */
  at: number;
}

export interface PhotoStore {
  /** `foreign`: somebody else's, and not this owner's too. */
  photoStates(
    owner: string,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, PhotoState | 'missing' | 'foreign'>>;
  /**
   * Call after the files are fsynced. Makes the owner's closet due for projection in the same transaction.
   * `ready` stays ready when the same photo is completed again.
   */
  completePhoto(photo: StoredPhoto): Promise<void>;
}
