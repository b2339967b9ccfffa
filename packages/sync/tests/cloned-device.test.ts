import { seededRandom } from '@komod/testkit/seeded-random';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Replica } from '../src/client/replica.ts';
import { canonical } from './canonical.ts';
import { copyDatabase } from './copy-database.ts';
import { hubSocketClass } from './hub-socket.ts';
import { startHub, type TestHub } from './test-hub.ts';
import { startReplica } from './test-replica.ts';
import { waitUntil } from './wait-until.ts';

const random = seededRandom();
let host: TestHub;
const open: Replica[] = [];

beforeEach(() => {
  host = startHub();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((replica) => replica.close()));
});

/** Alone in a browser of its own. */
function replicaOf(databaseName: string): Replica {
  const replica = startReplica({
    databaseName,
    environment: {
      WebSocket: hubSocketClass(() => host.hub),
      random: () => random.next(),
      // Coming back takes milliseconds.
      setTimeout: (run, ms) => setTimeout(run, ms < 10_000 ? ms / 1_000 : ms),
      hold: async () => () => undefined,
    },
  });
  open.push(replica);
  return replica;
}

const connect = (replica: Replica): void => replica.connect({ url: 'ws://hub/sync' });
const isSafe = (replica: Replica): boolean => replica.status().synced && replica.status().unacked === null;
const set = (replica: Replica, key: string, value: string): void =>
  void replica.doc.getMap('m').set(key, value);

/** Online, and writing with the id of its device. */
async function online(databaseName: string): Promise<Replica> {
  const replica = replicaOf(databaseName);
  const given = replica.doc.clientID;
  connect(replica);
  await waitUntil('it writes with an id of its own', () => replica.doc.clientID !== given);
  return replica;
}

/** Everybody is safe and holds what the server holds. */
async function expectOneDocument(replicas: readonly Replica[], content: object): Promise<void> {
  await waitUntil(`all are safe (seed ${random.seed})`, () => replicas.every(isSafe));
  expect(await host.hub.read('closet/a', (doc) => doc.getMap('m').toJSON())).toEqual(content);
  const onServer = await host.hub.read('closet/a', canonical);
  await waitUntil(`all are equal (seed ${random.seed})`, () =>
    replicas.every(({ doc }) => canonical(doc) === onServer),
  );
}

test('[I7] a disk put back to an older copy writes no clock again that it wrote after the copy was made', async () => {
  const before = await online('d-old');
  set(before, 'first', 'before the copy');
  await waitUntil('safe', () => isSafe(before));
  await before.close();
  await copyDatabase('d-old', 'd-restored');
  const after = await online('d-old');
  for (const key of ['a', 'b', 'c']) set(after, key, 'after the copy');
  await waitUntil('safe', () => isSafe(after));
  await after.close();

  const restored = replicaOf('d-restored');
  // As early as it can be heard of: nothing of what the server has is here yet.
  const end = restored.subscribe(() => {
    if (restored.status().link !== 'open') return;
    end();
    set(restored, 'early', 'on the copy');
  });
  connect(restored);
  await waitUntil('safe', () => isSafe(restored));
  await restored.close();
  const again = await online('d-restored');
  set(again, 'last', 'on the copy');
  const other = replicaOf('d-other');
  connect(other);
  const late = 'after the copy';
  await expectOneDocument([again, other], {
    first: 'before the copy',
    a: late,
    b: late,
    c: late,
    early: 'on the copy',
    last: 'on the copy',
  });
});

test('[I7] of two devices that were made from one copy neither loses what it wrote offline while the other wrote', async () => {
  const before = await online('d-one');
  set(before, 'first', 'before the copy');
  await waitUntil('safe', () => isSafe(before));
  await before.close();
  await copyDatabase('d-one', 'd-two');
  const one = await online('d-one');
  one.disconnect();
  for (const key of ['a', 'b', 'c']) set(one, key, 'on one');
  const two = await online('d-two');
  for (const key of ['x', 'y', 'z']) set(two, key, 'on two');
  await waitUntil('safe', () => isSafe(two));
  connect(one);
  set(two, 'last', 'on two');
  await expectOneDocument([one, two], {
    first: 'before the copy',
    a: 'on one',
    b: 'on one',
    c: 'on one',
    x: 'on two',
    y: 'on two',
    z: 'on two',
    last: 'on two',
  });
});
