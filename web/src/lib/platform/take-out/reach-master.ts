import type { PhotoStore } from '../photos/photo-store.ts';
import { hashOf } from './hash-of.ts';

/** What the hash of a photo says it is, and no bytes that a disk or a link spoilt. */
async function whole(id: string, master: Blob | null): Promise<Blob | null> {
  if (!master) return null;
  return (await hashOf(new Uint8Array(await master.arrayBuffer()))) === id ? master : null;
}

/** A master as this device has it, else as the server has it of the person signed in; `null`: out of reach. */
export async function reachMaster(
  store: Pick<PhotoStore, 'getMaster'>,
  id: string,
  signal: AbortSignal,
): Promise<Blob | null> {
  const here = await whole(id, await store.getMaster(id).catch(() => null));
  if (here) return here;
  const answer = await fetch(`/media/${id}/master`, { cache: 'no-store', signal }).catch(() => null);
  signal.throwIfAborted();
  return answer?.ok ? whole(id, await answer.blob().catch(() => null)) : null;
}
