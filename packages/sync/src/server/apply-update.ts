import * as Y from 'yjs';
import type { WireLimits } from '../wire/limits.ts';
import type { FrameRefusal } from '../wire/refusal-codes.ts';
import type { OpenedDocument } from './open-document.ts';
import { bringsUnsoundItem } from './unsound-item.ts';
import type { UpdateEntry } from './room-entry.ts';
import { BudgetExceeded, countSteps, type Steps } from './work-budget.ts';

type TransactionListener = (transaction: Y.Transaction) => void;

export interface Written {
  /** What it cost, also when it failed. */
  steps: number;
  /** Why Yjs could not take it whole, sound and without toil: then the live document is of no use any more. */
  refusal: FrameRefusal | null;
}

/** Applies a frame to the live document. Returns the bytes to keep, or why not. */
export function applyUpdate(
  { connection, update, isStepTwo }: UpdateEntry,
  opened: OpenedDocument,
  limits: WireLimits,
  onTransaction: TransactionListener,
): Uint8Array | FrameRefusal {
  const work = () => Y.applyUpdate(opened.doc, update);
  // A step 2 always carries the sender's whole delete set: keep and relay only what it changed here.
  const { steps, refusal, changed } = isStepTwo
    ? writeTogether(opened, limits, onTransaction, work)
    : { ...write(opened, limits, onTransaction, work), changed: null };
  connection.owe(steps * limits.bytesPerStep);
  return refusal ?? changed ?? update;
}

/** As `write`, in one transaction. Returns what changed too, as one update, `null` for nothing. */
export function writeTogether(
  opened: OpenedDocument,
  limits: WireLimits,
  onTransaction: TransactionListener,
  work: () => void,
): Written & { changed: Uint8Array | null } {
  const { doc } = opened;
  // Where text was formatted Yjs tidies up in a transaction of its own, behind the first.
  const changes: Uint8Array[] = [];
  const listen = (update: Uint8Array) => void changes.push(update);
  doc.on('update', listen);
  const written = write(opened, limits, onTransaction, () => doc.transact(work));
  doc.off('update', listen);
  return { ...written, changed: changes.length > 1 ? Y.mergeUpdates(changes) : (changes[0] ?? null) };
}

/** Lets `work` apply updates to the live document. What changed in it is shown to `onTransaction`. */
function write(
  opened: OpenedDocument,
  limits: WireLimits,
  onTransaction: TransactionListener,
  work: () => void,
): Written {
  const { doc } = opened;
  const { documentMaxSteps } = limits;
  const wasWhole = doc.store.pendingStructs === null;
  let isSound = true;
  opened.onTransaction = (transaction) => {
    isSound &&= !bringsUnsoundItem(transaction, limits);
    onTransaction(transaction);
  };
  let written: Steps;
  try {
    written = countSteps(documentMaxSteps, doc, work);
  } catch (error) {
    const refusal = error instanceof BudgetExceeded ? 'document.too-large' : 'document.malformed';
    // It may have taken as many.
    return { steps: documentMaxSteps, refusal };
  } finally {
    opened.onTransaction = null;
  }
  const { taken: steps, placing } = written;
  if (!isSound) return { steps, refusal: 'document.malformed' };
  opened.placing += placing;
  if (placing > 0 && opened.placing > documentMaxSteps) return { steps, refusal: 'document.too-large' };
  const isTorn = wasWhole && (doc.store.pendingStructs !== null || doc.store.pendingDs !== null);
  return { steps, refusal: isTorn ? 'document.malformed' : null };
}
