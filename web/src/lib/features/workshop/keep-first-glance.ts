import type { Workshop } from '#lib/app/workshop.svelte.ts';
import { keepGlance } from '#lib/platform/kept-glance.ts';
import { glanceAt } from './first-glance.ts';
import { shelfOf } from './workshop-shelf.svelte.ts';

/** What the next start shows first; of nobody who is not here any more, and of no closet that is still coming. */
export function keepFirstGlance(workshop: Workshop): void {
  if (workshop.isFetching || workshop.session.ownerKey !== workshop.owner) return;
  keepGlance(workshop.owner, glanceAt(workshop, shelfOf(workshop)));
}
