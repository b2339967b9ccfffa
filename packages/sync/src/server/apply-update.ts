import * as Y from 'yjs';
import { encodeUpdate } from '../wire/frames.ts';
import { bringsUnsoundItem } from './unsound-item.ts';
import type { UpdateEntry } from './room-entry.ts';

/** Applies a frame to the live document. Returns the bytes to keep, `null` when Yjs could not take them whole or sound. */
export function applyUpdate(entry: UpdateEntry, doc: Y.Doc): Uint8Array | null {
  const wasWhole = doc.store.pendingStructs === null;
  let effective: Uint8Array | null = null;
  const listen = (update: Uint8Array) => {
    effective = update;
  };
  let isSound = true;
  const check = (transaction: Y.Transaction) => {
    isSound &&= !bringsUnsoundItem(transaction);
  };
  doc.on('afterTransaction', check);
  // A step 2 always carries the sender's whole delete set: keep and relay only what it changed here.
  if (entry.isStepTwo) doc.on('update', listen);
  try {
    Y.applyUpdate(doc, entry.update);
  } catch {
    return null;
  } finally {
    doc.off('afterTransaction', check);
    if (entry.isStepTwo) doc.off('update', listen);
  }
  if (!isSound) return null;
  if (wasWhole && (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)) return null;
  if (!entry.isStepTwo) return entry.update;
  if (effective !== null) entry.update = effective;
  entry.frame = encodeUpdate(entry.update);
  return entry.update;
}
