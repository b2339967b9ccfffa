import type { Notice } from '@komod/domain/notice';
import type { Receipt } from '@komod/domain/receipt';
import * as Y from 'yjs';
import { localOrigin } from './local-origin.ts';
import { isRecord, plainJson } from './plain-json.ts';

// `inbox/{userId}`: what others did to me and what the server answered. The server writes, devices read. Lists roll:
// an array that is cut at its front stays small, a map would keep a tombstone of every key for ever.

/** SQL keeps all of them; the document holds what a screen shows. */
const noticesKept = 200;
const receiptsKept = 200;

const statuses: readonly unknown[] = ['applied', 'refused', 'expired'] satisfies Receipt['status'][];

function pushRolling(doc: Y.Doc, name: string, item: { id: string }, kept: number): void {
  doc.transact(() => {
    const list = doc.getArray<unknown>(name);
    if (list.toArray().some((present) => isRecord(present) && present.id === item.id)) return;
    list.push([plainJson(item)]);
    if (list.length > kept) list.delete(0, list.length - kept);
  }, localOrigin);
}

const readList = (doc: Y.Doc, name: string): Record<string, unknown>[] =>
  doc.getArray<unknown>(name).toArray().filter(isRecord);

/** Oldest first. */
export const readNotices = (doc: Y.Doc): Notice[] =>
  readList(doc, 'notices').filter(
    (notice): notice is Record<string, unknown> & Notice =>
      typeof notice.id === 'string' && typeof notice.kind === 'string' && typeof notice.at === 'number',
  );

/** Told once: an id that is there already is not added again. */
export const pushNotice = (doc: Y.Doc, notice: Notice): void =>
  pushRolling(doc, 'notices', notice, noticesKept);

/** Oldest first. */
export const readReceipts = (doc: Y.Doc): Receipt[] =>
  readList(doc, 'receipts').filter(
    (receipt): receipt is Record<string, unknown> & Receipt =>
      typeof receipt.id === 'string' && statuses.includes(receipt.status) && typeof receipt.at === 'number',
  );

export const pushReceipt = (doc: Y.Doc, receipt: Receipt): void =>
  pushRolling(doc, 'receipts', receipt, receiptsKept);

/** Calls once per transaction that changed either list. Returns the end of it. */
export function observeInbox(doc: Y.Doc, onChange: () => void): () => void {
  const lists = new Set<unknown>([doc.getArray('notices'), doc.getArray('receipts')]);
  const listen = (transaction: Y.Transaction): void => {
    if ([...transaction.changed.keys()].some((type) => lists.has(type))) onChange();
  };
  doc.on('afterTransaction', listen);
  return () => doc.off('afterTransaction', listen);
}
