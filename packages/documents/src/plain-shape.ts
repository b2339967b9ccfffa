import * as Y from 'yjs';
import { isRecord } from './plain-json.ts';

// A document as JSON that reads well and makes the same document again. What is a text, a list or a map of Yjs follows
// from where it stands; only what stands where nobody expects it is marked, by an object whose one key begins with `$`.

/** What stands at a place: a shared type with what is in it, or a plain value. */
export type Shape = { is: 'plain' | 'text' | 'array' } | { is: 'map'; of?: Readonly<Record<string, Shape>> };

const plain: Shape = { is: 'plain' };

/** Of values that come from a file: what a server's admission would refuse must not get into a document. */
export interface ValueLimits {
  valueMaxBytes: number;
  valueMaxDepth: number;
  keyMaxBytes: number;
}

/** A file that is not of this form. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

const isMark = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) && Object.keys(value).some((key) => key.startsWith('$'));

const inOrder = (entries: Iterable<readonly [string, unknown]>): Record<string, unknown> =>
  Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));

function writePlain(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return { $bigint: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
  if (value instanceof Uint8Array) return { $bytes: [...value] };
  if (Array.isArray(value)) return value.map(writePlain);
  if (typeof value !== 'object' || value === null) return value;
  const written = inOrder(Object.entries(value).map(([key, item]) => [key, writePlain(item)] as const));
  return isMark(value) ? { $object: written } : written;
}

/** The value at a place where `shape` is expected, keys in order. */
export function writeShape(value: unknown, shape: Shape = plain): unknown {
  if (value instanceof Y.Text) {
    const text = value.toString();
    return shape.is === 'text' ? text : { $text: text };
  }
  if (value instanceof Y.Array) {
    const items = value.toArray().map((item) => writeShape(item));
    return shape.is === 'array' ? items : { $array: items };
  }
  if (value instanceof Y.Map) {
    const inside = shape.is === 'map' ? shape.of : undefined;
    const entries = inOrder(
      [...value.entries()].map(([key, item]) => [key, writeShape(item, inside?.[key])]),
    );
    return shape.is === 'map' && !isMark(entries) ? entries : { $map: entries };
  }
  const written = writePlain(value);
  return shape.is === 'plain' ? written : { $plain: written };
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** @throws {ShapeError} for a name that no document may hold. */
export function readName(name: string, limits: ValueLimits): string {
  if (name === '__proto__' || byteLength(name) > limits.keyMaxBytes)
    throw new ShapeError('a name may not be used');
  return name;
}

function readPlain(value: unknown, limits: ValueLimits, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    checkDepth(limits, depth);
    return value.map((item) => readPlain(item, limits, depth + 1));
  }
  if (!isMark(value)) return readObject(value, limits, depth);
  const { mark, inner } = readMark(value);
  if (mark === '$object' && isRecord(inner)) return readObject(inner, limits, depth);
  // What the others stand for nests nothing.
  if (mark === '$bigint' && /^-?\d{1,20}$/.test(String(inner))) return BigInt(String(inner));
  if (mark === '$number') return Number(inner);
  // By themselves Yjs would store them as a content of its own, which no document may hold.
  if (mark === '$bytes' && Array.isArray(inner) && depth > 0) return Uint8Array.from(inner as number[]);
  throw new ShapeError('a mark of a value is unknown');
}

function checkDepth({ valueMaxDepth }: ValueLimits, depth: number): void {
  if (depth >= valueMaxDepth) throw new ShapeError('a value is nested too deeply');
}

function readObject(value: object, limits: ValueLimits, depth: number): Record<string, unknown> {
  checkDepth(limits, depth);
  const entries = Object.entries(value).map(
    ([key, item]) => [readName(key, limits), readPlain(item, limits, depth + 1)] as const,
  );
  return Object.fromEntries(entries);
}

function readMark(value: Record<string, unknown>): { mark: string; inner: unknown } {
  const [mark = '', ...others] = Object.keys(value);
  if (others.length > 0) throw new ShapeError('a mark does not stand alone');
  return { mark, inner: value[mark] };
}

function readMap(value: unknown, shape: Shape, limits: ValueLimits, depth: number): Y.Map<unknown> {
  if (!isRecord(value)) throw new ShapeError('a map is expected');
  const inside = shape.is === 'map' ? shape.of : undefined;
  const entries = Object.entries(value).map(
    ([key, item]) =>
      [readName(key, limits), readShape(item, inside?.[key] ?? plain, limits, depth + 1)] as const,
  );
  return new Y.Map(entries);
}

function readText(value: unknown): Y.Text {
  if (typeof value !== 'string') throw new ShapeError('a text is expected');
  return new Y.Text(value);
}

function readArray(value: unknown, limits: ValueLimits, depth: number): Y.Array<unknown> {
  if (!Array.isArray(value)) throw new ShapeError('a list is expected');
  const items = value.map((item) => readShape(item, plain, limits, depth + 1));
  // Yjs takes them into a map only.
  if (items.some((item) => typeof item === 'bigint')) throw new ShapeError('a list holds a big integer');
  const list = new Y.Array<unknown>();
  list.push(items);
  return list;
}

/**
 * What `writeShape` wrote, ready to be put into a document.
 * @throws {ShapeError} for anything else, and for what no document may hold.
 */
export function readShape(value: unknown, shape: Shape, limits: ValueLimits, depth = 0): unknown {
  if (depth > limits.valueMaxDepth) throw new ShapeError('types are nested too deeply');
  if (isMark(value)) {
    const { mark, inner } = readMark(value);
    if (mark === '$text') return readText(inner);
    if (mark === '$array') return readArray(inner, limits, depth);
    if (mark === '$map') return readMap(inner, shape, limits, depth);
    if (mark === '$plain') return bounded(inner, limits);
  }
  if (shape.is === 'text') return readText(value);
  if (shape.is === 'array') return readArray(value, limits, depth);
  if (shape.is === 'map') return readMap(value, shape, limits, depth);
  return bounded(value, limits);
}

function bounded(value: unknown, limits: ValueLimits): unknown {
  if (byteLength(JSON.stringify(value)) > limits.valueMaxBytes) throw new ShapeError('a value is too large');
  return readPlain(value, limits, 0);
}
