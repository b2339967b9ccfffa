import { seededRandom, type SeededRandom } from '@komod/testkit/seeded-random';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { mergeOf, reapply } from './reapply.ts';

type Value = Y.Map<unknown> | Y.Array<unknown> | Y.Text | string | number | null | object;

function anyValue(random: SeededRandom, depth: number): Value {
  const shared = depth > 0 ? random.between(0, 5) : 9;
  if (shared === 0) return new Y.Map([['k', random.between(0, 9)]]);
  if (shared === 1) return Y.Array.from([random.between(0, 9), 'x']);
  if (shared === 2) return new Y.Text('wool');
  return random.pick<Value>([
    'wool',
    7,
    null,
    { a: [1, 2] },
    new Uint8Array([1, 2]),
    `${random.between(0, 99)}`,
  ]);
}

function editAny(target: unknown, random: SeededRandom, depth = 3): void {
  if (target instanceof Y.Map) {
    const key = `k${random.between(0, 4)}`;
    if (random.chance(0.4) && target.get(key) instanceof Y.AbstractType)
      editAny(target.get(key), random, depth - 1);
    else if (random.chance(0.2)) target.delete(key);
    else target.set(key, anyValue(random, depth));
  } else if (target instanceof Y.Array) {
    const index = random.between(0, target.length);
    if (random.chance(0.4) && target.get(index) instanceof Y.AbstractType)
      editAny(target.get(index), random, depth - 1);
    else if (random.chance(0.3) && index < target.length) target.delete(index, 1);
    else target.insert(index, [anyValue(random, depth)]);
  } else if (target instanceof Y.Text) {
    const index = random.between(0, target.length);
    if (random.chance(0.3) && index < target.length) target.delete(index, 1);
    else target.insert(index, random.pick(['a', '🧥', '🧦', 'ک']), random.chance(0.1) ? { bold: true } : {});
  }
}

const editRoots = (doc: Y.Doc, random: SeededRandom, times: number): void => {
  for (let count = 0; count < times; count++)
    editAny(random.pick<unknown>([doc.getMap('m'), doc.getArray('a'), doc.getText('t')]), random);
};

const contentOf = (doc: Y.Doc): unknown => ({
  m: doc.getMap('m').toJSON(),
  a: doc.getArray('a').toJSON(),
  t: (doc.getText('t').toDelta() as { insert: string; attributes?: object }[]).flatMap(
    ({ insert, attributes }) => [...insert].map((letter) => [letter, attributes ?? {}]),
  ),
});

test('[I1] any two documents: the one is edited into the content of both, and every replica of it follows', () => {
  const { seed } = seededRandom();
  for (let run = 0; run < 150; run++) {
    const random = seededRandom(seed + run);
    const [server, local] = [new Y.Doc(), new Y.Doc()];
    editRoots(server, random, 10);
    Y.applyUpdate(local, Y.encodeStateAsUpdate(server));
    editRoots(server, random, 10);
    editRoots(local, random, 10);
    const replica = mergeOf(server, new Y.Doc());
    server.on('update', (update: Uint8Array) => Y.applyUpdate(replica, update));
    const wanted = mergeOf(local, server);
    reapply(server, wanted);
    const when = `KOMOD_SEED=${seed + run}`;
    expect(contentOf(server), when).toEqual(contentOf(wanted));
    expect(contentOf(replica), when).toEqual(contentOf(wanted));
    expect(reapply(server, wanted), when).toEqual([]);
  }
});

test('[I1] only what differs is edited: keys by themselves, texts by what was typed', () => {
  const server = new Y.Doc();
  const piece = server.getMap<unknown>('m').set('piece', new Y.Map<unknown>());
  piece.set('title', 'Blazer');
  piece.set('price', 40);
  piece.set('text', new Y.Text('Wool 🧥, lined'));
  const local = mergeOf(server, new Y.Doc());
  const mine = local.getMap<Y.Map<unknown>>('m').get('piece')!;
  mine.set('price', 45);
  (mine.get('text') as Y.Text).insert(4, 'len');
  piece.set('title', 'Linen blazer');
  const updates: Uint8Array[] = [];
  server.on('update', (update: Uint8Array) => updates.push(update));
  const paths = reapply(server, mergeOf(local, server));
  expect(paths.map((path) => path.join('.')).sort()).toEqual(['m.piece.price', 'm.piece.text']);
  expect(updates).toHaveLength(1);
  expect(updates[0]!.length).toBeLessThan(100);
  expect(piece.toJSON()).toEqual({ title: 'Linen blazer', price: 45, text: 'Woollen 🧥, lined' });
});

test('[I1] a list, a text and a map that were emptied are emptied', () => {
  const server = new Y.Doc();
  server.getArray('a').push([1]);
  server.getText('t').insert(0, 'x');
  server.getMap('m').set('k', 1);
  const local = mergeOf(server, new Y.Doc());
  local.getArray('a').delete(0, 1);
  local.getText('t').delete(0, 1);
  local.getMap('m').delete('k');
  const fresh = mergeOf(server, new Y.Doc());
  reapply(fresh, mergeOf(local, fresh));
  expect(contentOf(fresh)).toEqual({ m: {}, a: [], t: [] });
});
