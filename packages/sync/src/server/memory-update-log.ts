import { type Fence, LeaseLost } from './fence.ts';
import type {
  CommitResult,
  DocumentSummary,
  PendingUpdate,
  StoredDocument,
  SummarizedDocument,
  UpdateLog,
} from './update-log.ts';

interface MemoryDocument {
  epoch: number;
  headSeq: number;
  updates: { seq: number; update: Uint8Array }[];
  snapshot: { throughSeq: number; bytes: Uint8Array } | null;
  writerId: number | null;
  summarySeq: number;
  summary: DocumentSummary | null;
}

/** An update log that lives as long as the process: for tests of the engine and of what stands on it. */
export class MemoryUpdateLog implements UpdateLog {
  readonly quarantined: { document: string; seq: number; reason: string }[] = [];
  /** By lease: the fence of who holds it. */
  readonly fences = new Map<string, number>();
  readonly #documents = new Map<string, MemoryDocument>();
  #timeline: string;
  /** Copies have it in common: no two of them choose the same name. */
  #renewals = { count: 0 };

  constructor(timeline = 'memory') {
    this.#timeline = timeline;
  }

  /** A backup: another log that holds and tells what this one does now. */
  copy(): MemoryUpdateLog {
    const copy = new MemoryUpdateLog(this.#timeline);
    copy.#renewals = this.#renewals;
    for (const [document, stored] of this.#documents)
      copy.#documents.set(document, { ...stored, updates: stored.updates.slice() });
    return copy;
  }

  timeline(): string {
    return this.#timeline;
  }

  async renewTimeline(): Promise<void> {
    this.#timeline = `${this.#timeline.replace(/ \d+$/, '')} ${++this.#renewals.count}`;
    for (const stored of this.#documents.values()) {
      if (stored.writerId === null) continue;
      stored.epoch += 1;
      stored.writerId = null;
    }
  }

  async load(document: string): Promise<StoredDocument> {
    const stored = this.#documents.get(document);
    return {
      document,
      epoch: stored?.epoch ?? 0,
      headSeq: stored?.headSeq ?? 0,
      updates: stored ? stored.updates.slice() : [],
      snapshot: stored?.snapshot?.bytes ?? null,
      writerId: stored?.writerId ?? null,
      summarySeq: stored?.summarySeq ?? 0,
    };
  }

  async commit(batch: readonly PendingUpdate[]): Promise<readonly CommitResult[]> {
    if (!batch.every(({ update }) => update instanceof Uint8Array))
      throw new TypeError('an update is not bytes');
    return batch.map(({ document, update, expectedHeadSeq, fence }): CommitResult => {
      if (!this.#isHeld(fence)) return { status: 'lease-lost' };
      const headSeq = this.#documents.get(document)?.headSeq ?? 0;
      if (expectedHeadSeq !== undefined && expectedHeadSeq !== headSeq)
        return { status: 'conflict', headSeq };
      const stored = this.#open(document);
      stored.headSeq += 1;
      stored.updates.push({ seq: stored.headSeq, update: new Uint8Array(update) });
      return { status: 'committed', seq: stored.headSeq };
    });
  }

  async compact(document: string, throughSeq: number, snapshot: Uint8Array): Promise<void> {
    const stored = this.#open(document);
    if (stored.snapshot && stored.snapshot.throughSeq >= throughSeq) return;
    stored.snapshot = { throughSeq, bytes: new Uint8Array(snapshot) };
    stored.updates = stored.updates.filter(({ seq }) => seq > throughSeq);
  }

  async summary(document: string): Promise<SummarizedDocument | null> {
    const stored = this.#documents.get(document);
    if (!stored?.summary || stored.summarySeq !== stored.headSeq) return null;
    return { epoch: stored.epoch, ...stored.summary };
  }

  async keepSummaries(summaries: ReadonlyMap<string, DocumentSummary>): Promise<void> {
    for (const [document, { headSeq, stateVector, deleteSet }] of summaries) {
      const stored = this.#documents.get(document);
      if (stored?.headSeq !== headSeq || stored.summarySeq === headSeq) continue;
      stored.summarySeq = headSeq;
      stored.summary = {
        headSeq,
        stateVector: new Uint8Array(stateVector),
        deleteSet: new Uint8Array(deleteSet),
      };
    }
  }

  async quarantine(document: string, seq: number, reason: string): Promise<void> {
    const stored = this.#open(document);
    stored.summarySeq = stored.headSeq;
    stored.summary = null;
    stored.updates = stored.updates.filter((update) => update.seq !== seq);
    this.quarantined.push({ document, seq, reason });
  }

  async claimWriterId(document: string, candidate: number, fence?: Fence): Promise<number> {
    if (fence && !this.#isHeld(fence)) throw new LeaseLost(fence);
    const stored = this.#open(document);
    stored.writerId ??= candidate;
    return stored.writerId;
  }

  #isHeld(fence: Fence | undefined): boolean {
    return fence === undefined || this.fences.get(fence.lease) === fence.number;
  }

  #open(document: string): MemoryDocument {
    let stored = this.#documents.get(document);
    if (!stored) {
      stored = {
        epoch: 0,
        headSeq: 0,
        updates: [],
        snapshot: null,
        writerId: null,
        summarySeq: 0,
        summary: null,
      };
      this.#documents.set(document, stored);
    }
    return stored;
  }
}
