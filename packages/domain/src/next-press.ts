import type { ShelfMark } from './shelf-mark.ts';
import type { PartialPiece } from './piece.ts';
import type { Press, Wish } from './wish.ts';

/** Presses without an answer that a wish names: the newest ones. */
export const builtOnMax = 16;

/** Nothing that is still on its way can make another version of the wish that has this answer. */
const isSettled = ({ state, reasons, missing }: ShelfMark): boolean =>
  state !== 'refused' && state !== 'waiting-photos' && !reasons?.length && !missing?.length;

function openPresses(replaced: Wish<PartialPiece>, base: number | null, mark: ShelfMark | null): number[] {
  const line = [...(replaced.builtOn ?? []), replaced.at];
  const answered = mark ? line.indexOf(mark.wishAt) : -1;
  if (mark && answered >= 0) return line.slice(isSettled(mark) ? answered + 1 : answered);
  return replaced.base === base ? line : [replaced.at];
}

/**
 * The envelope of the next wish of a listing. `replaced` is the wish that stands in the closet now, `mark` what the
 * shelf said last; `now` in ms UTC may run backwards.
 */
export function nextPress(
  replaced: Wish<PartialPiece> | undefined,
  mark: ShelfMark | null,
  now: number,
): Press {
  const base = mark?.version || null;
  if (!replaced) return { base, at: now };
  const at = Math.max(now, Math.floor(replaced.at) + 1);
  const builtOn = openPresses(replaced, base, mark).slice(-builtOnMax);
  return builtOn.length > 0 ? { base, at, builtOn } : { base, at };
}
