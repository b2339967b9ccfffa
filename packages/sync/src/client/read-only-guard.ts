// oxlint-disable no-underscore-dangle -- Yjs offers no other way to refuse a transaction

import type * as Y from 'yjs';

/** Thrown by a write on this device to a document that only the server writes. */
export class ReadOnlyDocumentError extends Error {
  constructor(document: string) {
    super(`${document} is written by the server only`);
    this.name = 'ReadOnlyDocumentError';
  }
}

/**
 * Makes every local transaction on `doc` throw before it changes anything. Yjs has already noted the
 * transaction as the current one when it announces it, so that is taken back, or every later update from
 * the server would vanish into it.
 */
export function forbidLocalWrites(doc: Y.Doc, document: string): void {
  doc.on('beforeTransaction', (transaction) => {
    if (!transaction.local) return;
    doc._transaction = null;
    doc._transactionCleanups.pop();
    throw new ReadOnlyDocumentError(document);
  });
}
