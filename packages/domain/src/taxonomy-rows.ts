import type { SizeSystemId } from './size-systems.ts';

/** An item of a group: its last id, its names, and its size system where it is not the group's. */
export type ItemRow = readonly [id: string, en: string, fa: string, sizes?: SizeSystemId];

/** A group as the tables of the departments write it. */
export interface GroupRows {
  readonly id: string;
  readonly en: string;
  readonly fa: string;
  readonly sizes: SizeSystemId;
  readonly items: readonly ItemRow[];
}
