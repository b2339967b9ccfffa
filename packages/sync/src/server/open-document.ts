import * as Y from 'yjs';
import type { UpdateLog } from './update-log.ts';

export interface OpenedDocument {
  doc: Y.Doc;
  epoch: number;
  headSeq: number;
  /** Updates that are not in the snapshot. */
  updateCount: number;
  /** Bytes in the log, an upper bound of the encoded document. */
  bytes: number;
  /** Of the live document, or more: counted again before anything is refused for them. */
  structs: number;
  writerId: number | null;
}

export function countStructs({ store }: Y.Doc): number {
  let count = 0;
  for (const structs of store.clients.values()) count += structs.length;
  return count;
}

/**
 * Builds the live document from the log. An update that throws is moved to quarantine and the document
 * opens without it, rebuilt from the start because half of the bad one may already be in it.
 * @throws when the log cannot be read, or when the snapshot itself is broken.
 */
export async function openDocument(
  log: UpdateLog,
  document: string,
  onQuarantine: (seq: number, reason: string) => void,
): Promise<OpenedDocument> {
  for (;;) {
    const stored = await log.load(document);
    const doc = new Y.Doc();
    let bytes = 0;
    let seq = 0;
    try {
      doc.transact(() => {
        if (stored.snapshot) {
          Y.applyUpdate(doc, stored.snapshot);
          bytes += stored.snapshot.length;
        }
        for (const row of stored.updates) {
          seq = row.seq;
          Y.applyUpdate(doc, row.update);
          bytes += row.update.length;
        }
      });
    } catch (error) {
      doc.destroy();
      if (seq === 0) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      await log.quarantine(document, seq, reason);
      onQuarantine(seq, reason);
      continue;
    }
    const { epoch, headSeq, writerId } = stored;
    return {
      doc,
      epoch,
      headSeq,
      updateCount: stored.updates.length,
      bytes,
      structs: countStructs(doc),
      writerId,
    };
  }
}
