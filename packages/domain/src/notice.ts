/** Something that happened to a person's closet or likes, worth telling once. */
export interface Notice {
  id: string;
  kind: string;
  /** Server ms UTC. */
  at: number;
  listingId?: string;
  /** Who caused it. */
  by?: { handle: string; name: string };
}
