import { bigUpdates } from '@komod/testkit/hostile-frames/big-updates';
import { toilsomeUpdates } from '@komod/testkit/hostile-frames/toilsome-updates';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { DocumentShape } from '../src/server/admission/document-shape.ts';
import { encodeStepTwo, encodeUpdate } from '../src/wire/frames.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { closeOfRefusal, type FrameRefusal } from '../src/wire/refusal-codes.ts';
import { settle, startHub, type TestHub } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const document = 'closet/a';
const shape = new DocumentShape({
  roots: ['listings'],
  contents: ['text', 'any', 'type'],
  types: ['array', 'map', 'text'],
});
const limits = {
  ...wireLimits,
  frameMaxBytes: 300_000,
  valueMaxBytes: 100_000,
  documentMaxStructs: 10_000,
  documentMaxSteps: 5_000,
};

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const inRoot = [1, 8, ...new TextEncoder().encode('listings')];
const updateOf = (edit: (doc: Y.Doc) => void): Uint8Array => {
  const doc = new Y.Doc();
  edit(doc);
  return Y.encodeStateAsUpdate(doc);
};
const setting = (value: unknown) => updateOf((doc) => doc.getMap('listings').set('k', value));
const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
const number = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...number(Math.floor(value / 128))];

/** An owner with a closet, and a device of the same account that is about to attack it. */
async function besiegedCloset(): Promise<TestHub & { owner: TestPeer; attacker: TestPeer }> {
  const host = startHub({ shape: () => shape, limits });
  const join = async (): Promise<TestPeer> => {
    const peer = new TestPeer(host.hub);
    await peer.connect(document);
    peer.sendStepOne();
    await settle(host.hub);
    return peer;
  };
  const owner = await join();
  owner.follow();
  const listings = owner.doc.getMap('listings');
  listings.set('blazer', new Y.Map([['title', 'Linen']]));
  listings.set('coat', new Y.Text('Wool, worn twice'));
  (listings.get('coat') as Y.Text).delete(0, 4);
  await settle(host.hub);
  return { ...host, owner, attacker: await join() };
}

const encoded = (hub: TestHub['hub']): Promise<Uint8Array> =>
  hub.read(document, (doc) => Y.encodeStateAsUpdate(doc));

type Attack = (owner: Y.Doc) => Uint8Array;
const malformed: Record<string, Attack> = {
  'an empty frame': () => bytes(),
  'a frame of five bytes that claims 200 MB': () => bytes(1, 255, 255, 255, 127),
  'V2 bytes': () => {
    const doc = new Y.Doc();
    doc.getMap('listings').set('k', 'v');
    return Y.encodeStateAsUpdateV2(doc);
  },
  'V2 bytes that claim five million structs': () =>
    bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 192, 150, 177, 2, 5, 0),
  'a value nested 100 deep': () => setting(deep(100)),
  'a value nested 30,000 deep': () =>
    bytes(1, 1, 5, 0, 8, ...inRoot, 1, ...Array.from({ length: 30_000 }, () => [117, 1]).flat(), 126, 0),
  'another top-level name': () => updateOf((doc) => doc.getMap('m').set('k', 1)),
  'another top-level name beside the right one': () =>
    updateOf((doc) => {
      doc.getMap('listings').set('k', 1);
      doc.getArray('m').push([1]);
    }),
  'a document inside the document': () => setting(new Y.Doc()),
  'bytes as a value': () => setting(new Uint8Array(10)),
  'formatted text': () =>
    updateOf((doc) => {
      const text = new Y.Text('bold');
      doc.getMap('listings').set('k', text);
      text.format(0, 4, { bold: true });
    }),
  'an embed in text': () =>
    updateOf((doc) => {
      const text = new Y.Text();
      doc.getMap('listings').set('k', text);
      text.insertEmbed(0, {});
    }),
  XML: () => setting(new Y.XmlElement('script')),
  'an object that passes for bytes': () =>
    bytes(1, 1, 5, 0, 8, ...inRoot, 1, 118, 1, 9, ...new TextEncoder().encode('__proto__'), 116, 1, 1, 0),
  'two clients that wait for each other': () =>
    bytes(2, 1, 7, 0, 0x84, 5, 0, 1, 97, 1, 5, 0, 0x84, 7, 0, 1, 97, 0),
  'a client told twice': () => bytes(2, 1, 5, 0, 0, 1, 1, 5, 1, 0, 1, 0),
  'an item that refers to itself': () => bytes(1, 1, 5, 0, 0x84, 5, 0, 1, 97, 0),
  'a clock beyond all clocks': () => bytes(1, 1, 5, 255, 255, 255, 255, 255, 255, 255, 15, 0, 1, 0),
  'an item between two lists': (owner) => {
    // oxlint-disable-next-line no-underscore-dangle -- the ids stand nowhere else
    const ids = ['blazer', 'coat'].map((key) => owner.getMap('listings')._map.get(key)!.id);
    return bytes(
      1,
      1,
      5,
      0,
      0xc4,
      ...ids.flatMap(({ client, clock }) => [...number(client), clock]),
      1,
      97,
      0,
    );
  },
  'two values of a key at once': () => bytes(1, 1, 5, 0, 0x28, ...inRoot, 1, 107, 2, 126, 126, 0),
};
const tooLarge: Record<string, Attack> = {
  'an oversize frame': () => setting('x'.repeat(limits.frameMaxBytes)),
  'a value above its limit': () => setting('x'.repeat(limits.valueMaxBytes)),
  'a name above its limit': () =>
    bytes(
      1,
      1,
      5,
      0,
      0x24,
      ...inRoot,
      ...number(2_000),
      ...Array.from({ length: 2_000 }, () => 97),
      1,
      97,
      0,
    ),
  'structs of two bytes': () => bigUpdates()['garbage of two bytes']!,
  'deleted ranges of two bytes': () => bigUpdates()['deleted ranges']!,
};

