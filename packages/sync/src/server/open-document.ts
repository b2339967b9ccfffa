// oxlint-disable no-underscore-dangle -- Yjs names the member a subclass needs this way

import * as Y from 'yjs';
import type { WireLimits } from '../wire/limits.ts';
import type { UpdateLog } from './update-log.ts';
import { countSteps } from './work-budget.ts';

export interface OpenedDocument {
  doc: Y.Doc;
  epoch: number;
  headSeq: number;
  /** Updates since the last compaction, or since the last attempt at one. */
  updateCount: number;
  /** Bytes in the log, an upper bound of the encoded document. */
  bytes: number;
  /** Of the live document, or more: counted again before anything is refused for them. */
  structs: number;
  /** Steps of placing its items when it was opened, and since. */
  placing: number;
  /** Hears every edit of the document: cheaper than a listener for each. */
  onTransaction: ((transaction: Y.Transaction) => void) | null;
  writerId: number | null;
  /** The head its newest kept summary was made at, 0 for none. */
  summarySeq: number;
}

/** Yjs tells of six things around every update, and makes a map and two lists for each that nobody listens to. */
class ServerDocument extends Y.Doc {
  override emit(...[name, args]: Parameters<Y.Doc['emit']>): void {
    if (this._observers.has(name)) super.emit(name, args);
  }
}

function countStructs({ store }: Y.Doc, structsPerClient: number): number {
  let count = store.clients.size * structsPerClient;
  for (const structs of store.clients.values()) count += structs.length;
  return count;
}

/** Whether an update still fits, by what the document is now and not by the history of its log. */
export function fitsLimits(
  opened: OpenedDocument,
  bytes: number,
  structs: number,
  { documentMaxBytes, documentMaxStructs, structsPerClient }: WireLimits,
): boolean {
  if (opened.structs + structs > documentMaxStructs) {
    opened.structs = countStructs(opened.doc, structsPerClient);
    if (opened.structs + structs > documentMaxStructs) return false;
  }
  if (opened.bytes + bytes <= documentMaxBytes) return true;
  opened.bytes = Y.encodeStateAsUpdate(opened.doc).length;
  return opened.bytes + bytes <= documentMaxBytes;
}

/**
 * Builds the live document from the log. An update that throws is moved to quarantine and the document
 * opens without it, rebuilt from the start because half of the bad one may already be in it.
 * @throws when the log cannot be read, or when the snapshot itself is broken.
 */
export async function openDocument(
  log: UpdateLog,
  document: string,
  { structsPerClient }: WireLimits,
  onQuarantine: (seq: number) => void,
): Promise<OpenedDocument> {
  for (;;) {
    const stored = await log.load(document);
    const doc = new ServerDocument();
    let bytes = 0;
    let seq = 0;
    let placing = 0;
    const read = () => {
      if (stored.snapshot) {
        Y.applyUpdate(doc, stored.snapshot);
        bytes += stored.snapshot.length;
      }
      for (const row of stored.updates) {
        seq = row.seq;
        Y.applyUpdate(doc, row.update);
        bytes += row.update.length;
      }
    };
    try {
      ({ placing } = countSteps(Infinity, doc, () => doc.transact(read)));
    } catch (error) {
      doc.destroy();
      if (seq === 0) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      await log.quarantine(document, seq, reason);
      onQuarantine(seq);
      continue;
    }
    const { epoch, headSeq, writerId, summarySeq } = stored;
    const opened: OpenedDocument = {
      doc,
      epoch,
      headSeq,
      updateCount: stored.updates.length,
      bytes,
      structs: countStructs(doc, structsPerClient),
      placing,
      onTransaction: null,
      writerId,
      summarySeq,
    };
    doc.on('afterTransaction', (transaction: Y.Transaction) => opened.onTransaction?.(transaction));
    return opened;
  }
}
