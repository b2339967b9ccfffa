import { anyShape } from '@komod/testkit/any-shape';
import { editTogether } from '@komod/testkit/hostile-frames/real-session';
import { seededRandom } from '@komod/testkit/seeded-random';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type WireLimits, wireLimits } from '../../wire/limits.ts';
import { admitUpdate } from './admit-update.ts';
import { DocumentShape } from './document-shape.ts';
import { scanUpdate } from './scan-update.ts';

/** Clients are told apart from structs here. */
const limits: WireLimits = { ...wireLimits, structsPerClient: 0 };
const holdsNothing = { clockOf: () => 0, hasDeleted: () => false };
const admit = (bytes: readonly number[], shape = anyShape, changed: Partial<WireLimits> = {}) =>
  admitUpdate(Uint8Array.from(bytes), holdsNothing, shape, { ...limits, ...changed });
const admitted = { novelty: 'new', structs: 1 };

const huge = [255, 255, 255, 127];
const inRoot = [1, 1, 109];
/** One item of client 5 at the top of `m`. */
const item = (content: number, ...bytes: number[]): number[] => [1, 1, 5, 0, content, ...inRoot, ...bytes, 0];
const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];
const string = (text: string): number[] => [text.length, ...utf8(text)];
const value = (...bytes: number[]): number[] => item(8, 1, ...bytes);

test('[F6] what devices that use all of Yjs send each other is admitted, and read as Yjs reads it', () => {
  const random = seededRandom();
  for (let run = 0; run < 20; run++) {
    for (const update of editTogether(random, 60).updates) {
      const read: string[] = [];
      let section = 0;
      const refusal = scanUpdate(update, anyShape, limits, {
        section: (client) => (section = client),
        reference: (from, client, clock) => read.push(`${section} ${from} refers to ${client} ${clock}`),
        struct: (clock, length, kind) => read.push(`${section} ${clock} is ${length} of ${kind}`),
        deletion: (client, clock, length) => read.push(`${client} ${clock} deletes ${length}`),
      });
      const { structs, ds } = Y.decodeUpdate(update);
      const told: string[] = [];
      for (const struct of structs) {
        const { client, clock } = struct.id;
        if (struct instanceof Y.Item) {
          for (const id of [struct.origin, struct.rightOrigin, struct.parent]) {
            if (id instanceof Y.ID && id.client !== client) {
              told.push(`${client} ${clock} refers to ${id.client} ${id.clock}`);
            }
          }
        }
        const kind = struct instanceof Y.Item ? struct.content.getRef() : struct instanceof Y.GC ? 0 : 10;
        told.push(`${client} ${clock} is ${struct.length} of ${kind}`);
      }
      for (const [client, ranges] of ds.clients) {
        for (const { clock, len } of ranges) told.push(`${client} ${clock} deletes ${len}`);
      }
      expect([random.seed, refusal, read.join()]).toEqual([random.seed, null, told.join()]);
    }
  }
}, 60_000);

test.each([
  ['clients', [...huge, 0, 0, 0, 0]],
  ['structs', [1, ...huge, 5, 0, 0, 1, 0]],
  ['values', item(8, ...huge, 126)],
  ['old values', item(2, ...huge, 1, 49)],
  ['elements of a list', value(117, ...huge, 126)],
  ['entries of an object', value(118, ...huge, 1, 97, 126)],
  ['bytes of a value', value(116, ...huge, 1)],
  ['bytes', item(3, ...huge, 1)],
  ['characters', item(4, ...huge, 97)],
  ['bytes of a float', value(123, 1, 2, 3)],
  ['deleting clients', [0, ...huge, 0]],
  ['deleted ranges', [0, 1, 5, ...huge, 0, 1]],
])('[F2] %s that do not follow are malformed', (_what, bytes) => {
  expect(admit(bytes)).toBe('document.malformed');
});

test('[F2] a count that the bytes cannot hold is refused before anything behind it is read', () => {
  const heard: number[] = [];
  const note = (first: number): void => void heard.push(first);
  const visitor = { section: note, reference: note, struct: note, deletion: note };
  const garbage = [0, 1, 0, 1, 0, 1];
  for (const bytes of [
    [3, 3, 5, 0, ...garbage, 0],
    [1, 6, 5, 0, ...garbage, 0],
    [0, 1, 5, 5, ...garbage, 0],
  ]) {
    expect(scanUpdate(Uint8Array.from(bytes), anyShape, limits, visitor)).toBe('document.malformed');
  }
  expect(heard).toEqual([]);
});

