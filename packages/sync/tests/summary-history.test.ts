import { type SeededRandom, seededRandom } from '@komod/testkit/seeded-random';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { MemoryUpdateLog } from '../src/server/memory-update-log.ts';
import type { DocumentSummary } from '../src/server/update-log.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { settle, startHub, turns } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';
import { storedDocument } from './stored-document.ts';

const document = 'closet/a';
const histories = 150;
const steps = 80;

/** Keeps summaries late or not at all, and compares each one it answers with what it holds. */
class UnsteadyLog extends MemoryUpdateLog {
  answered = 0;
  lies = 0;
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    super();
    this.#random = random;
  }

  override async keepSummaries(summaries: ReadonlyMap<string, DocumentSummary>) {
    await turns(this.#random.between(0, 3));
    if (this.#random.chance(0.15)) throw new Error('disk full');
    await super.keepSummaries(summaries);
  }

  override async summary(name: string) {
    const summary = await super.summary(name);
    if (summary === null) return null;
    const doc = await storedDocument(this, document);
    const stateVector = Y.encodeStateVector(doc);
    const whole = [...stateVector, ...Y.encodeStateAsUpdate(doc, stateVector)];
    if (whole.join() !== [...summary.stateVector, 0, ...summary.deleteSet].join()) this.lies++;
    this.answered++;
    return summary;
  }
}

const contentOf = (doc: Y.Doc) => ({
  map: doc.getMap('m').toJSON(),
  list: doc.getArray('a').toJSON(),
  text: doc.getText('t').toJSON(),
});

function edit(doc: Y.Doc, random: SeededRandom): void {
  const list = doc.getArray('a');
  const text = doc.getText('t');
  const kind = random.between(0, 5);
  if (kind === 0) doc.getMap('m').set(`k${random.between(0, 3)}`, random.between(0, 99));
  if (kind === 1) doc.getMap('m').delete(`k${random.between(0, 3)}`);
  if (kind === 2) text.insert(random.between(0, text.length), 'word');
  if (kind === 3 && text.length > 1) text.delete(random.between(0, text.length - 2), random.between(1, 2));
  if (kind === 4) list.insert(random.between(0, list.length), [random.between(0, 99)]);
  if (kind === 5 && list.length > 0) list.delete(random.between(0, list.length - 1));
}

interface Tally {
  answered: number;
  opened: number;
}

async function live(random: SeededRandom, tally: Tally): Promise<void> {
  const log = new UnsteadyLog(random);
  let life = 0;
  const start = () => {
    const own = ++life;
    const schedule = (flush: () => void) => void setImmediate(() => own === life && flush());
    return startHub({
      log,
      schedule,
      limits: { ...wireLimits, compactAfterUpdates: 12, storedPieceBytes: 64 },
    }).hub;
  };
  let hub = start();
  const docs = [new Y.Doc(), new Y.Doc()] as const;
  const peers: (TestPeer | null)[] = [null, null];
  const leave = (index: number) => {
    peers[index]?.disconnect();
    peers[index] = null;
  };
  const connect = (index: number) => {
    if (peers[index] && !peers[index].closed) return;
    const peer = new TestPeer(hub, docs[index as 0 | 1]);
    peers[index] = peer;
    void peer.connect(document);
    peer.follow();
    peer.sendStepOne();
  };
  for (let step = 0; step < steps; step++) {
    const index = random.between(0, 1);
    const action = random.next();
    if (action < 0.4) edit(docs[index as 0 | 1], random);
    else if (action < 0.55) connect(index);
    else if (action < 0.7) leave(index);
    else if (action < 0.9) await turns(random.between(1, 8));
    else if (action < 0.94) {
      await hub.drain();
      tally.opened += hub.stats().opened;
      hub = start();
    } else if (action < 0.97) {
      // A crash: what waited in memory is gone, and no summary was written.
      tally.opened += hub.stats().opened;
      hub = start();
      peers.fill(null);
    } else await hub.read(document, () => {});
  }
  for (const [index, peer] of peers.entries()) if (peer?.closed) leave(index);
  for (const index of [0, 1]) connect(index);
  await settle(hub);
  expect(contentOf(docs[0])).toEqual(contentOf(docs[1]));
  expect(contentOf(await storedDocument(log, document))).toEqual(contentOf(docs[0]));
  tally.opened += hub.stats().opened;
  for (const index of [0, 1]) leave(index);
  await hub.drain();
  hub = start();
  const isSummarized = (await log.summary(document)) !== null;
  for (const index of [0, 1]) connect(index);
  await settle(hub);
  expect(hub.stats().opened).toBe(isSummarized ? 0 : 1);
  expect(peers.map((peer) => [peer?.heard.slice(0, 2), peer?.closed])).toEqual(
    [0, 1].map(() => [['hello', 'step-one'], null]),
  );
  expect(log.lies).toBe(0);
  tally.answered += log.answered;
}

test('[V2] replicas and server end equal after random edits, deletions, reconnects and restarts, and no summary tells what the log does not hold', async () => {
  const { seed } = seededRandom();
  const tally = { answered: 0, opened: 0 };
  for (let run = 0; run < histories; run++) {
    await live(seededRandom(seed + run), tally).catch((error: unknown) => {
      throw new Error(`the history of KOMOD_SEED=${seed + run} failed`, { cause: error });
    });
  }
  expect(tally.answered).toBeGreaterThan(histories);
  expect(tally.opened).toBeGreaterThan(histories);
});
