import { purgeListing } from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import {
  deleting,
  listing,
  perform,
  puttingBack,
  selling,
  takingDown,
  undoTo,
  type Deed,
} from '#lib/app/listing-acts.ts';
import type { Workshop } from '#lib/app/workshop.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { showToast } from '#lib/ui/toast.svelte.ts';
import { someNames } from '#lib/words/list-words.ts';

export type DeedName = 'list' | 'sold' | 'take-down' | 'delete' | 'put-back';

const deeds: Record<DeedName, { deed: Deed; done: (words: { count: number }) => string }> = {
  list: { deed: listing, done: m.sell_done_listed },
  sold: { deed: selling, done: m.sell_done_sold },
  'take-down': { deed: takingDown, done: m.sell_done_taken_down },
  delete: { deed: deleting, done: m.sell_done_deleted },
  'put-back': { deed: puttingBack, done: m.sell_done_put_back },
};

export const titleOf = ({ title }: ListingDraft): string => title?.trim() || m.sell_untitled();

/**
 * Does it at once, to all of them by one edit, says to how many and to which not, and offers one Undo for the lot.
 * Answers how many it was done to.
 */
export function doTo(workshop: Workshop, drafts: readonly ListingDraft[], name: DeedName): number {
  const { deed, done: words } = deeds[name];
  const { done, skipped } = perform(workshop, drafts, deed);
  const [first] = done;
  const said = first ? words({ count: done.length }) : '';
  const notReady = skipped.length > 0 ? m.sell_not_ready({ names: someNames(skipped.map(titleOf)) }) : '';
  showToast({
    message: [said, notReady].filter(Boolean).join(' '),
    ...(first && { action: { label: m.sell_undo(), run: () => undoTo(workshop, done) } }),
  });
  return done.length;
}

/** *Delete for good*: out of the closet on every device, its photos off this one unless another piece shows them. */
export async function destroy(workshop: Workshop, drafts: readonly ListingDraft[]): Promise<void> {
  const { closet } = workshop;
  closet.editTogether(
    drafts.map(({ id }) => id),
    (doc) => {
      for (const { id } of drafts) purgeListing(doc, id);
    },
  );
  const shown = new Set([...closet.drafts.values()].flatMap(({ photos }) => photos.map(({ id }) => id)));
  const left = drafts.flatMap(({ photos }) => photos.map(({ id }) => id)).filter((id) => !shown.has(id));
  // Only once the closet without them is kept: a kill in between must not leave a piece without its photos.
  const isKept = await closet.flushed().then(
    () => true,
    () => false,
  );
  if (isKept) await workshop.photos.forget(left);
}
