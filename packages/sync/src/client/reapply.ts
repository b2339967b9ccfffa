// oxlint-disable no-underscore-dangle -- a root that nobody named a type for tells its own in no other way

import * as Y from 'yjs';
import { replaceText } from './replace-text.ts';

/** Where in a document something was edited again: a root's name, then keys and indexes. */
export type EditPath = readonly (string | number)[];

type Shared = Y.Map<unknown> | Y.Array<unknown> | Y.Text;

/** What both hold, by Yjs' own rules: everything written on either side, without what either took away. */
export function mergeOf(one: Y.Doc, other: Y.Doc): Y.Doc {
  const merged = new Y.Doc();
  merged.transact(() => {
    for (const doc of [one, other]) Y.applyUpdate(merged, Y.encodeStateAsUpdate(doc));
  });
  return merged;
}

/**
 * Edits `doc` until its content is that of `wanted`, in one transaction, with the fewest edits that its maps, arrays
 * and texts allow. Only content is carried over, nothing of how it came to be. Returns where anything was edited.
 */
export function reapply(doc: Y.Doc, wanted: Y.Doc): EditPath[] {
  const paths: EditPath[] = [];
  doc.transact(() => {
    for (const [name, root] of wanted.share) {
      // A list whose last entry is gone does not tell any more what it was.
      const kind = kindOf(root) ?? kindOf(doc.get(name));
      if (kind) makeEqual(doc.get(name, kind) as Shared, wanted.get(name, kind) as Shared, [name], paths);
    }
  });
  return paths;
}

/** `null` for an empty root, and for the kinds that no document of ours has. */
function kindOf(root: ReturnType<Y.Doc['get']>): (new () => Shared) | null {
  for (const kind of [Y.Map, Y.Array, Y.Text] as const) if (root.constructor === kind) return kind;
  if (root.constructor !== Y.AbstractType) return null;
  if (root._map.size > 0) return Y.Map;
  for (let item = root._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const isText = [Y.ContentString, Y.ContentFormat, Y.ContentEmbed].some(
      (kind) => item?.content instanceof kind,
    );
    return isText ? Y.Text : Y.Array;
  }
  return null;
}

function makeEqual(to: Shared, wanted: Shared, path: EditPath, paths: EditPath[]): void {
  if (to instanceof Y.Map) makeMapEqual(to, wanted as Y.Map<unknown>, path, paths);
  else if (to instanceof Y.Array) makeArrayEqual(to, wanted as Y.Array<unknown>, path, paths);
  else if (makeTextEqual(to, wanted as Y.Text)) paths.push(path);
}

function makeMapEqual(to: Y.Map<unknown>, wanted: Y.Map<unknown>, path: EditPath, paths: EditPath[]): void {
  for (const key of to.keys())
    if (!wanted.has(key)) {
      to.delete(key);
      paths.push([...path, key]);
    }
  for (const [key, value] of wanted) {
    const present = to.get(key);
    if (to.has(key) && canBecome(present, value)) makeEqual(present, value as Shared, [...path, key], paths);
    else if (!to.has(key) || !isEqual(present, value)) {
      to.set(key, detached(value));
      paths.push([...path, key]);
    }
  }
}

/** Equal ends stay; of what lies between, what can become the other does, and the rest is replaced. */
function makeArrayEqual(
  to: Y.Array<unknown>,
  wanted: Y.Array<unknown>,
  path: EditPath,
  paths: EditPath[],
): void {
  const [before, after] = [to.toArray(), wanted.toArray()];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isEqual(before[start], after[start])) start++;
  let end = 0;
  while (end < shorter - start && isEqual(before[before.length - 1 - end], after[after.length - 1 - end]))
    end++;
  let [removed, added] = [before.length - start - end, after.length - start - end];
  for (; removed > 0 && added > 0 && canBecome(before[start], after[start]); start++, removed--, added--)
    makeEqual(before[start] as Shared, after[start] as Shared, [...path, start], paths);
  if (removed > 0) to.delete(start, removed);
  if (added > 0) to.insert(start, after.slice(start, start + added).map(detached));
  if (removed > 0 || added > 0) paths.push(path);
}

function makeTextEqual(to: Y.Text, wanted: Y.Text): boolean {
  if (isEqual(deltaOf(to), deltaOf(wanted))) return false;
  if (isPlain(to) && isPlain(wanted)) replaceText(to, wanted.toString());
  else {
    to.delete(0, to.length);
    to.applyDelta(wanted.toDelta());
  }
  return true;
}

interface TextPart {
  insert: unknown;
  attributes?: object;
}

/** Yjs cuts where a format once began: pieces that look the same are joined. */
function deltaOf(text: Y.Text): TextPart[] {
  const parts: TextPart[] = [];
  for (const { insert, attributes = {} } of text.toDelta() as TextPart[]) {
    const last = parts.at(-1);
    if (
      typeof insert === 'string' &&
      typeof last?.insert === 'string' &&
      isEqual(last.attributes, attributes)
    )
      last.insert += insert;
    else parts.push({ insert, attributes });
  }
  return parts;
}

const isPlain = (text: Y.Text): boolean =>
  deltaOf(text).every(({ insert, attributes }) => typeof insert === 'string' && isEqual(attributes, {}));

const canBecome = (present: unknown, wanted: unknown): present is Shared =>
  [Y.Map, Y.Array, Y.Text].some(
    (kind) => present?.constructor === kind && (wanted as object | undefined)?.constructor === kind,
  );

const detached = (value: unknown): unknown => (value instanceof Y.AbstractType ? value.clone() : value);

function isEqual(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (one.constructor !== other.constructor) return false;
  if (one instanceof Y.Text) return isEqual(deltaOf(one), deltaOf(other as Y.Text));
  if (one instanceof Y.AbstractType && !(one instanceof Y.Map || one instanceof Y.Array))
    return isEqual(one.toJSON(), (other as typeof one).toJSON());
  const [left, right] = [entriesOf(one), entriesOf(other)];
  return (
    left.size === right.size &&
    [...left].every(([key, value]) => right.has(key) && isEqual(value, right.get(key)))
  );
}

const entriesOf = (value: object): Map<unknown, unknown> =>
  new Map<unknown, unknown>(
    value instanceof Y.Map
      ? value.entries()
      : Object.entries(value instanceof Y.Array ? value.toArray() : value),
  );
