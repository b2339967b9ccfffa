import * as Y from 'yjs';
import { MemoryUpdateLog } from '../../src/server/memory-update-log.ts';
import type { CommitResult, DocumentSummary, PendingUpdate, UpdateLog } from '../../src/server/update-log.ts';
import type { Process } from './world.ts';

/** The server's disk: what it holds outlives every process. */
export class Store {
  log = new MemoryUpdateLog();
  /** How often an operation fails. */
  faultRate = 0;
  slowMs = 2;
  restores = 0;
  /** What `log` holds, as documents. */
  #documents = new Map<string, Y.Doc>();
  #backup: ReturnType<Store['copy']> | null = null;

  /** What a document holds durably. */
  durable(document: string): Y.Doc {
    let doc = this.#documents.get(document);
    if (!doc) this.#documents.set(document, (doc = new Y.Doc()));
    return doc;
  }

  async #commit(batch: readonly PendingUpdate[]): Promise<readonly CommitResult[]> {
    const results = await this.log.commit(batch);
    batch.forEach(({ document, update }, index) => {
      if (results[index]?.status === 'committed') Y.applyUpdate(this.durable(document), update);
    });
    return results;
  }

  backUp(): void {
    this.#backup = this.copy();
  }

  /** Puts the newest backup in the place of what is there. False when there is none. */
  restore(): boolean {
    if (!this.#backup) return false;
    ({ log: this.log, documents: this.#documents } = this.#backup);
    this.backUp();
    this.restores++;
    return true;
  }

  copy() {
    const documents = new Map<string, Y.Doc>();
    for (const [name, doc] of this.#documents) {
      const copy = new Y.Doc();
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
      documents.set(name, copy);
    }
    return { log: this.log.copy(), documents };
  }

  /** The port of one server process: every operation takes time, may fail, and may be the last thing the process does. */
  openFor(process: Process): UpdateLog {
    const { log } = this;
    const operate = async <T>(work: () => Promise<T>): Promise<T> => {
      const { random } = process.world;
      await process.pause(random.next() * this.slowMs);
      if (!process.acts()) return new Promise(() => {});
      if (this.faultRate > 0 && random.chance(this.faultRate)) throw new Error('the store failed');
      const result = await work();
      await process.pause(random.next() * this.slowMs);
      return result;
    };
    return {
      timeline: () => log.timeline(),
      renewTimeline: () => operate(() => log.renewTimeline()),
      load: (document) => operate(() => log.load(document)),
      commit: (batch) => operate(() => this.#commit(batch)),
      compact: (document, throughSeq, snapshot) => operate(() => log.compact(document, throughSeq, snapshot)),
      summary: (document) => operate(() => log.summary(document)),
      keepSummaries: (summaries: ReadonlyMap<string, DocumentSummary>) =>
        operate(() => log.keepSummaries(summaries)),
      quarantine: (document, seq, reason) => operate(() => log.quarantine(document, seq, reason)),
      claimWriterId: (document, candidate, fence) =>
        operate(() => log.claimWriterId(document, candidate, fence)),
    };
  }
}
