import type { PieceValue } from '@komod/domain/merge-piece';
import type { PartialPiece } from '@komod/domain/piece';
import type { Wish } from '@komod/domain/wish';

/** What this device keeps of work whose place another device's took, by listing. */
export interface KeptOvertaken {
  /** Presses that wait until the one in their place is answered. */
  presses: Record<string, Wish<PartialPiece>>;
  /** Values that were typed. */
  values: Record<string, PieceValue[]>;
  /** `at` of what was pressed on this device last, until it has its final answer. */
  pressed: Record<string, number>;
}

export interface OvertakenStore {
  read(): KeptOvertaken;
  write(kept: KeptOvertaken): void;
}

const keyOf = (owner: string): string => `komod.overtaken.${owner}`;

const isEmpty = (kept: KeptOvertaken): boolean =>
  Object.values(kept).every((byListing) => Object.keys(byListing).length === 0);

/** Shared by the tabs of this device, and gone with the owner's documents. */
export const overtakenStore = (owner: string): OvertakenStore => ({
  read: () => ({
    presses: {},
    values: {},
    pressed: {},
    ...(JSON.parse(localStorage.getItem(keyOf(owner)) ?? '{}') as Partial<KeptOvertaken>),
  }),
  write(kept) {
    if (isEmpty(kept)) return localStorage.removeItem(keyOf(owner));
    try {
      localStorage.setItem(keyOf(owner), JSON.stringify(kept));
    } catch {
      // A full device: what was overtaken is known until this page goes.
    }
  },
});

export const dropOvertaken = (owner: string): void => localStorage.removeItem(keyOf(owner));
