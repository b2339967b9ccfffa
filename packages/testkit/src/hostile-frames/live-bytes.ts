import { admitUpdate } from '@komod/sync/server/admission/admit-update';
import { wireLimits } from '@komod/sync/wire/limits';
import { heapStats } from 'bun:jsc';
import { anyShape } from '../any-shape.ts';

const liveBytes = (): number => {
  Bun.gc(true);
  const { heapSize, extraMemorySize } = heapStats();
  return heapSize + extraMemorySize;
};

/** What admission holds on to, garbage left out, when it has come to the end of an update that deletes nothing. */
export function liveBytesAtAdmission(update: Uint8Array): number {
  if (update.at(-1) !== 0) throw new Error('the update deletes something');
  // A deletion by one more client, whose clock is asked for when all else is read.
  const last = 0xffff_ffff;
  const longer = Uint8Array.from([...update.subarray(0, -1), 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0, 1]);
  let atEnd: number | null = null;
  const clockOf = (client: number): number => {
    if (client === last) atEnd ??= liveBytes();
    return 0;
  };
  const before = liveBytes();
  admitUpdate(longer, { clockOf, hasDeleted: () => false }, anyShape, wireLimits);
  if (atEnd === null) throw new Error('the end of the update was not reached');
  return Math.max(0, atEnd - before);
}
