import type { CatalogEntry } from '@komod/domain/catalog-entry';
import { deviceWord } from '#lib/app/device.ts';
import type { SavedPieces } from '#lib/app/saved-pieces.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { showToast } from '#lib/ui/toast.svelte.ts';

/** Saves a piece, or no longer. Routine is silent; only what did not work is told. */
export function pressHeart(saved: SavedPieces, entry: CatalogEntry): void {
  saved.set(entry, !saved.has(entry.id)).catch((error: unknown) => {
    console.error(error);
    showToast({ message: m.save_failed({ device: deviceWord() }) });
  });
}