const toilsome = toilsomeUpdates(1_000);
for (const [name, update] of Object.entries(toilsome.malformed)) malformed[name] = () => update;
for (const [name, update] of Object.entries(toilsome['too-large'])) tooLarge[name] = () => update;

const attacks = [
  ...Object.entries(malformed).map(([name, attack]) => [name, attack, 'document.malformed'] as const),
  ...Object.entries(tooLarge).map(([name, attack]) => [name, attack, 'document.too-large'] as const),
];

test('[F8] an attack is refused by its code, and the document is byte for byte what it was', async () => {
  for (const [name, attack, refusal] of attacks) {
    for (const encode of [encodeUpdate, encodeStepTwo]) {
      const { hub, log, owner, attacker, errors } = await besiegedCloset();
      const [before, stored] = [await encoded(hub), await log.load(document)];
      attacker.send(encode(attack(owner.doc)));
      await settle(hub);
      const code: FrameRefusal = refusal;
      expect([name, attacker.durable.at(-1)]).toEqual([name, { kind: 'refusal', frame: 2, code }]);
      expect([name, attacker.closed]).toEqual([name, { code: closeOfRefusal[code], reason: code }]);
      expect([name, await encoded(hub), await log.load(document)]).toEqual([name, before, stored]);
      expect([name, owner.closed, errors]).toEqual([name, null, []]);
    }
  }
});

test('[F8] honest frames of the same turn are kept and acked, also those of the attacker before its attack', async () => {
  for (const [name, attack] of attacks) {
    const { hub, log, owner, attacker } = await besiegedCloset();
    const { headSeq } = await log.load(document);
    attacker.follow();
    owner.doc.getMap('listings').set('before', 1);
    attacker.doc.getMap('listings').set('of the attacker', 2);
    attacker.send(encodeUpdate(attack(owner.doc)));
    owner.doc.getMap('listings').set('behind', 3);
    await settle(hub);
    expect([name, attacker.closed === null, owner.closed]).toEqual([name, false, null]);
    expect([name, owner.acked, attacker.acked]).toEqual([name, 6, 2]);
    expect([name, (await log.load(document)).headSeq]).toEqual([name, headSeq + 3]);
    const listings = await hub.read(document, (doc) => doc.getMap('listings').toJSON());
    expect([name, Object.keys(listings).sort()]).toEqual([
      name,
      ['before', 'behind', 'blazer', 'coat', 'of the attacker'],
    ]);
  }
});

test('[F8] deletions and clocks of what nobody ever wrote are asked for once, never stored, never pending', async () => {
  const { hub, log, owner, attacker } = await besiegedCloset();
  const [before, stored] = [await encoded(hub), await log.load(document)];
  attacker.answersStepOne = false;
  const asked = attacker.heard.filter((kind) => kind === 'step-one').length;
  attacker.send(encodeUpdate(bytes(0, 1, 77, 1, 0, 5)));
  attacker.send(encodeUpdate(bytes(0, 1, ...number(owner.doc.clientID), 1, 100, 5)));
  for (let jump = 1; jump < 300; jump++) {
    attacker.send(encodeUpdate(bytes(1, 1, 77, ...number(jump * 1_000), 4, ...inRoot, 1, 97, 0)));
  }
  await settle(hub);
  expect(attacker.heard.filter((kind) => kind === 'step-one').length).toBe(asked + 1);
  expect([attacker.acked, attacker.closed]).toEqual([1, null]);
  expect(await hub.read(document, ({ store }) => [store.pendingStructs, store.pendingDs])).toEqual([
    null,
    null,
  ]);
  expect([await encoded(hub), await log.load(document)]).toEqual([before, stored]);
  attacker.send(encodeStepTwo(bytes(1, 1, 77, 9, 4, ...inRoot, 1, 97, 0)));
  await settle(hub);
  expect(attacker.closed?.reason).toBe('document.gap');
  expect([await encoded(hub), await log.load(document)]).toEqual([before, stored]);
});

test('[F8] another content under a client and clock that are taken changes nothing, and is acked as known', async () => {
  const { hub, log, owner, attacker } = await besiegedCloset();
  const [before, stored] = [await encoded(hub), await log.load(document)];
  const forged = new Y.Doc();
  forged.clientID = owner.doc.clientID;
  forged.getMap('listings').set('blazer', 'forged');
  attacker.send(encodeUpdate(Y.encodeStateAsUpdate(forged)));
  await settle(hub);
  expect([attacker.acked, attacker.closed]).toEqual([2, null]);
  expect([await encoded(hub), await log.load(document)]).toEqual([before, stored]);
});

test('[F7] whose client id an update carries is not asked: the owner deletes what another device of theirs wrote', async () => {
  const { hub, owner, attacker } = await besiegedCloset();
  attacker.follow();
  attacker.doc.getMap('listings').delete('blazer');
  await settle(hub);
  expect([attacker.closed, attacker.acked]).toEqual([null, 2]);
  expect(owner.doc.getMap('listings').has('blazer')).toBe(false);
});
