import { expect, test } from 'vitest';
import type { Hub } from '../src/server/hub.ts';
import { closeCodes } from '../src/wire/close-codes.ts';
import { encodeUpdate } from '../src/wire/frames.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { joinedPeer } from './joined-peer.ts';
import { settle, startHub } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const document = 'closet/a';

const joined = (hub: Hub): Promise<TestPeer> => joinedPeer(hub, { document });

test('[R3] a frame or a document above its limit is refused with 4413', async () => {
  const limits = { ...wireLimits, frameMaxBytes: 1_000, documentMaxBytes: 2_000 };
  const { hub, log } = startHub({ limits });
  const large = await joined(hub);
  large.doc.getMap('m').set('k', 'x'.repeat(1_200));
  await settle(hub);
  expect(large.durable.at(-1)).toEqual({ kind: 'refusal', frame: 2, code: 'document.too-large' });
  expect(large.closed?.code).toBe(closeCodes.tooLarge);
  const peer = await joined(hub);
  for (let index = 0; index < 4 && !peer.closed; index++) {
    peer.doc.getMap('m').set(`k${index}`, 'x'.repeat(700));
    await settle(hub);
  }
  expect(peer.closed?.code).toBe(closeCodes.tooLarge);
  expect((await log.load(document)).headSeq).toBe(2);
});

/** As many garbage structs as wanted, of two bytes each, and as many deleted ranges. */
function shreds(structs: number, ranges = 0): Uint8Array {
  const bytes = [1, structs, 5, 0, ...Array.from({ length: structs }, () => [0, 1]).flat()];
  const deleted = Array.from({ length: ranges }, (_, index) => [index * 2, 1]).flat();
  return Uint8Array.from([...bytes, ...(ranges > 0 ? [1, 5, ranges, ...deleted] : [0])]);
}

test('[R3] a frame of more structs than a document may hold is refused, however short', async () => {
  const { hub, log } = startHub({ limits: { ...wireLimits, documentMaxStructs: 50 } });
  for (const update of [shreds(51), shreds(30, 30)]) {
    const peer = await joined(hub);
    peer.send(encodeUpdate(update));
    await settle(hub);
    expect(peer.durable.at(-1)).toEqual({ kind: 'refusal', frame: 2, code: 'document.too-large' });
    expect(peer.closed?.code).toBe(closeCodes.tooLarge);
  }
  expect((await log.load(document)).headSeq).toBe(0);
});

test('[R3] a client id counts for several structs: in a frame, and in a document once it is opened again', async () => {
  const limits = { ...wireLimits, documentMaxStructs: 60, structsPerClient: 10 };
  const { hub, log } = startHub({ limits });
  const told = (first: number, clients: number) =>
    Uint8Array.from([
      clients,
      ...Array.from({ length: clients }, (_, index) => [1, first + index, 0, 0, 1]).flat(),
      0,
    ]);
  const tooMany = await joined(hub);
  tooMany.send(encodeUpdate(told(1, 6)));
  await settle(hub);
  expect(tooMany.durable.at(-1)).toEqual({ kind: 'refusal', frame: 2, code: 'document.too-large' });
  const peer = await joined(hub);
  peer.send(encodeUpdate(told(1, 5)));
  await settle(hub);
  expect(peer.durable.at(-1)).toEqual({ kind: 'ack', frames: 2 });

  for (const again of [hub, startHub({ limits, log }).hub]) {
    const one = await joined(again);
    one.send(encodeUpdate(told(9, 1)));
    await settle(again);
    expect(one.durable.at(-1)).toEqual({ kind: 'refusal', frame: 2, code: 'document.too-large' });
  }
});

test('[R3] a document holds no more structs than the limit, and edits that merge do not count', async () => {
  const { hub } = startHub({ limits: { ...wireLimits, documentMaxStructs: 50 } });
  const peer = await joined(hub);
  const text = peer.doc.getText('t');
  for (let index = 0; index < 200; index++) text.insert(index, 'x');
  await settle(hub);
  expect(peer.closed).toBeNull();
  for (let index = 0; index < 60 && !peer.closed; index++) text.insert(0, 'y');
  await settle(hub);
  expect(peer.closed?.code).toBe(closeCodes.tooLarge);
});

test('[R3] the limit counts the document, not the history of its log', async () => {
  const { hub, log } = startHub({ limits: { ...wireLimits, documentMaxBytes: 2_000 } });
  const peer = await joined(hub);
  for (let index = 0; index < 50; index++) {
    peer.doc.getMap('m').set('same', `${index}`.repeat(100));
    await settle(hub);
  }
  expect(peer.closed).toBeNull();
  expect((await log.load(document)).headSeq).toBe(50);
});
