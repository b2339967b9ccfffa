import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Hub } from '../src/server/hub.ts';
import { closeCodes } from '../src/wire/close-codes.ts';
import { encodeStepOne, encodeStepTwo, encodeUpdate } from '../src/wire/frames.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { parseRetryAfter } from '../src/wire/retry-after.ts';
import { joinedPeer } from './joined-peer.ts';
import { storedMap } from './stored-document.ts';
import { settle, startHub, turns } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const document = 'closet/a';

const joined = (hub: Hub, name = document, durable = true): Promise<TestPeer> =>
  joinedPeer(hub, { document: name, durable });

/** An update whose predecessor the server never saw. */
function gapUpdate(doc: Y.Doc): Uint8Array {
  doc.getMap('m').set('skipped', 1);
  const before = Y.encodeStateVector(doc);
  doc.getMap('m').set('sent', 2);
  return Y.encodeStateAsUpdate(doc, before);
}

test('[J1] a durable connection hears 102 first and then step 1', async () => {
  const { hub, log } = startHub();
  const writer = await joined(hub);
  writer.doc.getMap('m').set('k', 1);
  await settle(hub);
  const peer = await joined(hub);
  expect(peer.heard.slice(0, 2)).toEqual(['hello', 'step-one']);
  const { headSeq, epoch } = await log.load(document);
  expect(peer.durable[0]).toEqual({ kind: 'hello', timeline: log.timeline(), epoch, headSeq });
});

test('[J1] a stock connection hears none of the messages 100 to 102', async () => {
  const { hub } = startHub();
  const peer = await joined(hub, document, false);
  peer.doc.getMap('m').set('k', 1);
  await settle(hub);
  expect(peer.durable).toEqual([]);
  expect(peer.heard).toEqual(['step-one', 'step-two']);
});

test('[J2] step 1 and step 2 hold committed clocks only', async () => {
  const { hub, log } = startHub();
  const writer = await joined(hub);
  const asking = await joined(hub);
  const commit = log.commit.bind(log);
  const gate = Promise.withResolvers<void>();
  log.commit = async (batch) => {
    await gate.promise;
    return commit(batch);
  };
  writer.doc.getMap('m').set('k', 1);
  asking.sendStepOne();
  await turns(5);
  expect(asking.heard.filter((name) => name === 'step-two')).toHaveLength(1);
  const late = new TestPeer(hub);
  const joining = late.connect(document);
  late.sendStepOne();
  await turns(5);
  expect(late.heard).toEqual([]);
  gate.resolve();
  await joining;
  await settle(hub);
  expect(late.heard.slice(0, 3)).toEqual(['hello', 'step-one', 'step-two']);
  expect(late.doc.getMap('m').get('k')).toBe(1);
});

test('[J3] frames that arrive while the document opens wait and are then taken in order', async () => {
  const { hub, log } = startHub();
  const peer = new TestPeer(hub);
  peer.answersStepOne = false;
  const joining = peer.connect(document);
  peer.follow();
  peer.doc.getMap('m').set('k', 1);
  peer.doc.getMap('m').set('l', 2);
  await joining;
  await settle(hub);
  expect(peer.acked).toBe(2);
  expect(await storedMap(log, document)).toEqual({ k: 1, l: 2 });
});

test('[G1] a gap is neither stored nor refused: step 1 is asked again, and its answer acks past it', async () => {
  const { hub, log } = startHub();
  const peer = await joined(hub);
  peer.answersStepOne = false;
  const steps = () => peer.heard.filter((name) => name === 'step-one').length;
  const doc = new Y.Doc();
  peer.send(encodeUpdate(gapUpdate(doc)));
  peer.send(encodeUpdate(gapUpdate(doc)));
  await settle(hub);
  expect(steps()).toBe(2);
  expect(peer.acked).toBe(1);
  expect((await log.load(document)).headSeq).toBe(0);
  expect(peer.closed).toBeNull();
  peer.send(encodeStepTwo(Y.encodeStateAsUpdate(doc)));
  await settle(hub);
  expect(peer.acked).toBe(4);
  const stored = new Y.Doc();
  for (const { update } of (await log.load(document)).updates) Y.applyUpdate(stored, update);
  expect(stored.getMap('m').toJSON()).toEqual(doc.getMap('m').toJSON());
});

test('[G1] while step 2 is still awaited a gap asks for nothing more', async () => {
  const { hub } = startHub();
  const peer = new TestPeer(hub);
  peer.answersStepOne = false;
  await peer.connect(document);
  const doc = new Y.Doc();
  peer.send(encodeUpdate(gapUpdate(doc)));
  await settle(hub);
  expect(peer.heard).toEqual(['hello', 'step-one']);
  peer.send(encodeStepTwo(Y.encodeStateAsUpdate(doc)));
  await settle(hub);
  expect(peer.acked).toBe(2);
});

