import type { GuestWork } from '#lib/app/left-here.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/** "3 drafts, 1 ready (goes live), 12 saved". */
export function guestWorkWords({ drafts, ready, saved }: GuestWork): string {
  const parts = [
    drafts > 0 ? m.auth_out_drafts({ count: drafts }) : '',
    ready > 0 ? m.auth_bring_ready({ count: ready }) : '',
    saved > 0 ? m.auth_bring_saved({ count: saved }) : '',
  ].filter(Boolean);
  return new Intl.ListFormat(getLocale(), { type: 'unit' }).format(parts);
}
