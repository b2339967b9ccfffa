import { toilsomeUpdates } from '@komod/testkit/hostile-frames/toilsome-updates';
import { seededRandom, type SeededRandom } from '@komod/testkit/seeded-random';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { countSteps, maxMoves } from '../src/server/work-budget.ts';
import { encodeUpdate } from '../src/wire/frames.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { closeOfRefusal } from '../src/wire/refusal-codes.ts';
import { canonical } from './canonical.ts';
import { settle, startHub, type TestHub } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const document = 'closet/a';

async function joined({ hub }: TestHub, doc = new Y.Doc(), account?: string): Promise<TestPeer> {
  const peer = new TestPeer(hub, doc);
  await peer.connect(document, true, {}, account);
  return peer;
}

/** What a device that was away brings. */
async function bring(host: TestHub, doc: Y.Doc): Promise<TestPeer> {
  const peer = await joined(host, doc);
  peer.sendStepOne();
  await settle(host.hub);
  return peer;
}

/** So many values that were each put before all others. */
function prepended(client: number, count: number): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = client;
  for (let index = 0; index < count; index++) doc.getArray('a').insert(0, [`${client}-${index}`]);
  return doc;
}

const stored = ({ hub }: TestHub): Promise<string> => hub.read(document, canonical);

test('[Q3] updates of 100 to 600 KB that ask for minutes or for all memory are refused by their code, and change nothing', async () => {
  const attacks = toilsomeUpdates(40_000);
  for (const kind of ['too-large', 'malformed'] as const)
    for (const [name, update] of Object.entries(attacks[kind])) {
      const host = startHub();
      const owner = await joined(host);
      owner.follow();
      owner.doc.getMap('m').set('k', 1);
      await settle(host.hub);
      const attacker = await joined(host);
      attacker.send(encodeUpdate(update));
      await settle(host.hub);
      const code = `document.${kind}` as const;
      expect([name, update.length < 700_000, attacker.closed]).toEqual([
        name,
        true,
        { code: closeOfRefusal[code], reason: code },
      ]);
      expect([name, (await host.log.load(document)).headSeq, owner.closed]).toEqual([name, 1, null]);
      expect(await stored(host)).toBe(canonical(owner.doc));
    }
}, 60_000);

test('[Q3] what a document costs each time it is opened is counted over all frames, also after it was opened again', async () => {
  const host = startHub({ limits: { ...wireLimits, documentMaxSteps: 1_000 } });
  const ends: (string | undefined)[] = [];
  for (const client of [1, 2, 3]) {
    const peer = await bring(host, prepended(client, 20));
    ends.push(peer.closed?.reason);
    host.hub.disconnect(peer.id);
    await settle(host.hub);
    expect(host.hub.stats().documents).toBe(0);
  }
  // None, then 20 times 20, then 20 times 40 more.
  expect(ends).toEqual([undefined, undefined, 'document.too-large']);
  const honest = await joined(host);
  honest.follow();
  honest.doc.getMap('m').set('k', 1);
  await settle(host.hub);
  expect([honest.closed, honest.acked]).toEqual([null, 2]);
});

test('[Q4] who sent what was costly to take, or to refuse, waits for it: over all connections of the account', async () => {
  const host = startHub({ limits: { ...wireLimits, accountBurstBytes: wireLimits.burstBytes } });
  const costly = toilsomeUpdates(4_000)['too-large']['an item behind every letter, from the end']!;
  const send = async (account: string): Promise<string | undefined> => {
    const peer = await joined(host, new Y.Doc(), account);
    peer.send(encodeUpdate(costly));
    await settle(host.hub);
    host.hub.disconnect(peer.id);
    return peer.closed?.reason;
  };
  expect(await send('b')).toBe('document.too-large');
  expect(await send('b')).toBe('document.too-large');
  expect(await send('b')).toMatch(/^retry-after=/);
  expect(await send('c')).toBe('document.too-large');
});

const words = ['linen', 'worn twice', 'برند', 'no stains'];

/** One thing that a person does in a closet. */
function edit(doc: Y.Doc, random: SeededRandom): void {
  const pieces = doc.getMap<Y.Map<unknown>>('m');
  const id = `piece-${random.between(0, 199)}`;
  const piece = pieces.get(id);
  if (!piece) {
    const parts: [string, unknown][] = [
      ['description', new Y.Text()],
      ['photos', new Y.Array()],
    ];
    return void pieces.set(id, new Y.Map(parts));
  }
  const description = piece.get('description') as Y.Text;
  const photos = piece.get('photos') as Y.Array<string>;
  const kind = random.between(0, 9);
  if (kind < 4) piece.set(random.pick(['title', 'price', 'updatedAt']), random.between(0, 999));
  else if (kind < 7) description.insert(random.between(0, description.length), random.pick(words));
  else if (kind < 8 && description.length > 9)
    description.delete(random.between(0, description.length - 9), 9);
  else if (photos.length > 8) photos.delete(random.between(0, 8));
  else photos.insert(random.pick([0, photos.length]), [`${random.between(0, 999)}`]);
}