test('[G1] a whole frame after a gap is kept, but not acked before the gap is closed', async () => {
  const { hub, log } = startHub();
  const peer = await joined(hub);
  peer.answersStepOne = false;
  const doc = new Y.Doc();
  peer.send(encodeUpdate(gapUpdate(doc)));
  const other = new Y.Doc();
  other.getMap('m').set('whole', 1);
  peer.send(encodeUpdate(Y.encodeStateAsUpdate(other)));
  await settle(hub);
  expect((await log.load(document)).headSeq).toBe(1);
  expect(peer.acked).toBe(1);
});

test('[G2] a step 2 that still has a gap is refused with 101 document.gap and the connection ends', async () => {
  const { hub, log } = startHub();
  const peer = await joined(hub);
  peer.answersStepOne = false;
  const doc = new Y.Doc();
  peer.send(encodeUpdate(gapUpdate(doc)));
  peer.send(encodeStepTwo(gapUpdate(doc)));
  await settle(hub);
  expect(peer.durable.at(-1)).toEqual({ kind: 'refusal', frame: 3, code: 'document.gap' });
  expect(peer.closed).toEqual({ code: closeCodes.malformed, reason: 'document.gap' });
  expect((await log.load(document)).headSeq).toBe(0);
});

test('[G3] deletions and origins of unseen content are gaps too', async () => {
  const { hub, log } = startHub();
  const peer = await joined(hub);
  peer.answersStepOne = false;
  const doc = new Y.Doc();
  doc.getText('t').insert(0, 'unseen');
  const author = new Y.Doc();
  Y.applyUpdate(author, Y.encodeStateAsUpdate(doc));
  const seen = Y.encodeStateVector(author);
  author.getText('t').insert(3, 'x');
  peer.send(encodeUpdate(Y.encodeStateAsUpdate(author, seen)));
  await settle(hub);
  expect((await log.load(document)).headSeq).toBe(0);
  const deleter = new Y.Doc();
  Y.applyUpdate(deleter, Y.encodeStateAsUpdate(doc));
  const update = new Promise<Uint8Array>((resolve) => deleter.once('update', resolve));
  deleter.getText('t').delete(0, 2);
  peer.send(encodeUpdate(await update));
  await settle(hub);
  expect((await log.load(document)).headSeq).toBe(0);
  expect([peer.acked, peer.closed]).toEqual([1, null]);
});

test('[R1] a refused frame is named by 101 behind the acks before it, then the connection ends', async () => {
  const { hub, log } = startHub();
  const peer = await joined(hub);
  peer.doc.getMap('m').set('k', 1);
  peer.send(encodeUpdate(Uint8Array.of(1, 2, 3, 4)));
  peer.doc.getMap('m').set('l', 2);
  await settle(hub);
  expect(peer.durable.slice(-2)).toEqual([
    { kind: 'ack', frames: 2 },
    { kind: 'refusal', frame: 3, code: 'document.malformed' },
  ]);
  expect(peer.closed).toEqual({ code: closeCodes.malformed, reason: 'document.malformed' });
  expect(peer.heard.at(-1)).toBe('close 4400');
  expect((await log.load(document)).headSeq).toBe(1);
});

test('[R1] a stock client gets the close code alone', async () => {
  const { hub } = startHub();
  const peer = await joined(hub, document, false);
  peer.send(encodeUpdate(Uint8Array.of(9, 9, 9)));
  await settle(hub);
  expect(peer.heard.at(-1)).toBe('close 4400');
  expect(peer.durable).toEqual([]);
});

test('[R1] frames of others in the same turn pass', async () => {
  const { hub } = startHub();
  const [bad, good] = [await joined(hub), await joined(hub)];
  bad.send(encodeUpdate(Uint8Array.of(1, 2, 3)));
  good.doc.getMap('m').set('k', 1);
  await settle(hub);
  expect([bad.closed?.code, good.closed, good.acked]).toEqual([4400, null, 2]);
});

test('[R2] malformed bytes close 4400 and change nothing', async () => {
  const valid = new Y.Doc();
  valid.getMap('m').set('k', 'value');
  const update = Y.encodeStateAsUpdate(valid);
  const junk: Uint8Array[] = [
    Uint8Array.of(),
    Uint8Array.of(0),
    Uint8Array.of(0, 7, 0),
    Uint8Array.of(0, 2, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1),
    Uint8Array.of(0, 2, 5, 1),
    Uint8Array.of(200, 1, 0),
    encodeUpdate(Uint8Array.of(1, 1, 5, 0, 4, 1, 1, 109, 0, 0)),
    Uint8Array.of(0, 0, 3, 255, 255, 255),
    new Uint8Array([...encodeUpdate(update), 0]),
    encodeUpdate(new Uint8Array([...update, 0])),
    encodeUpdate(update.subarray(0, update.length - 1)),
    encodeUpdate(Uint8Array.of(1, 255, 255, 255, 127, 1, 0)),
    encodeUpdate(Y.encodeStateAsUpdateV2(valid)),
  ];
  for (const [index, bytes] of junk.entries()) {
    const { hub, log } = startHub();
    const peer = await joined(hub);
    peer.send(bytes);
    await settle(hub);
    expect([index, peer.closed?.code]).toEqual([index, closeCodes.malformed]);
    expect((await log.load(document)).headSeq).toBe(0);
  }
});

