import { deviceWord } from '#lib/app/device.ts';
import type { Workshop } from '#lib/app/workshop.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { dropFetched } from '#lib/platform/fetched-from-others.ts';
import { showToast } from '#lib/ui/toast.svelte.ts';

/** *Free space*: what is not the seller's own makes room, and what did not fit is tried again at once. */
export async function freeSpace(workshop: Workshop | null): Promise<void> {
  const device = deviceWord();
  const hasDropped = await dropFetched();
  workshop?.retryNow();
  showToast({ message: hasDropped ? m.space_freed({ device }) : m.space_nothing({ device }) });
}