test('[F2] an update ends where its bytes end', () => {
  expect(admit(item(4, 1, 97))).toEqual(admitted);
  expect(admit([...item(4, 1, 97), 0])).toBe('document.malformed');
  for (let length = 0; length < 11; length++) {
    expect(admit(item(4, 1, 97).slice(0, length))).toBe('document.malformed');
  }
});

test.each([
  ['text', item(4, 0)],
  ['values', item(8, 0)],
  ['old values', item(2, 0)],
  ['deleted content', item(1, 0)],
  ['garbage', [1, 1, 5, 0, 0, 0, 0]],
  ['a skip', [1, 1, 5, 0, 10, 0, 0]],
  ['a client', [2, 0, 7, 0, 1, 5, 0, 4, ...inRoot, 1, 97, 0]],
  ['a deleted range', [1, 1, 5, 0, 0, 1, 1, 5, 1, 0, 0]],
])('[F5] %s of no length is malformed', (_what, bytes) => {
  expect(admit(bytes)).toBe('document.malformed');
});

const lastClock = [255, 255, 255, 255, 255, 255, 255, 15];
test.each([
  ['a client told twice', [2, 1, 5, 0, 0, 1, 1, 5, 1, 0, 1, 0]],
  ['a client whose deletions are told twice', [0, 2, 5, 1, 0, 1, 5, 1, 1, 1]],
  ['an item that stands behind itself', [1, 1, 5, 0, 0x84, 5, 0, 1, 97, 0]],
  ['an item that stands before a later one', [1, 2, 5, 0, 0x44, 5, 1, 1, 97, 4, ...inRoot, 1, 97, 0]],
  ['an item inside of itself', [1, 1, 5, 0, 4, 0, 5, 0, 1, 97, 0]],
  ['two clients that wait for each other', [2, 1, 7, 0, 0x84, 5, 0, 1, 97, 1, 5, 0, 0x84, 7, 0, 1, 97, 0]],
  ['a clock beyond all clocks', [1, 1, 5, ...lastClock, 0, 1, 0]],
  ['a deletion beyond all clocks', [1, 1, 5, 0, 0, 1, 1, 5, 1, ...lastClock, 1]],
  ['a parent of a third kind', [1, 1, 5, 0, 4, 2, 1, 109, 1, 97, 0]],
  ['garbage with a place', [1, 1, 5, 0, 0x80, 5, 0, 1, 0]],
  ['a skip with a place', [1, 1, 5, 0, 0x8a, 7, 0, 1, 0]],
])('[F5] %s is malformed', (_what, bytes) => {
  expect(admit(bytes)).toBe('document.malformed');
});

test('[F5] clients that lean on each other without a circle are admitted, whichever stands first', () => {
  const [seven, five] = [
    [2, 7, 0, 4, ...inRoot, 1, 97, 0x84, 5, 0, 1, 98],
    [2, 5, 0, 0x84, 7, 0, 1, 99, 0x84, 7, 1, 1, 100],
  ];
  expect(admit([2, ...seven, ...five, 0])).toEqual({ novelty: 'new', structs: 4 });
  expect(admit([2, ...five, ...seven, 0])).toEqual({ novelty: 'new', structs: 4 });
});

test('[F5] a client that several wait for, each for a little more of it, is no circle', () => {
  const behind = (client: number, clock: number) => [0x84, client, clock, 1, 97];
  const three = [1, 3, 0, 4, ...inRoot, 2, 97, 98];
  const five = [3, 5, 0, 4, ...inRoot, 1, 97, ...behind(3, 0), ...behind(3, 1)];
  const update = [4, 1, 9, 0, ...behind(5, 1), 1, 7, 0, ...behind(5, 2), ...five, ...three, 0];
  expect(admit(update)).toEqual({ novelty: 'new', structs: 6 });
});

