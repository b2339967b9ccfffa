import type { HubLogger } from './hub-ports.ts';
import { summarize } from './document-summary.ts';
import type { OpenedDocument } from './open-document.ts';
import type { DocumentSummary, UpdateLog } from './update-log.ts';

export interface SummaryKeeperPorts {
  log: UpdateLog;
  schedule(write: () => void): void;
  logger: HubLogger;
}

/** Writes the summaries of one turn of the event loop together. One that is not written is only missed later. */
export class SummaryKeeper {
  readonly #ports: SummaryKeeperPorts;
  readonly #onQuiet: () => void;
  #waiting = new Map<string, DocumentSummary>();
  #isWriting = false;

  constructor(ports: SummaryKeeperPorts, onQuiet: () => void) {
    this.#ports = ports;
    this.#onQuiet = onQuiet;
  }

  get isQuiet(): boolean {
    return !this.#isWriting;
  }

  /** Must be called outside of a turn. What the log has already is not written again. */
  keep(document: string, opened: OpenedDocument): void {
    if (opened.summarySeq === opened.headSeq) return;
    try {
      const summary = summarize(opened);
      if (summary === null) return;
      opened.summarySeq = opened.headSeq;
      this.#waiting.set(document, summary);
    } catch (error) {
      this.#ports.logger.warn({ err: error, document }, 'a document could not be summarized');
      return;
    }
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#ports.schedule(() => void this.#write());
  }

  async #write(): Promise<void> {
    while (this.#waiting.size > 0) {
      const summaries = this.#waiting;
      this.#waiting = new Map();
      try {
        await this.#ports.log.keepSummaries(summaries);
      } catch (error) {
        this.#ports.logger.warn({ err: error, documents: summaries.size }, 'summaries could not be kept');
      }
    }
    this.#isWriting = false;
    this.#onQuiet();
  }
}
