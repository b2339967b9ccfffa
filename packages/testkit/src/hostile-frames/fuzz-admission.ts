import { type Admission, admitUpdate } from '@komod/sync/server/admission/admit-update';
import { holdingsOf } from '@komod/sync/server/admission/holdings';
import { bringsUnsoundItem } from '@komod/sync/server/unsound-item';
import { countSteps } from '@komod/sync/server/work-budget';
import { wireLimits } from '@komod/sync/wire/limits';
import * as Y from 'yjs';
import { anyShape } from '../any-shape.ts';
import { seededRandom, type SeededRandom } from '../seeded-random.ts';
import { UpdateGrammar } from './grammar-update.ts';
import { mutateUpdate } from './mutate-update.ts';
import { editTogether } from './real-session.ts';

export interface FuzzReport {
  frames: number;
  /** How many got which answer: a novelty, or the code of a refusal. */
  answers: Record<string, number>;
  /** Admitted, and stopped when they are applied: what only the document itself tells. */
  stopped: number;
}

/** After so many frames the document they meet is another. */
const framesPerDocument = 100;

/**
 * Throws at the first frame that makes admission throw, or that Yjs takes otherwise than admission said: `new` must
 * go in whole, `nothing` must change nothing, a `gap` must leave something pending.
 */
export function fuzzAdmission(
  seed: number,
  frames: number,
  onFrame: (judge: () => Admission | string, size: number) => Admission | string = (judge) => judge(),
): FuzzReport {
  const report: FuzzReport = { frames: 0, answers: {}, stopped: 0 };
  for (let round = 0; report.frames < frames; round++) {
    const random = seededRandom(seed + round);
    try {
      fuzzDocument(random, Math.min(framesPerDocument, frames - report.frames), report, onFrame);
    } catch (error) {
      throw new Error(`frame ${report.frames} of seed ${seed}: round ${round}`, { cause: error });
    }
  }
  return report;
}

function fuzzDocument(
  random: SeededRandom,
  frames: number,
  report: FuzzReport,
  onFrame: (judge: () => Admission | string, size: number) => Admission | string,
): void {
  const { updates } = editTogether(random, 30);
  const start = Y.encodeStateAsUpdate(editTogether(random, 20).doc);
  const kept = [start];
  let doc = open(kept);
  for (let count = 0; count < frames; count++) {
    const frame = makeFrame(random, doc, updates);
    const holdings = holdingsOf(doc);
    const answer = onFrame(() => admitUpdate(frame, holdings, anyShape, wireLimits), frame.length);
    report.frames++;
    const name = typeof answer === 'string' ? answer : answer.novelty;
    report.answers[name] = (report.answers[name] ?? 0) + 1;
    if (typeof answer === 'string') continue;
    if (name === 'gap') {
      if (random.chance(0.1)) expectPending(frame, kept);
      continue;
    }
    const isOverGarbage = isPartlyGarbage(frame, doc);
    let isTangled = false;
    doc.once(
      'afterTransaction',
      (transaction: Y.Transaction) => (isTangled ||= bringsUnsoundItem(transaction, wireLimits)),
    );
    try {
      expectWhole(frame, doc, name === 'nothing');
    } catch (error) {
      if (!isOverGarbage && !isTangled) throw new Error(`[${frame.join()}]`, { cause: error });
      isTangled = true;
    }
    if (!isTangled) {
      if (name === 'new') kept.push(frame);
      continue;
    }
    report.stopped++;
    doc = open(kept);
  }
}

function makeFrame(random: SeededRandom, doc: Y.Doc, updates: readonly Uint8Array[]): Uint8Array {
  const pick = random.next();
  if (pick < 0.1) return Uint8Array.from({ length: random.between(0, 60) }, () => random.between(0, 255));
  if (pick < 0.6) {
    const clocks = Y.decodeStateVector(Y.encodeStateVector(doc));
    return new UpdateGrammar(clocks, random).write(random.chance(0.02) ? 400 : 4);
  }
  const update = random.pick(updates);
  return pick < 0.7 ? update : mutateUpdate(update, random.pick(updates), random);
}

function open(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

const isPending = ({ store }: Y.Doc): boolean => store.pendingStructs !== null || store.pendingDs !== null;

function expectWhole(frame: Uint8Array, doc: Y.Doc, isNothing: boolean): void {
  const updates: Uint8Array[] = [];
  const listen = (update: Uint8Array): void => void updates.push(update);
  doc.on('update', listen);
  countSteps(Infinity, doc, () => Y.applyUpdate(doc, frame));
  doc.off('update', listen);
  if (isPending(doc)) throw new Error('something was left pending');
  if (isNothing && updates.length > 0) throw new Error('nothing was something');
}

function expectPending(frame: Uint8Array, kept: readonly Uint8Array[]): void {
  const copy = open(kept);
  try {
    Y.applyUpdate(copy, frame);
  } catch {
    return;
  }
  if (!isPending(copy)) throw new Error(`no gap after all: [${frame.join()}]`);
}

/** True when an item of the frame goes on behind garbage that the document holds of its own first half. */
function isPartlyGarbage(frame: Uint8Array, { store }: Y.Doc): boolean {
  return Y.decodeUpdate(frame).structs.some((struct) => {
    const held = Y.getState(store, struct.id.client);
    const isTorn = struct.id.clock < held && held < struct.id.clock + struct.length;
    return isTorn && store.clients.get(struct.id.client)?.at(-1) instanceof Y.GC;
  });
}
