import type { WireLimits } from '../../wire/limits.ts';
import type { FrameRefusal } from '../../wire/refusal-codes.ts';
import type { DocumentShape } from './document-shape.ts';
import { scanContent, scanName } from './scan-content.ts';
import { UpdateCursor } from './update-cursor.ts';

/** Hears what an update says, in the order of its bytes. An update that is refused in the end was heard in part. */
export interface UpdateVisitor {
  /** The structs of a client follow. */
  section(client: number): void;
  /** The struct at `from`, told next, refers to one of another client. */
  reference(from: number, client: number, clock: number): void;
  /** `kind`: 0 for garbage, 10 for a skip, else the content of an item. */
  struct(clock: number, length: number, kind: number): void;
  deletion(client: number, clock: number, length: number): void;
}

const skip = 10;
const hasOrigin = 0x80;
const hasRightOrigin = 0x40;
const hasKey = 0x20;

/**
 * Reads a V1 update in one pass and by nobody's decoder but its own. Claimed counts and lengths are held against
 * the bytes that are left, and the last byte must be the update's last.
 */
export function scanUpdate(
  update: Uint8Array,
  shape: DocumentShape,
  limits: WireLimits,
  visitor: UpdateVisitor,
): FrameRefusal | null {
  const cursor = new UpdateCursor(update, limits.documentMaxStructs);
  // Client, clock, count and one struct of two bytes.
  for (let left = cursor.count(5); left > 0 && !cursor.failed; left--) {
    scanSection(cursor, shape, limits, visitor);
  }
  scanDeletions(cursor, visitor);
  if (!cursor.ended) cursor.fail();
  return cursor.refusal;
}

/** The second half of an update, which is also how a delete set is stored. */
export function scanDeletions(cursor: UpdateCursor, visitor: Pick<UpdateVisitor, 'deletion'>): void {
  const count = cursor.count(2);
  // Most updates delete of one client or of none, which is not told twice.
  const seen = count > 1 ? new Set<number>() : null;
  for (let clients = count; clients > 0 && !cursor.failed; clients--) {
    const client = cursor.varUint();
    if (seen?.has(client)) cursor.fail();
    seen?.add(client);
    let end = 0;
    for (let ranges = cursor.count(2); ranges > 0 && !cursor.failed; ranges--) {
      cursor.weigh();
      const clock = cursor.varUint();
      const length = cursor.varUint();
      // Yjs never writes an empty range, and waits for ever for one at the end of what it holds.
      // Nor does it tell one range twice, which is looked through each time.
      if (length === 0 || clock < end || !Number.isSafeInteger(clock + length)) cursor.fail();
      end = clock + length;
      if (!cursor.failed) visitor.deletion(client, clock, length);
    }
  }
}

function scanSection(
  cursor: UpdateCursor,
  shape: DocumentShape,
  limits: WireLimits,
  visitor: UpdateVisitor,
): void {
  const structs = cursor.count(2);
  const client = cursor.varUint();
  let clock = cursor.varUint();
  if (structs === 0) cursor.fail();
  cursor.weigh(limits.structsPerClient);
  if (!cursor.failed) visitor.section(client);
  for (let left = structs; left > 0 && !cursor.failed; left--) {
    cursor.weigh();
    const info = cursor.byte();
    const kind = info & 0x1f;
    let length: number;
    if (info === 0 || info === skip) {
      length = cursor.varUint();
    } else {
      scanPlace(cursor, info, client, clock, shape, limits, visitor);
      length = scanContent(cursor, kind, shape, limits);
    }
    // Yjs never writes an empty struct, and loses its way among them.
    if (length === 0 || !Number.isSafeInteger(clock + length)) cursor.fail();
    if (cursor.failed) return;
    visitor.struct(clock, length, kind);
    clock += length;
  }
}

/** Passes over where an item stands: between which others, or in which parent under which key. */
function scanPlace(
  cursor: UpdateCursor,
  info: number,
  client: number,
  clock: number,
  shape: DocumentShape,
  limits: WireLimits,
  visitor: UpdateVisitor,
): void {
  if ((info & hasOrigin) !== 0) scanReference(cursor, client, clock, visitor);
  if ((info & hasRightOrigin) !== 0) scanReference(cursor, client, clock, visitor);
  if ((info & (hasOrigin | hasRightOrigin)) !== 0) return;
  const isRoot = cursor.varUint();
  if (isRoot === 1) {
    scanName(cursor, limits);
    if (shape.roots?.some((name) => cursor.hasPassed(name)) === false) cursor.fail();
  } else if (isRoot === 0) {
    scanReference(cursor, client, clock, visitor);
  } else {
    cursor.fail();
  }
  if ((info & hasKey) !== 0) scanName(cursor, limits);
}

function scanReference(cursor: UpdateCursor, client: number, from: number, visitor: UpdateVisitor): void {
  const otherClient = cursor.varUint();
  const clock = cursor.varUint();
  if (cursor.failed) return;
  if (otherClient !== client) visitor.reference(from, otherClient, clock);
  // What a client writes refers to what it wrote before.
  else if (clock >= from) cursor.fail();
}
