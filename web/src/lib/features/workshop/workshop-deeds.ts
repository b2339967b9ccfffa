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
import { listedWords, reachOf, type Reach } from '#lib/app/press-words.ts';
import type { Workshop } from '#lib/app/workshop.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { showToast } from '#lib/ui/toast.svelte.ts';
import { someNames } from '#lib/words/list-words.ts';

export type DeedName = 'list' | 'sold' | 'take-down' | 'delete' | 'put-back';

interface DeedWords {
  deed: Deed;
  done: (words: { count: number }, reach: Reach) => string;
}

const deeds: Record<DeedName, DeedWords> = {
  list: { deed: listing, done: listedWords },
  sold: { deed: selling, done: (words) => m.sell_done_sold(words) },
  'take-down': {
    deed: takingDown,
    done: (words, reach) =>
      reach === 'later' ? m.sell_done_taken_down_later(words) : m.sell_done_taken_down(words),
  },
  delete: { deed: deleting, done: (words) => m.sell_done_deleted(words) },
  'put-back': { deed: puttingBack, done: (words) => m.sell_done_put_back(words) },
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
  const said = first ? words({ count: done.length }, reachOf(workshop.device)) : '';
  const notReady = skipped.length > 0 ? m.sell_not_ready({ names: someNames(skipped.map(titleOf)) }) : '';
  showToast({
    message: [said, notReady].filter(Boolean).join(' '),
    ...(first && { action: { label: m.sell_undo(), run: () => undoTo(workshop, done) } }),
  });
  return done.length;
}

/** Those that could be put back too. */
const photosOf = ({ photos, removedPhotos = [] }: ListingDraft): string[] =>
  [...photos, ...removedPhotos].map(({ id }) => id);

/** *Delete for good*: out of the closet on every device, its photos off this one unless another piece shows them. */
export async function destroy(workshop: Workshop, drafts: readonly ListingDraft[]): Promise<void> {
  const { closet } = workshop;
  closet.editTogether(
    drafts.map(({ id }) => id),
    (doc) => {
      for (const { id } of drafts) purgeListing(doc, id);
    },
  );
  const shown = new Set([...closet.drafts.values()].flatMap(photosOf));
  const left = drafts.flatMap(photosOf).filter((id) => !shown.has(id));
  // Only once the closet without them is kept: a kill in between must not leave a piece without its photos.
  const isKept = await closet.flushed().then(
    () => true,
    () => false,
  );
  if (isKept) await workshop.photos.forget(left);
}