test.each([
  ['a lone follower', [0x80]],
  ['a lead without its follower', [0xc3]],
  ['a lead before a letter', [0xc3, 0x41]],
  ['an overlong form of two', [0xc0, 0x80]],
  ['an overlong form of three', [0xe0, 0x9f, 0xbf]],
  ['an overlong form of four', [0xf0, 0x8f, 0xbf, 0xbf]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['more than U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['a lead that is none', [0xf5, 0x80, 0x80, 0x80]],
  ['a broken third byte', [0xe2, 0x82, 0x41]],
  ['a broken fourth byte', [0xf0, 0x9f, 0xa7, 0x41]],
  ['three of four bytes', [0xf0, 0x9f, 0xa7]],
])('[F2] text with %s is malformed, short or long', (_what, bytes) => {
  expect(admit(item(4, bytes.length, ...bytes))).toBe('document.malformed');
  const long = [...Array.from({ length: 2_000 }, () => 97), ...bytes];
  expect(admit(item(4, (long.length % 128) | 128, long.length >> 7, ...long))).toBe('document.malformed');
});

test.each([[[0xc3]], [[0xe2, 0x82]], [[0xf0, 0x9f, 0xa7]]])(
  '[F2] text that ends inside of a character is malformed, also where the next byte would complete it: %j',
  (text) => {
    const behind = [0x84, 5, 0, 1, 97];
    const update = [1, 2, 5, 0, 4, ...inRoot, text.length, ...text, ...behind, 0];
    expect(() => Y.decodeUpdate(Uint8Array.from(update))).toThrow();
    expect(admit(update)).toBe('document.malformed');
  },
);

test('[F6] text is as long as Yjs takes it to be, in all lengths of UTF-8', () => {
  for (const text of ['a', 'é', '߿', 'ࠀ', '퟿', '\uE000', '￿', '\u{10000}', '\u{10FFFF}', '\uFEFFb', '\0']) {
    for (const times of [1, 3, 700]) {
      const doc = new Y.Doc();
      doc.getText('t').insert(0, text.repeat(times));
      let length = 0;
      const visitor = { section() {}, reference() {}, deletion() {} };
      const struct = (_clock: number, found: number): void => void (length = found);
      scanUpdate(Y.encodeStateAsUpdate(doc), anyShape, limits, { ...visitor, struct });
      expect([text, length]).toEqual([text, text.length * times]);
    }
  }
});

test.each([
  ['an embed that is no JSON', item(5, 1, 120)],
  ['an embed that is undefined', item(5, ...string('undefined'))],
  ['a format that is no JSON', item(6, 1, 98, 1, 120)],
  ['an old value that is no JSON', item(2, 1, 1, 120)],
  ['a type that does not exist', item(7, 7)],
  ['a type beyond 32', item(7, 32)],
  ['a value of no known kind', value(115)],
  ['a value of another unknown kind', value(128, 1)],
  ['an integer without an end', value(125, ...Array.from({ length: 9 }, () => 0x80), 1)],
  ['a document inside the document', item(9, 1, 97, 118, 0)],
  ['content of no known kind', item(11, 1)],
])('[F3] %s is malformed', (_what, bytes) => {
  expect(admit(bytes)).toBe('document.malformed');
});

const contents = [
  ['json', item(2, 1, 1, 49)],
  ['binary', item(3, 1, 49)],
  ['text', item(4, 1, 49)],
  ['embed', item(5, 1, 49)],
  ['format', item(6, 1, 98, 1, 49)],
  ['any', item(8, 1, 126)],
] as const;

test.each(contents)('[F3] %s is taken where the host names it, and nowhere else', (content, bytes) => {
  const others = contents.map(([name]) => name).filter((name) => name !== content);
  const shape = (names: typeof others) => new DocumentShape({ roots: null, contents: names, types: [] });
  expect(admit(bytes, shape([content]))).toEqual(admitted);
  expect(admit(bytes, shape(others))).toBe('document.malformed');
  expect(admit(item(1, 1), shape([]))).toEqual(admitted);
});

test('[F3] shared types and top-level names are those the host names', () => {
  const shape = new DocumentShape({ roots: ['listings', 'm'], contents: ['type', 'text'], types: ['map'] });
  expect(admit(item(7, 1), shape)).toEqual(admitted);
  for (const other of [0, 2, 4, 6]) expect(admit(item(7, other), shape)).toBe('document.malformed');
  expect(admit(item(7, 1), new DocumentShape({ roots: null, contents: ['text'], types: ['map'] }))).toBe(
    'document.malformed',
  );
  const under = (root: string) => [1, 1, 5, 0, 4, 1, ...string(root), 1, 97, 0];
  for (const root of ['listings', 'm']) expect(admit(under(root), shape)).toEqual(admitted);
  for (const root of ['', 'listing', 'listings2', 'lustings', 'n']) {
    expect([root, admit(under(root), shape)]).toEqual([root, 'document.malformed']);
  }
});

test('[F4] a value is bounded in bytes and a name too, whatever holds them', () => {
  const tight = { valueMaxBytes: 20, keyMaxBytes: 10 };
  const text = (length: number) => [length, ...Array.from({ length }, () => 97)];
  const fits = [value(119, ...text(18)), item(5, 3, ...utf8('"a"')), item(6, ...text(9), 1, 49)];
  for (const bytes of fits) expect(admit(bytes, anyShape, tight)).toEqual(admitted);
  const json = (length: number) => [length + 2, 34, ...text(length).slice(1), 34];
  for (const bytes of [
    value(119, ...text(19)),
    value(117, 2, 119, ...text(8), 119, ...text(8)),
    item(5, ...json(20)),
    item(2, 1, ...json(20)),
    item(6, ...text(10), 1, 49),
    item(6, 1, 98, ...json(20)),
    item(0x24, ...text(10), 1, 97),
    item(7, 3, ...text(10)),
    [1, 1, 5, 0, 4, 1, ...text(10), 1, 97, 0],
  ]) {
    expect([bytes, admit(bytes, anyShape, tight)]).toEqual([bytes, 'document.too-large']);
  }
});

test('[F4] a value is bounded in depth, of either encoding', () => {
  const tight = { valueMaxDepth: 3 };
  const lists = (depth: number) => Array.from({ length: depth }, () => [117, 1]).flat();
  const json = (depth: number) => string(`${'['.repeat(depth)}${']'.repeat(depth)}`);
  expect(admit(value(...lists(3), 126), anyShape, tight)).toEqual(admitted);
  expect(admit(item(5, ...json(3)), anyShape, tight)).toEqual(admitted);
  expect(admit(value(...lists(4), 126), anyShape, tight)).toBe('document.malformed');
  expect(admit(item(5, ...json(4)), anyShape, tight)).toBe('document.malformed');
});

test('[F4] an object that would change its prototype is malformed: Yjs could read it and never write it again', () => {
  const bytes = (...length: number[]) => value(118, 1, ...length, ...utf8('__proto__'), 116, 1, 1);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Uint8Array.from(bytes(9)));
  expect(() => Y.encodeStateAsUpdate(doc)).toThrow();
  expect(admit(bytes(9))).toBe('document.malformed');
  expect(admit(bytes(0x89, 0))).toBe('document.malformed');
  expect(admit(value(118, 1, 9, ...utf8('__protO__'), 126))).toEqual(admitted);
});

test('[F2] structs, ranges, lists and objects count together', () => {
  const tight = { documentMaxStructs: 3 };
  const garbage = (structs: number) => Array.from({ length: structs }, () => [0, 1]).flat();
  const lists = (count: number) => Array.from({ length: count }, () => [117, 0]).flat();
  expect(admit([1, 3, 5, 0, ...garbage(3), 0], anyShape, tight)).toEqual({ novelty: 'new', structs: 3 });
  expect(admit(item(8, 2, ...lists(2)), anyShape, tight)).toEqual(admitted);
  for (const bytes of [
    [1, 4, 5, 0, ...garbage(4), 0],
    [1, 2, 5, 0, ...garbage(2), 1, 5, 2, 0, 1, 1, 1],
    item(8, 3, ...lists(3)),
    item(8, 3, 118, 0, 118, 0, 118, 0),
  ]) {
    expect(admit(bytes, anyShape, tight)).toBe('document.too-large');
  }
});

test('[F2] a client counts for structs of its own, in the frame and against the document', () => {
  const tight = { documentMaxStructs: 30, structsPerClient: 10 };
  const clients = (count: number) =>
    Array.from({ length: count }, (_, client) => [1, client, 0, 0, 1]).flat();
  expect(admit([2, ...clients(2), 0], anyShape, tight)).toEqual({ novelty: 'new', structs: 22 });
  expect(admit([3, ...clients(3), 0], anyShape, tight)).toBe('document.too-large');
  const held = { clockOf: (client: number) => (client === 0 ? 1 : 0), hasDeleted: () => false };
  const more = Uint8Array.from([2, 1, 0, 1, 0, 1, 1, 1, 0, 0, 1, 0]);
  expect(admitUpdate(more, held, anyShape, { ...limits, ...tight })).toEqual({ novelty: 'new', structs: 12 });
});
