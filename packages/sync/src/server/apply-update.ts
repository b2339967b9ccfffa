import * as Y from 'yjs';
import type { WireLimits } from '../wire/limits.ts';
import type { FrameRefusal } from '../wire/refusal-codes.ts';
import type { Connection } from './connection.ts';
import type { OpenedDocument } from './open-document.ts';
import { bringsUnsoundItem } from './unsound-item.ts';
import type { UpdateEntry } from './room-entry.ts';
import { BudgetExceeded, countSteps, type Steps } from './work-budget.ts';

type TransactionListener = (transaction: Y.Transaction) => void;

/**
 * Applies a frame to the live document. Returns the bytes to keep, or why Yjs could not take them whole, sound and
 * without toil: then the live document is of no use any more. What changed in it is shown to `onTransaction`.
 */
export function applyUpdate(
  entry: UpdateEntry,
  opened: OpenedDocument,
  limits: WireLimits,
  onTransaction: TransactionListener,
): Uint8Array | FrameRefusal {
  const { connection, update, isStepTwo } = entry;
  const work = () => Y.applyUpdate(opened.doc, update);
  // A step 2 always carries the sender's whole delete set: keep and relay only what it changed here.
  if (isStepTwo) return applyTogether(connection, opened, limits, onTransaction, work) ?? update;
  return write(connection, opened, limits, onTransaction, work) ?? update;
}

/**
 * Applies whatever updates of one connection `work` applies in one transaction, which is most of what a small edit
 * costs. Returns what they changed, as one update, `null` for nothing; or why not, as `applyUpdate`.
 */
export function applyTogether(
  connection: Connection,
  opened: OpenedDocument,
  limits: WireLimits,
  onTransaction: TransactionListener,
  work: () => void,
): Uint8Array | FrameRefusal | null {
  const { doc } = opened;
  let effective: Uint8Array | null = null;
  const listen = (update: Uint8Array) => {
    effective = update;
  };
  doc.on('update', listen);
  const refusal = write(connection, opened, limits, onTransaction, () => doc.transact(work));
  doc.off('update', listen);
  return refusal ?? effective;
}

/** What `work` writes to the live document is measured, and looked at. */
function write(
  connection: Connection,
  opened: OpenedDocument,
  limits: WireLimits,
  onTransaction: TransactionListener,
  work: () => void,
): FrameRefusal | null {
  const { doc } = opened;
  const wasWhole = doc.store.pendingStructs === null;
  let isSound = true;
  opened.onTransaction = (transaction) => {
    isSound &&= !bringsUnsoundItem(transaction, limits);
    onTransaction(transaction);
  };
  // What fails may have taken as many.
  let steps: Steps = { taken: limits.documentMaxSteps, placing: 0, moves: 0 };
  try {
    steps = countSteps(limits.documentMaxSteps, doc, work);
  } catch (error) {
    return error instanceof BudgetExceeded ? 'document.too-large' : 'document.malformed';
  } finally {
    connection.owe(steps.taken * limits.bytesPerStep);
    opened.onTransaction = null;
  }
  if (!isSound) return 'document.malformed';
  opened.placing += steps.placing;
  if (steps.placing > 0 && opened.placing > limits.documentMaxSteps) return 'document.too-large';
  if (wasWhole && (doc.store.pendingStructs !== null || doc.store.pendingDs !== null))
    return 'document.malformed';
  return null;
}
