import * as Y from 'yjs';
import { encodeUpdate } from '../wire/frames.ts';
import type { WireLimits } from '../wire/limits.ts';
import type { FrameRefusal } from '../wire/refusal-codes.ts';
import type { OpenedDocument } from './open-document.ts';
import { bringsUnsoundItem } from './unsound-item.ts';
import type { UpdateEntry } from './room-entry.ts';
import { BudgetExceeded, countSteps, type Steps } from './work-budget.ts';

/**
 * Applies a frame to the live document. Returns the bytes to keep, or why Yjs could not take them whole, sound and
 * without toil: then the live document is of no use any more. What changed in it is shown to `onTransaction`.
 */
export function applyUpdate(
  entry: UpdateEntry,
  opened: OpenedDocument,
  limits: WireLimits,
  onTransaction: (transaction: Y.Transaction) => void,
): Uint8Array | FrameRefusal {
  const { doc } = opened;
  const wasWhole = doc.store.pendingStructs === null;
  let effective: Uint8Array | null = null;
  const listen = (update: Uint8Array) => {
    effective = update;
  };
  let isSound = true;
  opened.onTransaction = (transaction) => {
    isSound &&= !bringsUnsoundItem(transaction, limits);
    onTransaction(transaction);
  };
  // A step 2 always carries the sender's whole delete set: keep and relay only what it changed here.
  if (entry.isStepTwo) doc.on('update', listen);
  // What fails may have taken as many.
  let steps: Steps = { taken: limits.documentMaxSteps, placing: 0, moves: 0 };
  try {
    steps = countSteps(limits.documentMaxSteps, doc, () => Y.applyUpdate(doc, entry.update));
  } catch (error) {
    return error instanceof BudgetExceeded ? 'document.too-large' : 'document.malformed';
  } finally {
    entry.connection.owe(steps.taken * limits.bytesPerStep);
    opened.onTransaction = null;
    if (entry.isStepTwo) doc.off('update', listen);
  }
  if (!isSound) return 'document.malformed';
  opened.placing += steps.placing;
  if (steps.placing > 0 && opened.placing > limits.documentMaxSteps) return 'document.too-large';
  if (wasWhole && (doc.store.pendingStructs !== null || doc.store.pendingDs !== null))
    return 'document.malformed';
  if (!entry.isStepTwo) return entry.update;
  if (effective !== null) entry.update = effective;
  entry.frame = encodeUpdate(entry.update);
  return entry.update;
}
