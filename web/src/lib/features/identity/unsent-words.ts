import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

export interface Unsent {
  drafts: number;
  pieces: number;
  photos: number;
}

/** "2 drafts and 5 photos", or that there is something else. */
export function unsentWords({ drafts, pieces, photos }: Unsent): string {
  const parts = [
    drafts > 0 ? m.auth_out_drafts({ count: drafts }) : '',
    pieces > 0 ? m.auth_out_pieces({ count: pieces }) : '',
    photos > 0 ? m.auth_out_photos({ count: photos }) : '',
  ].filter(Boolean);
  if (parts.length === 0) parts.push(m.auth_out_other());
  return new Intl.ListFormat(getLocale(), { type: 'conjunction' }).format(parts);
}

/** How many things the words name: decides between "is" and "are". */
export const unsentCount = ({ drafts, pieces, photos }: Unsent): number => drafts + pieces + photos || 2;