test('[J4] a thousand questions in one turn get one answer', async () => {
  const { hub } = startHub({ limits: { ...wireLimits, burstFrames: 2000 } });
  const peer = await joined(hub);
  const before = peer.heard.filter((kind) => kind === 'step-two').length;
  for (let index = 0; index < 1000; index++) peer.sendStepOne();
  await settle(hub);
  expect(peer.heard.filter((kind) => kind === 'step-two').length - before).toBe(1);
});

test('[R4] a connection that sends too fast is closed with 4529 and the seconds to wait, after its acks', async () => {
  const limits = { ...wireLimits, burstFrames: 10, framesPerSecond: 2 };
  const { hub, clock, log } = startHub({ limits });
  const peer = await joined(hub);
  for (let index = 0; index < 20; index++) peer.doc.getMap('m').set(`k${index}`, index);
  await settle(hub);
  expect(peer.closed?.code).toBe(closeCodes.tooFast);
  expect(parseRetryAfter(peer.closed?.reason ?? '')).toBe(1);
  expect(peer.heard.slice(-2)).toEqual(['ack', 'close 4529']);
  expect(Object.keys(await storedMap(log, document))).toHaveLength(peer.acked - 1);
  const patient = await joined(hub);
  for (let index = 0; index < 20; index++) {
    patient.doc.getMap('m').set(`k${index}`, -index);
    clock.advance(500);
  }
  await settle(hub);
  expect(patient.closed).toBeNull();
});

test('[R5] a malformed or huge state vector closes its sender only', async () => {
  const { hub } = startHub();
  const [bad, good] = [await joined(hub), await joined(hub)];
  bad.send(encodeStepOne(Uint8Array.of(255, 255, 255, 255, 15)));
  good.sendStepOne();
  await settle(hub);
  expect(bad.closed?.code).toBe(closeCodes.malformed);
  expect(good.heard.at(-1)).toBe('step-two');
});

test('[S1] server documents: no step 1, and a document frame from a client is refused with 4403', async () => {
  const { hub, log } = startHub();
  const peer = await joined(hub, 'inbox/a');
  expect(peer.heard).toEqual(['hello', 'step-two']);
  peer.doc.getMap('m').set('k', 1);
  await settle(hub);
  expect(peer.durable.at(-1)).toEqual({ kind: 'refusal', frame: 1, code: 'document.read-only' });
  expect(peer.closed).toEqual({ code: closeCodes.forbidden, reason: 'document.read-only' });
  expect((await log.load('inbox/a')).headSeq).toBe(0);
  const stock = await joined(hub, 'shelf/a', false);
  stock.send(encodeStepTwo(Uint8Array.of(0, 0)));
  await settle(hub);
  expect(stock.closed?.code).toBe(closeCodes.forbidden);
});

test('[K1] an empty awareness message goes to every connection each 20 s ± 3 s', async () => {
  for (const random of [0, 0.5, 0.999]) {
    const { hub, clock } = startHub({ random: () => random });
    const peer = await joined(hub);
    const heard = () => peer.raw.filter((bytes) => bytes.join() === '1,1,0').length;
    clock.advance(16_000);
    expect(heard()).toBe(0);
    clock.advance(8_000);
    expect(heard()).toBe(1);
    clock.advance(240_000 - 24_000);
    expect(heard()).toBeGreaterThanOrEqual(10);
    expect(heard()).toBeLessThanOrEqual(14);
    peer.disconnect();
    clock.advance(2_000);
    expect(clock.pending).toBe(0);
  }
});

test('[K2] awareness of clients is ignored and neither answered nor relayed', async () => {
  const { hub } = startHub();
  const [first, second] = [await joined(hub), await joined(hub)];
  const heard = [first.heard.length, second.heard.length];
  first.send(Uint8Array.of(1, 4, 1, 2, 3, 4));
  await settle(hub);
  expect([first.heard.length, second.heard.length]).toEqual(heard);
  expect(first.closed).toBeNull();
});

test('[K4] who asks for awareness is answered by the empty message, at once and alone', async () => {
  const { hub } = startHub();
  const [first, second] = [await joined(hub), await joined(hub)];
  const heard = [first.raw.length, second.raw.length] as const;
  first.send(Uint8Array.of(3));
  expect(first.raw.slice(heard[0])).toEqual([Uint8Array.of(1, 1, 0)]);
  expect(second.raw.length).toBe(heard[1]);
});

test('[K3] a connection whose frame was dropped is closed, one whose frame was queued is not', async () => {
  const { hub } = startHub();
  const writer = await joined(hub);
  const [slow, gone] = [await joined(hub), await joined(hub)];
  slow.sendResult = -1;
  gone.sendResult = 0;
  writer.doc.getMap('m').set('k', 1);
  await settle(hub);
  expect([slow.closed, gone.closed?.code]).toEqual([null, closeCodes.goingAway]);
  expect(hub.stats().connections).toBe(2);
});
