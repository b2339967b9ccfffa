export interface KeptRevision {
  field: string;
  /** JSON of any form: the server keeps what some device of this person wrote. */
  value: unknown;
  /** Server ms UTC. */
  at: number;
}

/** What the server remembers of the fields of one's own listing, newest first; `null`: it did not answer. */
export async function askForHistory(listingId: string): Promise<KeptRevision[] | null> {
  const address = `/api/listings/${encodeURIComponent(listingId)}/history`;
  const answer = await fetch(address, { cache: 'no-store' }).catch(() => null);
  if (!answer?.ok) return null;
  return ((await answer.json()) as { revisions: KeptRevision[] }).revisions;
}
