import * as Y from 'yjs';
import { type Holdings, holdingsOf } from './admission/holdings.ts';
import { scanDeletions } from './admission/scan-update.ts';
import { UpdateCursor } from './admission/update-cursor.ts';
import type { HubLogger } from './hub-ports.ts';
import type { OpenedDocument } from './open-document.ts';
import type { DocumentSummary, SummarizedDocument, UpdateLog } from './update-log.ts';

/**
 * `null` for a document that waits for what it lost: its state vector is not all it holds.
 * Must be called outside of a turn, when the live document is exactly what is committed.
 */
export function summarize({ doc, headSeq }: OpenedDocument): DocumentSummary | null {
  if (doc.store.pendingStructs || doc.store.pendingDs) return null;
  const stateVector = Y.encodeStateVector(doc);
  // The answer to somebody who has every struct: the count of structs, which is 0, then the whole delete set.
  const deleteSet = Y.encodeStateAsUpdate(doc, stateVector).subarray(1);
  return { headSeq, stateVector, deleteSet };
}

/** Answers in the place of a live document what needs none. */
export class SummaryView implements Holdings {
  readonly epoch: number;
  readonly headSeq: number;
  readonly stateVector: Uint8Array;
  /** Sync step 2 for who has every struct: no structs, and always the whole delete set, which no state vector tells. */
  readonly emptyAnswer: Uint8Array;
  /** The answer to who holds nothing (`findAnswer`), while somebody asks for it. */
  stored: readonly Uint8Array[] | null = null;
  readonly #clocks: ReadonlyMap<number, number>;
  /** Of each client the deleted ranges by rising clock, two numbers each: clock and length. */
  readonly #deletions = new Map<number, number[]>();

  /** @throws when the summary is not one. */
  constructor({ epoch, headSeq, stateVector, deleteSet }: SummarizedDocument) {
    this.epoch = epoch;
    this.headSeq = headSeq;
    this.stateVector = stateVector;
    this.emptyAnswer = new Uint8Array(1 + deleteSet.length);
    this.emptyAnswer.set(deleteSet, 1);
    this.#clocks = Y.decodeStateVector(stateVector);
    const cursor = new UpdateCursor(deleteSet, Infinity);
    scanDeletions(cursor, {
      deletion: (client, clock, length) => {
        const ranges = this.#deletions.get(client);
        if (ranges) ranges.push(clock, length);
        else this.#deletions.set(client, [clock, length]);
      },
    });
    if (!cursor.ended) throw new Error('a stored delete set is none');
  }

  /** True for a peer that holds the same structs, whatever it has deleted. */
  isStateOf(stateVector: Uint8Array): boolean {
    let clocks: Map<number, number>;
    try {
      clocks = Y.decodeStateVector(stateVector);
    } catch {
      return false;
    }
    return this.hasClocks(clocks);
  }

  /** True of the clocks it tells, all of them and no others. */
  hasClocks(clocks: ReadonlyMap<number, number>): boolean {
    if (clocks.size !== this.#clocks.size) return false;
    for (const [client, clock] of clocks) if (this.#clocks.get(client) !== clock) return false;
    return true;
  }

  mayAnswer(stateVector: Uint8Array): boolean {
    return this.isStateOf(stateVector) || (this.stored !== null && holdsNothing(stateVector));
  }

  clockOf(client: number): number {
    return this.#clocks.get(client) ?? 0;
  }

  hasDeleted(client: number, clock: number, length: number): boolean {
    const ranges = this.#deletions.get(client) ?? [];
    let low = 0;
    for (let high = ranges.length / 2; low < high;) {
      const middle = (low + high) >>> 1;
      if (ranges[2 * middle]! + ranges[2 * middle + 1]! <= clock) low = middle + 1;
      else high = middle;
    }
    const start = ranges[2 * low];
    return start !== undefined && start <= clock && clock + length <= start + ranges[2 * low + 1]!;
  }

  /** Whether the live document is what was told in its place. */
  tells(opened: OpenedDocument): boolean {
    const now = summarize(opened);
    return (
      now?.headSeq === this.headSeq &&
      areEqual(now.stateVector, this.stateVector) &&
      areEqual(now.deleteSet, this.emptyAnswer.subarray(1))
    );
  }
}

/** A summary that cannot be read is only missed: the document is opened instead. */
export async function findSummary(
  log: UpdateLog,
  document: string,
  logger: HubLogger,
): Promise<SummaryView | null> {
  try {
    const summary = await log.summary(document);
    return summary && new SummaryView(summary);
  } catch (error) {
    logger.warn({ err: error, document }, 'a summary could not be read');
    return null;
  }
}

export const stateVectorOf = (from: OpenedDocument | SummaryView): Uint8Array =>
  from instanceof SummaryView ? from.stateVector : Y.encodeStateVector(from.doc);

/**
 * The update of sync step 2, behind others that come before it. A summary answers only what it may.
 * @throws when the state vector is malformed.
 */
export function answerFrom(
  from: OpenedDocument | SummaryView,
  stateVector: Uint8Array,
): readonly Uint8Array[] {
  if (!(from instanceof SummaryView)) return [Y.encodeStateAsUpdate(from.doc, stateVector)];
  return from.stored !== null && holdsNothing(stateVector) ? from.stored : [from.emptyAnswer];
}

/** True for the state vector of an empty document. */
export const holdsNothing = (stateVector: Uint8Array): boolean =>
  stateVector.length === 1 && stateVector[0] === 0;

/**
 * True for a peer that holds structs which are not here.
 * @throws when the state vector is malformed.
 */
export function isAhead(stateVector: Uint8Array, from: OpenedDocument | SummaryView): boolean {
  const holdings = from instanceof SummaryView ? from : holdingsOf(from.doc);
  for (const [client, clock] of Y.decodeStateVector(stateVector))
    if (clock > holdings.clockOf(client)) return true;
  return false;
}

function areEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
