import { m } from '#lib/paraglide/messages.js';
import { shareLink } from '#lib/platform/share-link.ts';
import { showToast } from '#lib/ui/toast.svelte.ts';

/** Shares the public page of a piece; says so where that only meant copying its link. */
export async function shareListing(id: string, title: string): Promise<void> {
  const outcome = await shareLink({ title, url: new URL(`/listing/${id}`, location.href).href });
  if (outcome === 'copied') showToast({ message: m.link_copied() });
}
