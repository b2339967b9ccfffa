import type { Fence } from './fence.ts';

/** One update of one document, as it arrived. */
export interface PendingUpdate {
  document: string;
  /** Yjs V1 bytes, in a buffer of their own. */
  update: Uint8Array;
  /** Nothing in it asks for a projection. */
  isQuiet?: boolean;
  /** Set for server documents: the append fails with `conflict` unless the document stands exactly here. */
  expectedHeadSeq?: number;
  /** Set by who writes under a lease: the append fails with `lease-lost` once another has it. */
  fence?: Fence;
}

export type CommitResult =
  | { status: 'committed'; seq: number }
  | { status: 'conflict'; headSeq: number }
  | { status: 'lease-lost' };

export interface StoredDocument {
  document: string;
  epoch: number;
  /** Seq of the newest update, 0 for a document that holds none. */
  headSeq: number;
  /** All updates that are not in the snapshot, oldest first. */
  updates: readonly { seq: number; update: Uint8Array }[];
  snapshot: Uint8Array | null;
  /** `writer_id`: the Yjs client id the server writes its own documents with. */
  writerId: number | null;
  /** The head its newest kept summary was made at, 0 for none. Equal to `headSeq`: another one would not be kept. */
  summarySeq: number;
}

/** What a document holds, without its content: enough to answer a peer that lacks nothing and brings nothing. */
export interface DocumentSummary {
  /** The head it was made at. */
  headSeq: number;
  /** As `Y.encodeStateVector` writes it. */
  stateVector: Uint8Array;
  /** Everything deleted, in Yjs V1 encoding: sorted and merged, as Yjs writes it. */
  deleteSet: Uint8Array;
}

export interface SummarizedDocument extends DocumentSummary {
  epoch: number;
}

/**
 * Where rooms keep what they acknowledge. Whole operations, asynchronous in type so that PostgreSQL fits.
 * Every implementation passes `@komod/testkit/update-log.contract`.
 */
export interface UpdateLog {
  /** Names the history this store tells; a client that knows another one is told. */
  timeline(): string;
  /**
   * The store turned out to be an older copy of what clients saw: from now on it tells a new history. In one
   * transaction a new timeline is chosen, and every document the server has written gets the next epoch and no
   * writer id, so that no client id and clock ever carries a second content.
   * @throws when nothing was changed.
   */
  renewTimeline(): Promise<void>;
  /** @throws when the store cannot be read: a room that cannot load must not answer as if empty. */
  load(document: string): Promise<StoredDocument>;
  /**
   * Appends all updates in ONE transaction; resolves after it is committed and fsynced, with one result per
   * update in order. An owner document becomes due for projection in the same transaction, unless all of its updates
   * are quiet.
   * @throws when nothing of the batch was kept.
   */
  commit(batch: readonly PendingUpdate[]): Promise<readonly CommitResult[]>;
  /**
   * Replaces the log up to `throughSeq` by one snapshot, in one transaction that reads the stored snapshot back.
   * @throws when it is not byte for byte what was given; then every update is still there.
   */
  compact(document: string, throughSeq: number, snapshot: Uint8Array): Promise<void>;
  /** The kept summary if it was made at the document's present head, else `null`. Reads no update. */
  summary(document: string): Promise<SummarizedDocument | null>;
  /**
   * Keeps summaries in one transaction. One that was not made at its document's present head is passed over,
   * as is a second one for the same head.
   */
  keepSummaries(summaries: ReadonlyMap<string, DocumentSummary>): Promise<void>;
  /**
   * Moves a row that throws on load out of the way; the document opens without it. A summary may have been made
   * with that row, so there is none until the document grows.
   */
  quarantine(document: string, seq: number, reason: string): Promise<void>;
  /**
   * Stores and returns the document's writer id, choosing `candidate` if it has none.
   * @throws {LeaseLost} when `fence` is an old one; nothing was stored.
   */
  claimWriterId(document: string, candidate: number, fence?: Fence): Promise<number>;
}
