// oxlint-disable no-underscore-dangle -- where a list or a key begins stands nowhere else

/**
 * Yjs finds the place of an item by passing over all that was written between its neighbours meanwhile, and copies
 * lists of values whenever it cuts or joins them: some kilobytes can ask for minutes, or for all memory. Only Yjs
 * itself meets what it will pass over, so its own methods are made to count, and to stop where a budget ends.
 * It also joins neighbours to one, for which all that stands behind them moves up: pairs of garbage between others, by
 * the hundred thousand, ask for that as often. Nothing depends on it, so beyond `maxMoves` they stay apart.
 */

import * as Y from 'yjs';

/** Copying so many values, or walking over so many items without comparing them, takes as long as passing over one. */
const copiesPerStep = 32;

/** Structs that may move up for others in one piece of work, and once more at most: about 0.1 s. */
export const maxMoves = 1e9;

let budget = Infinity;
let taken = 0;
let placing = 0;
/** What is written to, while steps are counted. */
let written: Y.Doc['store'] | null = null;
let moves = 0;
/** The one that was joined to its left neighbour last: those to its left move nothing more by being joined too. */
let joined: Y.Item | Y.GC | null = null;

/** What was being written to is of no use any more. */
export class BudgetExceeded extends Error {}

export interface Steps {
  taken: number;
  /** Those among them that a document costs each time it is opened. */
  placing: number;
  /** Structs that moved up when others were joined. */
  moves: number;
}

/**
 * Counts the steps that `work` makes Yjs take while it writes to `doc`.
 * @throws BudgetExceeded in the middle of it, above `steps`.
 */
export function countSteps(steps: number, doc: Y.Doc, work: () => void): Steps {
  [budget, taken, placing, moves, written] = [steps, 0, 0, 0, doc.store];
  try {
    work();
    return { taken, placing, moves };
  } finally {
    budget = Infinity;
    written = null;
    joined = null;
  }
}

function take(steps: number): void {
  taken += steps;
  if (taken > budget) throw new BudgetExceeded();
}

function place(steps: number): void {
  placing += steps;
  take(steps);
}

const { integrate } = Y.Item.prototype;
Y.Item.prototype.integrate = function (transaction: Y.Transaction, offset: number): void {
  takePlacing(this, offset, transaction.doc.store);
  integrate.call(this, transaction, offset);
};

for (const { prototype } of [Y.ContentAny, Y.ContentJSON]) {
  const { splice, mergeWith } = prototype;
  prototype.splice = function (this: Y.ContentAny & Y.ContentJSON, offset: number) {
    take(this.arr.length / copiesPerStep);
    return splice.call(this, offset) as Y.ContentAny & Y.ContentJSON;
  };
  prototype.mergeWith = function (this: Y.ContentAny & Y.ContentJSON, right: Y.ContentAny & Y.ContentJSON) {
    take((this.arr.length + right.arr.length) / copiesPerStep);
    return mergeWith.call(this, right);
  };
}

for (const { prototype } of [Y.Item, Y.GC]) {
  const { mergeWith } = prototype;
  prototype.mergeWith = function (this: Y.Item & Y.GC, right: Y.Item & Y.GC) {
    if (written === null) return mergeWith.call(this, right);
    if (moves > maxMoves || !mergeWith.call(this, right)) return false;
    countJoined(this, right, written);
    return true;
  };
}

function countJoined(left: Y.Item | Y.GC, right: Y.Item | Y.GC, store: Y.Doc['store']): void {
  if (right !== joined) {
    const structs = store.clients.get(right.id.client)!;
    moves += structs.length - Y.findIndexSS(structs, right.id.clock);
  }
  joined = left;
}

/** What stands between an item's neighbours was written by those who did not know of it, nor it of them. */
function takePlacing(item: Y.Item, offset: number, store: Y.Doc['store']): void {
  const { parent, parentSub, right, rightOrigin, id } = item;
  if (!(parent instanceof Y.AbstractType)) return;
  const left = offset > 0 ? Y.getItem(store, Y.createID(id.client, id.clock + offset - 1)) : item.left;
  if (left !== null && !(left instanceof Y.Item)) return;
  let next: Y.Item | null;
  if (left !== null) next = left.right;
  else if (parentSub === null) next = parent._start;
  else {
    next = parent._map.get(parentSub) ?? null;
    for (; next !== null && next.left !== null; next = next.left) place(1 / copiesPerStep);
  }
  // The first other origin ends the search at once, and so does somebody of the same neighbours and a higher id.
  if (next === null || next === right || !Y.compareIDs(next.origin, offset > 0 ? left!.lastId : item.origin))
    return;
  if (next.id.client >= id.client && Y.compareIDs(next.rightOrigin, rightOrigin)) return;
  for (; next !== null && next !== right; next = next.right) place(1);
}
