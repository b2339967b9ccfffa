import * as Y from 'yjs';

/** The content of the roots that tests use, keys sorted at every level: equal documents give the same text. */
export function canonical(original: Y.Doc): string {
  // A document that may only be read does not let itself be asked for a root that has no type yet.
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(original));
  const content = {
    map: doc.getMap('m').toJSON(),
    list: doc.getArray('a').toJSON(),
    text: doc.getText('t').toJSON(),
  };
  return JSON.stringify(content, (_key, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