test('[Q5] a device that was away for 10,000 edits while another made 10,000 is taken in, for a fiftieth of what it may cost', async () => {
  const random = seededRandom();
  const host = startHub();
  const [phone, tablet] = [new Y.Doc(), new Y.Doc()];
  for (let count = 0; count < 400; count++) edit(phone, random);
  Y.applyUpdate(tablet, Y.encodeStateAsUpdate(phone));
  for (const doc of [phone, tablet]) for (let count = 0; count < 10_000; count++) edit(doc, random);
  const copy = new Y.Doc();
  const { placing, taken } = countSteps(Infinity, copy, () => {
    for (const doc of [phone, tablet]) Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  });
  console.log(
    `10,000 edits beside 10,000 others: ${taken.toFixed()} steps, ${placing.toFixed()} of them placing`,
  );
  const peers = [await bring(host, phone), await bring(host, tablet)];
  expect(peers.map(({ closed }) => closed)).toEqual([null, null]);
  expect(canonical(tablet)).toBe(await stored(host));
  expect(taken).toBeLessThan(wireLimits.documentMaxSteps / 50);
}, 60_000);

test('[Q5] the worst that honest work can cost: 10,000 insertions at the very place of 190 others', async () => {
  const host = startHub();
  const [few, many] = [prepended(1, 190), prepended(2, 10_000)];
  const copy = new Y.Doc();
  const { placing } = countSteps(Infinity, copy, () => {
    for (const doc of [few, many]) Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  });
  expect(placing).toBe(190 * 10_000);
  expect((await bring(host, few)).closed).toBeNull();
  expect((await bring(host, many)).closed).toBeNull();
  expect(await stored(host)).toBe(canonical(many));
}, 60_000);

/** So many thirds: two of garbage, which Yjs joins to one, and one that stays between them. */
function pairsOfGarbage(thirds: number): Uint8Array {
  const count = [0, 7, 14].map((shift) => ((3 * thirds) >> shift) & 0x7f);
  const third = [0, 1, 0, 1, 1, 1, 1, 97, 1];
  const head = [1, count[0]! | 0x80, count[1]! | 0x80, count[2]!, 5, 0];
  return Uint8Array.from([...head, ...Array.from({ length: thirds }, () => third).flat(), 0]);
}

test('[A11] pairs of garbage by the hundred thousand are joined no longer than it is cheap, and taken as they are', () => {
  const count = (update: Uint8Array): [moves: number, doc: Y.Doc] => {
    const doc = new Y.Doc();
    const { moves } = countSteps(Infinity, doc, () => Y.applyUpdate(doc, update));
    return [moves, doc];
  };
  // A hundred in a row are joined at once.
  expect(
    count(Uint8Array.from([1, 100, 5, 0, ...Array.from({ length: 100 }, () => [0, 1]).flat(), 0]))[0],
  ).toBe(1);
  const [few, together] = count(pairsOfGarbage(1_000));
  expect(together.store.clients.get(5)).toHaveLength(2_000);
  // Half of those that follow stand behind each.
  expect(few / (1_000 * 1_000)).toBeCloseTo(1, 1);
  const thirds = 100_000;
  const [many, apart] = count(pairsOfGarbage(thirds));
  expect(many).toBeGreaterThan(maxMoves);
  expect(many).toBeLessThan(maxMoves + 3 * thirds);
  const structs = apart.store.clients.get(5)!.length;
  expect([structs > 2 * thirds, structs < 3 * thirds]).toEqual([true, true]);
  const again = new Y.Doc();
  Y.applyUpdate(again, Y.encodeStateAsUpdate(apart));
  expect(Y.equalSnapshots(Y.snapshot(again), Y.snapshot(apart))).toBe(true);
});

test('[A11] so it is when a snapshot is read back', async () => {
  const { mergeWith } = Y.GC.prototype;
  let joins = 0;
  Y.GC.prototype.mergeWith = function (right: Y.GC) {
    const isOne = mergeWith.call(this, right);
    if (isOne) joins++;
    return isOne;
  };
  onTestFinished(() => void (Y.GC.prototype.mergeWith = mergeWith));
  const host = startHub({ limits: { ...wireLimits, compactAfterUpdates: 1 } });
  const peer = await joined(host);
  const thirds = 100_000;
  peer.send(encodeUpdate(pairsOfGarbage(thirds)));
  await settle(host.hub);
  const { snapshot, updates } = await host.log.load(document);
  expect([peer.closed, host.errors, snapshot !== null, updates]).toEqual([null, [], true, []]);
  // Of the frame, and of the snapshot; what is left apart is more than what is joined.
  expect(joins).toBeGreaterThan(0);
  expect(joins).toBeLessThan(thirds / 2);
}, 60_000);
