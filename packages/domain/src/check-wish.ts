import { checkPiece, isPlainRecord } from './check-piece.ts';
import { builtOnMax } from './next-press.ts';
import type { Policy } from './policy.ts';
import { accept, refuse } from './refusal.ts';
import type { FieldRefusal, Result } from './refusal.ts';
import type { Press, Wish } from './wish.ts';

const wants = ['listed', 'sold', 'removed'] as const;
const malformed: FieldRefusal = { field: 'listing', code: 'malformed' };

const isVersion = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** A line of presses that is none counts as absent: then only `base` speaks, as it does for other clients. */
function readBuiltOn(value: unknown): Pick<Press, 'builtOn'> {
  const isLine = Array.isArray(value) && value.length <= builtOnMax && value.every(Number.isSafeInteger);
  return isLine && value.length > 0 ? { builtOn: value as number[] } : {};
}

function readPress(value: Record<string, unknown>): Press | null {
  const base = value.base ?? null;
  if (!Number.isSafeInteger(value.at) || !(base === null || isVersion(base))) return null;
  const { at, again } = value as { at: number; again: unknown };
  return {
    base,
    at,
    ...readBuiltOn(value.builtOn),
    ...(Number.isSafeInteger(again) && { again: again as number }),
  };
}

/** The wish of a listing as it stands in a stranger's document: anything. Never throws. */
export function checkWish(value: unknown, policy: Policy): Result<Wish, FieldRefusal[]> {
  if (!isPlainRecord(value)) return refuse([malformed]);
  const want = wants.find((known) => known === value.want);
  const press = readPress(value);
  if (!want || !press) return refuse([malformed]);
  if (want !== 'listed') return accept({ want, ...press });
  const piece = checkPiece(value.piece, policy);
  return piece.ok ? accept({ want, ...press, piece: piece.value }) : piece;
}

/** What a wish of unknown form started from, if it would change what is live. */
export function updateBaseOf(value: unknown): Press | null {
  return isPlainRecord(value) && value.want === 'listed' ? readPress(value) : null;
}

/** When a wish of unknown form was pressed, as `ShelfMark.wishAt` answers it: 0 when it does not say. */
export function wishAtOf(value: unknown): number {
  return isPlainRecord(value) && typeof value.at === 'number' && Number.isFinite(value.at) ? value.at : 0;
}
