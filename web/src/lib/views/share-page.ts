import { m } from '#lib/paraglide/messages.js';
import { shareLink } from '#lib/platform/share-link.ts';
import { showToast } from '#lib/ui/toast.svelte.ts';

/** Shares one of our pages; says so where nothing else does. */
export async function sharePage(page: { title: string; path: string }): Promise<void> {
  const { href: url } = new URL(page.path, location.href);
  const outcome = await shareLink({ title: page.title, url });
  if (outcome === 'copied') showToast({ message: m.link_copied() });
  if (outcome === 'failed') showToast({ message: url, durationMs: 30_000 });
}
