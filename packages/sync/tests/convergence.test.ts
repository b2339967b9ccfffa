import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Replica } from '../src/client/replica.ts';
import { MemoryUpdateLog } from '../src/server/memory-update-log.ts';
import type { PendingUpdate } from '../src/server/update-log.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { canonical } from './canonical.ts';
import { serveHub } from './socket-server.ts';
import { settle, startHub, turns } from './test-hub.ts';
import { startReplica } from './test-replica.ts';
import { waitUntil } from './wait-until.ts';
import { storedDocument } from './stored-document.ts';

const runs = 50;
const steps = 60;

/** mulberry32: small, seeded, the same everywhere. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function editAtRandom({ doc }: Replica, random: () => number, name: string): void {
  const pick = Math.floor(random() * 6);
  const text = doc.getText('t');
  const list = doc.getArray<string>('a');
  if (pick === 0)
    doc.getMap('m').set(`k${Math.floor(random() * 5)}`, `${name}${Math.floor(random() * 1000)}`);
  if (pick === 1) doc.getMap('m').delete(`k${Math.floor(random() * 5)}`);
  if (pick === 2)
    text.insert(Math.floor(random() * (text.length + 1)), name.repeat(1 + Math.floor(random() * 8)));
  if (pick === 3 && text.length > 2) text.delete(Math.floor(random() * (text.length - 1)), 1);
  if (pick === 4) list.insert(Math.floor(random() * (list.length + 1)), [name, `${list.length}`]);
  if (pick === 5 && list.length > 0) list.delete(Math.floor(random() * list.length), 1);
}

/** True when `part` holds anything, content or deletion, that `whole` does not. */
function lacks(whole: Y.Doc, part: Y.Doc): boolean {
  let isNew = false;
  whole.once('update', () => {
    isNew = true;
  });
  Y.applyUpdate(whole, Y.encodeStateAsUpdate(part));
  return isNew;
}

/** Commits after a random number of turns, so that crashes and cuts fall before, into and behind them. */
class SlowLog extends MemoryUpdateLog {
  readonly #random: () => number;

  constructor(random: () => number) {
    super();
    this.#random = random;
  }

  override async commit(batch: readonly PendingUpdate[]) {
    await turns(Math.floor(this.#random() * 4));
    return super.commit(batch);
  }
}

/** Gives a replica time to say that all is safe; offline it will not. */
const isSafe = (replica: Replica, patienceMs: number): Promise<boolean> =>
  waitUntil(
    'safe',
    () => replica.status().link === 'off' || (replica.status().synced && replica.status().unacked === null),
    patienceMs,
  ).then(
    () => true,
    () => false,
  );

/** Returns how often a replica said that all its work is safe. */
async function converge(seed: number): Promise<number> {
  const random = seededRandom(seed);
  const log = new SlowLog(seededRandom(seed + 1));
  let life = 0;
  const start = () => {
    const own = ++life;
    const schedule = (flush: () => void) => void setImmediate(() => own === life && flush());
    return startHub({
      log,
      schedule,
      limits: { ...wireLimits, compactAfterUpdates: 15, storedPieceBytes: 64 },
    });
  };
  let host = start();
  let promises = 0;
  const server = serveHub(() => host.hub);
  const names = ['p', 't'];
  const open = (name: string) =>
    startReplica({ databaseName: `convergence-${seed}-${name}`, random: () => random() / 500 });
  const replicas = names.map(open);
  try {
    for (let step = 0; step < steps; step++) {
      const which = random() < 0.5 ? 0 : 1;
      const replica = replicas[which] as Replica;
      const action = random();
      if (action < 0.6) editAtRandom(replica, random, names[which] as string);
      else if (action < 0.7) replica.connect({ url: server.url });
      else if (action < 0.78) replica.disconnect();
      else if (action < 0.84) server.cut();
      else if (action < 0.87) {
        await replica.flushed();
        await replica.close();
        replicas[which] = open(names[which] as string);
        await replicas[which].whenLoaded;
      } else if (action < 0.89) {
        await host.hub.drain();
        host = start();
      } else if (action < 0.91) {
        // A crash: what waits in memory is gone, a commit under way may still come to stand.
        host = start();
        server.cut();
      } else if (action < 0.95) await turns(3);
      else await isSafe(replica, 20);
      if (replica.status().synced && replica.status().unacked === null) {
        promises++;
        expect(lacks(await storedDocument(log, 'closet/a'), replica.doc)).toBe(false);
      }
    }
    for (const replica of replicas) replica.connect({ url: server.url });
    await waitUntil('everything is safe', () =>
      replicas.every((replica) => replica.status().synced && replica.status().unacked === null),
    );
    await settle(host.hub);
    const [first, second] = replicas as [Replica, Replica];
    await waitUntil('the replicas are equal', () => canonical(first.doc) === canonical(second.doc));
    expect(canonical(await storedDocument(log, 'closet/a'))).toBe(canonical(first.doc));
    expect(host.errors).toEqual([]);
    return promises;
  } finally {
    await Promise.all(replicas.map((replica) => replica.close()));
    await server.stop();
  }
}

test('[V1] two replicas and the server end equal after random offline spans, restarts and cuts; what was acked is durable', async () => {
  const first = Number(process.env['KOMOD_SEED'] ?? Math.floor(Math.random() * 1e9));
  let promises = 0;
  for (let run = 0; run < runs; run++) {
    promises += await converge(first + run).catch((error: unknown) => {
      throw new Error(`run with KOMOD_SEED=${first + run} failed`, { cause: error });
    });
  }
  expect(promises).toBeGreaterThan(runs);
});
