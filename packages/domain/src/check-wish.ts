import { checkPiece, isPlainRecord } from './check-piece.ts';
import type { Policy } from './policy.ts';
import { accept, refuse } from './refusal.ts';
import type { FieldRefusal, Result } from './refusal.ts';
import type { Wish } from './wish.ts';

const wants = ['listed', 'sold', 'removed'] as const;
const malformed: FieldRefusal = { field: 'listing', code: 'malformed' };

const isVersion = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** The wish of a listing as it stands in a stranger's document: anything. Never throws. */
export function checkWish(value: unknown, policy: Policy): Result<Wish, FieldRefusal[]> {
  if (!isPlainRecord(value)) return refuse([malformed]);
  const want = wants.find((known) => known === value.want);
  const base = value.base ?? null;
  if (!want || !Number.isSafeInteger(value.at) || !(base === null || isVersion(base)))
    return refuse([malformed]);
  const at = value.at as number;
  if (want !== 'listed') return accept({ want, base, at });
  const piece = checkPiece(value.piece, policy);
  return piece.ok ? accept({ want, base, at, piece: piece.value }) : piece;
}

/** When a wish of unknown form was pressed, as `ShelfMark.wishAt` answers it: 0 when it does not say. */
export function wishAtOf(value: unknown): number {
  return isPlainRecord(value) && typeof value.at === 'number' && Number.isFinite(value.at) ? value.at : 0;
}
