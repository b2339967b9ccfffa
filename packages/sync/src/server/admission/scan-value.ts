import type { WireLimits } from '../../wire/limits.ts';
import type { UpdateCursor } from './update-cursor.ts';

type ValueLimits = Pick<WireLimits, 'valueMaxBytes' | 'valueMaxDepth'>;

/** Passes over one value in lib0's own encoding. */
export function scanAny(cursor: UpdateCursor, { valueMaxBytes, valueMaxDepth }: ValueLimits): void {
  const start = cursor.at;
  scanLevel(cursor, valueMaxDepth);
  if (cursor.at - start > valueMaxBytes) cursor.fail('document.too-large');
}

function scanLevel(cursor: UpdateCursor, levels: number): void {
  const tag = cursor.byte();
  switch (tag) {
    case 127: // undefined
    case 126: // null
    case 121: // false
    case 120: // true
      return;
    case 125:
      return cursor.varInt();
    case 124:
      return cursor.skip(4);
    case 123: // float
    case 122: // big integer
      return cursor.skip(8);
    case 119:
      return void cursor.utf16Length();
    case 118:
    case 117: {
      if (levels === 0) return cursor.fail();
      cursor.weigh();
      const isObject = tag === 118;
      for (let left = cursor.count(isObject ? 2 : 1); left > 0 && !cursor.failed; left--) {
        if (isObject) scanKey(cursor);
        scanLevel(cursor, levels - 1);
      }
      return;
    }
    case 116:
      return cursor.skip(cursor.varUint());
    default:
      cursor.fail();
  }
}

const prototypeKey = new TextEncoder().encode('__proto__');

/** lib0 would set the prototype: an object that takes itself for bytes can be read, and never be written again. */
function scanKey(cursor: UpdateCursor): void {
  cursor.utf16Length();
  if (cursor.hasPassed(prototypeKey)) cursor.fail();
}

/** Passes over one value as text of JSON; Yjs writes `undefined` among old list contents only. */
export function scanJson(cursor: UpdateCursor, limits: ValueLimits, mayBeUndefined: boolean): void {
  const start = cursor.at;
  cursor.skip(cursor.varUint());
  if (cursor.at - start > limits.valueMaxBytes) cursor.fail('document.too-large');
  if (cursor.failed) return;
  cursor.at = start;
  const text = cursor.string();
  if (cursor.failed || (mayBeUndefined && text === 'undefined')) return;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return cursor.fail();
  }
  if (isDeeper(value, limits.valueMaxDepth)) cursor.fail();
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));
