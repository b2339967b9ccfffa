import * as Y from 'yjs';
import type { SeededRandom } from '../seeded-random.ts';

/** A document of `yjs` whose client id comes from the seed. */
export function seededDoc(random: SeededRandom): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = random.between(1, 0xffff_ffff);
  return doc;
}

const words = ['wool', 'linen ', 'پیراهن', '🧥', 'a', ' ', 'é', '\n', 'Größe 38'];

function anyValue(random: SeededRandom, levels = 3): unknown {
  const plain = [
    null,
    { none: undefined },
    true,
    false,
    random.between(-5, 5),
    random.between(-2_000_000_000, 2_000_000_000),
    random.next(),
    1e300,
    2n ** 60n,
    random.pick(words).repeat(random.between(0, 9)),
    Uint8Array.of(random.between(0, 255), 1),
  ];
  if (levels === 0 || random.chance(0.6)) return random.pick(plain);
  const values = Array.from({ length: random.between(0, 4) }, () => anyValue(random, levels - 1));
  return random.chance(0.5) ? values : Object.fromEntries(values.map((value, key) => [`k${key}`, value]));
}

function newType(random: SeededRandom): Y.AbstractType<unknown> {
  const types = [
    () => new Y.Map(),
    () => new Y.Array(),
    () => new Y.Text(random.pick(words)),
    () => new Y.XmlElement('p'),
    () => new Y.XmlFragment(),
    () => new Y.XmlText('x'),
    () => new Y.XmlHook('hook'),
  ] as const;
  return random.pick<() => unknown>(types)() as Y.AbstractType<unknown>;
}

function editText(text: Y.Text, random: SeededRandom): void {
  const at = random.between(0, text.length);
  const pick = random.between(0, 5);
  if (pick <= 2) text.insert(at, random.pick(words).repeat(random.between(1, 4)));
  else if (pick === 3 && text.length > at) text.delete(at, random.between(1, Math.min(4, text.length - at)));
  else if (pick === 4 && text.length > at) {
    text.format(
      at,
      random.between(1, text.length - at),
      random.pick([{ bold: true }, { bold: null }, { link: { to: 1 } }]),
    );
  } else if (pick === 5) text.insertEmbed(at, { image: random.pick(words) });
}

function editMap(map: Y.Map<unknown>, random: SeededRandom): void {
  const key = `k${random.between(0, 5)}`;
  if (random.chance(0.2)) map.delete(key);
  else map.set(key, random.chance(0.3) ? newType(random) : anyValue(random));
}

function editArray(array: Y.Array<unknown>, random: SeededRandom): void {
  const at = random.between(0, array.length);
  if (random.chance(0.3) && array.length > at) return array.delete(at, random.between(1, array.length - at));
  // A list takes a big integer only inside of another value.
  const values = Array.from({ length: random.between(1, 3) }, () => [anyValue(random)]).map((value) =>
    typeof value[0] === 'bigint' ? value : value[0],
  );
  array.insert(at, random.chance(0.3) ? [newType(random)] : values);
}

/** One edit anywhere in the document, in the types of every kind that it holds. */
function editSomewhere(doc: Y.Doc, random: SeededRandom): void {
  let type: unknown = random.pick([
    () => doc.getMap('m'),
    () => doc.getArray('a'),
    () => doc.getText('t'),
    () => doc.getXmlFragment('x'),
  ])();
  while (random.chance(0.7)) {
    const inner: unknown[] =
      type instanceof Y.Map ? [...type.values()] : type instanceof Y.Array ? type.toArray() : [];
    const nested = inner.filter((value) => value instanceof Y.AbstractType);
    if (nested.length === 0) break;
    type = random.pick(nested);
  }
  if (type instanceof Y.Text) editText(type, random);
  else if (type instanceof Y.Map) editMap(type, random);
  else if (type instanceof Y.Array) editArray(type, random);
  else if (type instanceof Y.XmlElement) type.setAttribute('class', random.pick(words));
  else if (type instanceof Y.XmlFragment)
    type.insert(0, [random.chance(0.5) ? new Y.XmlElement('b') : new Y.XmlText('x')]);
}

/**
 * A few devices that edit one document with all that Yjs has but documents inside it, apart and together, undo,
 * and come back under a new client id. Hears every update they send, single edits and answers to each other.
 */
export function editTogether(random: SeededRandom, steps: number): { doc: Y.Doc; updates: Uint8Array[] } {
  const updates: Uint8Array[] = [];
  const start = (): { doc: Y.Doc; undo: Y.UndoManager } => {
    const doc = seededDoc(random);
    doc.on(
      'update',
      (update: Uint8Array, origin: unknown) => void (origin !== 'sync' && updates.push(update)),
    );
    const roots = [doc.getMap('m'), doc.getArray('a'), doc.getText('t')];
    return { doc, undo: new Y.UndoManager(roots, { captureTimeout: 0 }) };
  };
  const devices = [start(), start(), start()];
  const sync = (from: Y.Doc, to: Y.Doc): void => {
    const answer = Y.encodeStateAsUpdate(from, Y.encodeStateVector(to));
    updates.push(answer);
    Y.applyUpdate(to, answer, 'sync');
  };
  for (let step = 0; step < steps; step++) {
    const device = random.pick(devices);
    const pick = random.next();
    if (pick < 0.7) device.doc.transact(() => editSomewhere(device.doc, random));
    else if (pick < 0.78) device.undo.undo();
    else if (pick < 0.82) device.undo.redo();
    else if (pick < 0.97) sync(device.doc, random.pick(devices).doc);
    else {
      const fresh = start();
      sync(device.doc, fresh.doc);
      devices[random.between(0, 2)] = fresh;
    }
  }
  const [first, ...others] = devices;
  for (const { doc } of others) sync(doc, first!.doc);
  updates.push(Y.encodeStateAsUpdate(first!.doc), Y.mergeUpdates(updates.slice(0, 20)));
  return { doc: first!.doc, updates };
}
