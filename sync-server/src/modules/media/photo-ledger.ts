export type PhotoState = 'ready' | 'unreadable';

export interface CompletedPhoto {
  owner: string;
  /** Lower-case hex SHA-256 of the master. */
  photoId: string;
  state: PhotoState;
  /** Upright pixels of the master; 0 when it cannot be read. */
  width: number;
  height: number;
  bytes: number;
  at: number;
}

/** What photos need of the store. */
export interface PhotoLedger {
  /** Ids that this owner never completed are absent. */
  photoStates(owner: string, ids: readonly string[]): Promise<ReadonlyMap<string, PhotoState>>;
  /** Writes the verdict and the owner's due projection in one committed transaction; twice changes nothing. */
  completePhoto(photo: CompletedPhoto): Promise<void>;
}
