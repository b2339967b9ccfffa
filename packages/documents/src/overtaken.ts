import { pieceFields } from '@komod/domain/piece-fields';
import type { PieceValue } from '@komod/domain/merge-piece';
import type { PartialPiece } from '@komod/domain/piece';
import type { Wish } from '@komod/domain/wish';
import * as Y from 'yjs';
import { sameJson } from './plain-json.ts';
import { readFields, readWish } from './read-listing.ts';

// Two devices that write one key without knowing of each other leave one value: Yjs settles it by client id, and says
// nothing to the device whose value goes. This hears of it.

/** What went from this replica: it was replaced by who had not seen it. Empty when nothing of it matters. */
export interface Overtaken {
  listingId: string;
  /** The press that stood here. */
  wish?: Wish<PartialPiece>;
  /** Typed values that stood here. */
  values: PieceValue[];
}

const existedBefore = ({ id }: Y.Item | Y.GC, { beforeState }: Y.Transaction): boolean =>
  id.clock < (beforeState.get(id.client) ?? 0);

const holds = (item: Y.Item, id: Y.ID): boolean =>
  item.id.client === id.client && id.clock >= item.id.clock && id.clock < item.id.clock + item.length;

/** True when whoever wrote `item` had what stood here before the transaction in front of them. */
function knewWhatStood(item: Y.Item, transaction: Y.Transaction): boolean {
  // The values of a key hang in one line, and the last one stands: so does the last one of before.
  let stood = item.left;
  while (stood && !existedBefore(stood, transaction)) stood = stood.left;
  // Each value names the one it was written over.
  for (let over = item.origin; stood && over;) {
    if (holds(stood, over)) return true;
    const earlier: Y.Item | Y.GC = Y.getItem(transaction.doc.store, over);
    if (!(earlier instanceof Y.Item)) return true;
    if (existedBefore(earlier, transaction)) return false;
    over = earlier.origin;
  }
  return stood === null;
}

const fieldKeys: ReadonlySet<string> = new Set(
  pieceFields.filter((field) => field !== 'photos' && field !== 'description'),
);

function readOvertaken(event: Y.YMapEvent<unknown>): Overtaken {
  const lost: Overtaken = { listingId: String(event.path[0]), values: [] };
  for (const [key, { action, oldValue }] of event.changes.keys) {
    // oxlint-disable-next-line no-underscore-dangle -- who wrote a value after whom stands nowhere else
    const item = event.target._map.get(key);
    if (action !== 'update' || !item || sameJson(oldValue, event.target.get(key))) continue;
    if (!(fieldKeys.has(key) || key === 'wish') || knewWhatStood(item, event.transaction)) continue;
    if (key === 'wish') lost.wish = readWish(oldValue)!;
    else
      for (const [field, value] of Object.entries(
        readFields((name) => (name === key ? oldValue : undefined)),
      ))
        lost.values.push({ field, value } as PieceValue);
  }
  return lost;
}

export interface OvertakenListener {
  /** Another device replaced something without having seen it. */
  onOvertaken(overtaken: Overtaken): void;
  /** This replica wrote keys of a listing: what was lost there before is settled by that. */
  onWritten(listingId: string, keys: ReadonlySet<string>): void;
}

/** Calls inside the transaction: what follows from it is written later. Returns the end of it. */
export function observeOvertaken(doc: Y.Doc, { onOvertaken, onWritten }: OvertakenListener): () => void {
  const listings = doc.getMap('listings');
  const listen = (events: Y.YEvent<Y.AbstractType<unknown>>[], { local }: Y.Transaction): void => {
    for (const event of events) {
      if (!(event instanceof Y.YMapEvent) || event.path.length !== 1) continue;
      if (local) {
        onWritten(String(event.path[0]), event.keysChanged as Set<string>);
        continue;
      }
      const overtaken = readOvertaken(event as Y.YMapEvent<unknown>);
      if (overtaken.wish || overtaken.values.length > 0) onOvertaken(overtaken);
    }
  };
  listings.observeDeep(listen);
  return () => listings.unobserveDeep(listen);
}
