import * as Y from 'yjs';

// Equal state vectors do not prove equal documents; this does.

function sorted(value: unknown): unknown {
  if (value instanceof Y.Map) return sorted(Object.fromEntries(value.entries()));
  if (value instanceof Y.Array) return value.toArray().map(sorted);
  if (value instanceof Y.Text) return { text: value.toDelta() as unknown };
  if (value instanceof Y.AbstractType) return { other: value.toJSON() as unknown };
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const entries = Object.entries(value).map(([key, item]) => [key, sorted(item)] as const);
  return { map: entries.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

/**
 * One text for one content, whichever replica holds it: keys in order, empty roots left out, so that having merely
 * looked at a root makes no difference. For comparing, not for reading back.
 */
export function canonicalJson(doc: Y.Doc): string {
  // A copy knows no root's type, whatever was asked of the original.
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const roots = [...copy.share.entries()].flatMap(([name, root]) => {
    // oxlint-disable-next-line no-underscore-dangle -- an untyped root tells in no other way which of the two it is
    const isMap = root._map.size > 0;
    const content = isMap ? copy.getMap(name) : copy.getArray(name);
    const isEmpty = content instanceof Y.Map ? content.size === 0 : content.length === 0;
    return isEmpty ? [] : [[name, sorted(content)] as const];
  });
  copy.destroy();
  return JSON.stringify(roots.sort(([a], [b]) => (a < b ? -1 : 1)));
}
