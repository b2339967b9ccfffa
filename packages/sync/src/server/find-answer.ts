import * as Y from 'yjs';
import { Comparison } from './admission/admit-update.ts';
import type { Holdings } from './admission/holdings.ts';
import { scanUpdate } from './admission/scan-update.ts';
import { findSummary, type SummaryView } from './document-summary.ts';
import type { HubOptions } from './hub-options.ts';
import type { Room } from './room.ts';

type AnswerPorts = Pick<HubOptions, 'log' | 'logger' | 'limits' | 'shape'>;

/** Finds what answers for a document that is not open; false when it must be opened for what waits. */
export async function findAnswer(room: Room, ports: AnswerPorts): Promise<boolean> {
  const { document, maySummarize, asksStored, summary } = room;
  if (!maySummarize) return false;
  if (!summary || !asksStored) {
    const found = await findSummary(ports.log, document, ports.logger);
    room.summary = found && room.isWhereItSlept(found) ? found : null;
    return room.summary !== null;
  }
  summary.stored = await findStored(document, summary, ports);
  room.asksStored = false;
  return summary.stored !== null;
}

/**
 * All of a document as the log holds it, for who holds nothing: pieces to be applied in their order, found without
 * opening it. They are judged as frames are, so that Yjs takes them whole, and must bring what the summary tells.
 * `null` when they do not, or cannot be read: then the document is opened, which knows what to do about it.
 */
async function findStored(
  document: string,
  summary: SummaryView,
  { log, logger, limits, shape }: AnswerPorts,
): Promise<readonly Uint8Array[] | null> {
  try {
    const { epoch, headSeq, snapshot, updates } = await log.load(document);
    if (headSeq !== summary.headSeq || epoch !== summary.epoch) return null;
    const stored = updates.map(({ update }) => update);
    const pieces = merge(snapshot ? [snapshot, ...stored] : stored, limits.storedPieceBytes);
    const held = new Map<number, number>();
    const holdings: Holdings = { clockOf: (client) => held.get(client) ?? 0, hasDeleted: () => false };
    for (const piece of pieces) {
      const comparison = new Comparison(holdings, limits.structsPerClient);
      const admission = scanUpdate(piece, shape(document), limits, comparison) ?? comparison.conclude();
      if (typeof admission === 'string' || admission.novelty === 'gap') return null;
      for (const [client, clock] of comparison.ends) held.set(client, clock);
    }
    return pieces.length > 0 && summary.hasClocks(held) ? pieces : null;
  } catch (error) {
    logger.warn({ err: error, document }, 'a stored document could not be answered from');
    return null;
  }
}

/** Merging reads and writes all it merges, which the large ones are spared. */
function merge(updates: readonly Uint8Array[], pieceBytes: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  const mergeSmall = (): void => {
    if (small.length > 0) pieces.push(Y.mergeUpdates(small));
    small = [];
  };
  for (const update of updates) {
    if (update.length < pieceBytes) {
      small.push(update);
      continue;
    }
    mergeSmall();
    pieces.push(update);
  }
  mergeSmall();
  return pieces;
}
