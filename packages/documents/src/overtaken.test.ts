import type { Wish } from '@komod/domain/wish';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createListing, editDescription, makeWish, readListing, setField } from './closet.ts';
import { observeOvertaken, type Overtaken } from './overtaken.ts';

interface Device {
  doc: Y.Doc;
  heard: Overtaken[];
  written: string[];
}

function deviceWith(clientID: number, from?: Y.Doc): Device {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  if (from) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
  const heard: Overtaken[] = [];
  const written: string[] = [];
  observeOvertaken(doc, {
    onOvertaken: (overtaken) => heard.push(overtaken),
    onWritten: (id, keys) => written.push(`${id}: ${[...keys].join()}`),
  });
  return { doc, heard, written };
}

/** Two devices of one closet, with a listing at $40. The second one's values stand where both wrote. */
function twoDevices(): [Device, Device] {
  const one = deviceWith(1);
  createListing(one.doc, { id: 'one', at: 1, currency: 'USD' });
  setField(one.doc, 'one', 'price', 4000, 1);
  return [one, deviceWith(2, one.doc)];
}
const send = (from: Device, to: Device) =>
  Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)));
const meet = (one: Device, other: Device) => {
  send(one, other);
  send(other, one);
};
const price = ({ doc }: Device, amount: number) => setField(doc, 'one', 'price', amount, 2);
const press = ({ doc }: Device, at: number) =>
  makeWish(doc, 'one', { want: 'sold', base: 1, at } satisfies Wish);

describe('a value that another device replaced', () => {
  test('without having seen it is heard of where it went, once, and nowhere else', () => {
    const [one, other] = twoDevices();
    price(one, 45);
    price(one, 4500);
    price(other, 3);
    price(other, 3500);
    meet(one, other);
    expect(readListing(one.doc, 'one')?.price).toBe(3500);
    expect(one.heard).toEqual([{ listingId: 'one', values: [{ field: 'price', value: 4500 }] }]);
    expect(other.heard).toEqual([]);
    meet(one, other);
    expect(one.heard).toHaveLength(1);
  });

  test('after having seen it is not', () => {
    const [one, other] = twoDevices();
    price(one, 4500);
    meet(one, other);
    price(other, 3500);
    price(other, 3000);
    meet(one, other);
    price(one, 2000);
    meet(one, other);
    expect([one.heard, other.heard]).toEqual([[], []]);
  });

  test('by the same value, or beside what both may write, is nothing', () => {
    const [one, other] = twoDevices();
    for (const { doc } of [one, other]) setField(doc, 'one', 'colours', ['black'], 2);
    setField(one.doc, 'one', 'title', 'Coat', 2);
    editDescription(one.doc, 'one', 'Wool.', 20_000);
    editDescription(other.doc, 'one', 'Linen.', 30_000);
    meet(one, other);
    expect([one.heard, other.heard]).toEqual([[], []]);
  });

  test('is heard of also when it came with work of weeks', () => {
    const [one, other] = twoDevices();
    for (let amount = 100; amount < 200; amount += 1) price(other, amount);
    price(one, 4500);
    meet(one, other);
    expect(one.heard).toEqual([{ listingId: 'one', values: [{ field: 'price', value: 4500 }] }]);
  });

  test('that was taken away meanwhile is nothing to bring back', () => {
    const [one, other] = twoDevices();
    setField(one.doc, 'one', 'price', undefined, 2);
    price(other, 3500);
    meet(one, other);
    expect(one.heard).toEqual([]);
  });
});

test('a press is heard of whole when another one took its place unseen', () => {
  const [one, other] = twoDevices();
  press(one, 10);
  press(other, 11);
  meet(one, other);
  expect(one.heard).toEqual([{ listingId: 'one', wish: { want: 'sold', base: 1, at: 10 }, values: [] }]);
  press(other, 12);
  press(one, 13);
  press(one, 14);
  meet(one, other);
  expect(one.heard.map(({ wish }) => wish?.at)).toEqual([10, 14]);
  expect(other.heard).toEqual([]);
});

test('what this replica writes itself is told by its keys, what arrives is not', () => {
  const [one, other] = twoDevices();
  setField(other.doc, 'one', 'price', 3500, 20_000);
  press(other, 20_001);
  meet(one, other);
  expect([one.written, other.written]).toEqual([['one: price'], ['one: price,updatedAt', 'one: wish']]);
});

test('whatever three devices write, a value that is lost unseen is heard of by a device that had it', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ write: fc.nat(2), value: fc.integer({ min: 1, max: 1_000_000 }) }),
      fc.record({ from: fc.nat(2), to: fc.nat(2) }),
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(steps, (done) => {
      const [one, other] = twoDevices();
      const devices = [one, other, deviceWith(3, one.doc)];
      const over = new Map<number, ReadonlySet<number>>();
      const standing = (device: Device) => readListing(device.doc, 'one')?.price as number;
      for (const step of done) {
        if ('write' in step) {
          if (over.has(step.value) || step.value === 4000) continue;
          over.set(
            step.value,
            new Set([standing(devices[step.write]!), ...(over.get(standing(devices[step.write]!)) ?? [])]),
          );
          price(devices[step.write]!, step.value);
        } else if (step.from !== step.to) {
          const to = devices[step.to]!;
          const before = standing(to);
          const heard = to.heard.length;
          send(devices[step.from]!, to);
          const after = standing(to);
          const isLost = after !== before && !over.get(after)?.has(before);
          expect(to.heard.slice(heard)).toEqual(
            isLost ? [{ listingId: 'one', values: [{ field: 'price', value: before }] }] : [],
          );
        }
      }
    }),
    { numRuns: 300 },
  );
});
