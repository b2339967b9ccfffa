import type { WireLimits } from '../../wire/limits.ts';
import type { DocumentShape } from './document-shape.ts';
import { scanAny, scanJson } from './scan-value.ts';
import type { UpdateCursor } from './update-cursor.ts';

/** Passes over what an item holds and gives its length in clocks. */
export function scanContent(
  cursor: UpdateCursor,
  content: number,
  shape: DocumentShape,
  limits: WireLimits,
): number {
  if (!shape.mayHold(content)) cursor.fail();
  if (cursor.failed) return 0;
  switch (content) {
    case 1: // deleted
      return cursor.varUint();
    case 2: {
      const count = cursor.count(1);
      for (let left = count; left > 0 && !cursor.failed; left--) scanJson(cursor, limits, true);
      return count;
    }
    case 3: // bytes
      cursor.skip(cursor.varUint());
      return 1;
    case 4: // text
      return cursor.utf16Length();
    case 5: // embed
      scanJson(cursor, limits, false);
      return 1;
    case 6: // format
      scanName(cursor, limits);
      scanJson(cursor, limits, false);
      return 1;
    case 7: {
      const type = cursor.varUint();
      if (!shape.mayNest(type)) cursor.fail();
      // An element and a hook have a name.
      if (type === 3 || type === 5) scanName(cursor, limits);
      return 1;
    }
    default: {
      const count = cursor.count(1);
      for (let left = count; left > 0 && !cursor.failed; left--) scanAny(cursor, limits);
      return count;
    }
  }
}

/** Passes over a key or another name. */
export function scanName(cursor: UpdateCursor, { keyMaxBytes }: Pick<WireLimits, 'keyMaxBytes'>): void {
  const start = cursor.at;
  cursor.utf16Length();
  if (cursor.at - start > keyMaxBytes) cursor.fail('document.too-large');
}
