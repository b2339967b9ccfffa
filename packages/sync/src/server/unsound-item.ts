// oxlint-disable no-underscore-dangle -- the item that holds a type stands nowhere else

import * as Y from 'yjs';
import type { WireLimits } from '../wire/limits.ts';

/**
 * Whether a transaction brought an item that Yjs never writes, believes, and throws on when its list is deleted
 * later: one next to an item of another list or key, or a living value of a key beside another one. Or a type so deep
 * in others that each change of one is told to thousands.
 */
export function bringsUnsoundItem(
  { beforeState, afterState, doc: { store } }: Y.Transaction,
  limits: Pick<WireLimits, 'valueMaxDepth'>,
): boolean {
  for (const [client, end] of afterState) {
    const start = beforeState.get(client) ?? 0;
    const structs = end > start ? store.clients.get(client) : undefined;
    if (!structs) continue;
    for (let index = Y.findIndexSS(structs, start); index < structs.length; index++) {
      const item = structs[index];
      if (item instanceof Y.Item && (isUnsound(item, store) || isDeeperThan(item, limits.valueMaxDepth)))
        return true;
    }
  }
  return false;
}

function isDeeperThan(item: Y.Item, depth: number): boolean {
  if (!(item.content instanceof Y.ContentType)) return false;
  let level = 0;
  for (let outer: Y.Item | null = item; outer !== null && level <= depth; level++)
    outer = (outer.parent as Y.AbstractType<unknown>)._item;
  return level > depth;
}

function isUnsound(item: Y.Item, store: Y.Doc['store']): boolean {
  // What is set later deletes what was set before, so only the last of a key's values lives, and is one.
  const isOneOfMany = item.parentSub !== null && !item.deleted && (item.length > 1 || item.right !== null);
  return isOneOfMany || isElsewhere(item.origin, item, store) || isElsewhere(item.rightOrigin, item, store);
}

function isElsewhere(id: Y.ID | null, item: Y.Item, store: Y.Doc['store']): boolean {
  if (id === null) return false;
  const neighbour = Y.getItem(store, id);
  if (!(neighbour instanceof Y.Item)) return false;
  return neighbour.parent !== item.parent || neighbour.parentSub !== item.parentSub;
}
