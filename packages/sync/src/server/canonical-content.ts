import * as Y from 'yjs';

type SharedType = NonNullable<ReturnType<Y.Doc['share']['get']>>;

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (Array.isArray(value)) return value.map(plain);
  // What says itself how it reads, such as a date, is not what it is read back as.
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, plain(item)] as const);
  return { map: entries.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

/** Appends what the items from `start` hold. How a text is cut into items is left out: it differs between replicas. */
function collect(start: Y.Item | null, isOne: boolean, types: SharedType[]): unknown[] {
  const values: unknown[] = [];
  let text = '';
  const endText = () => {
    if (text !== '') values.push({ text });
    text = '';
  };
  for (let item = start; item !== null; item = isOne ? null : item.right) {
    const { content, deleted } = item;
    if (deleted) continue;
    if (content instanceof Y.ContentString) {
      text += content.str;
      continue;
    }
    endText();
    // Named by its place in `types`, so that nothing recurses however deep types stand in each other.
    if (content instanceof Y.ContentType) values.push({ type: types.push(content.type) });
    else if (content instanceof Y.ContentFormat) values.push({ format: [content.key, plain(content.value)] });
    else for (const value of content.getContent()) values.push(plain(value));
  }
  endText();
  return values;
}

// oxlint-disable no-underscore-dangle -- a root that was never asked for as a map or a list has no other way to say what it holds

const isEmpty = ({ _map, _start }: SharedType): boolean => {
  for (let item = _start; item !== null; item = item.right) if (!item.deleted) return false;
  return [..._map.values()].every(({ deleted }) => deleted);
};

/**
 * One text for one content, whatever the types of the roots: this side may never have asked for them. Empty roots are
 * left out. Equal state vectors and delete sets do not prove equal documents; this does. For comparing only.
 */
export function canonicalContent(doc: Y.Doc): string {
  const roots = [...doc.share].filter(([, root]) => !isEmpty(root)).sort(([a], [b]) => (a < b ? -1 : 1));
  const types: SharedType[] = roots.map(([, root]) => root);
  const said: unknown[] = [roots.map(([name]) => name)];
  // `types` grows on the way.
  for (const { _map, _start } of types) {
    const entries: unknown[] = [];
    for (const key of [..._map.keys()].sort()) {
      const item = _map.get(key);
      if (item && !item.deleted) entries.push([key, collect(item, true, types)]);
    }
    said.push([entries, collect(_start, false, types)]);
  }
  return JSON.stringify(said);
}
