import { type Fence, LeaseLost } from '@komod/sync/server/fence';
import type { CommitResult } from '@komod/sync/server/update-log';
import { makePiece } from '@komod/testkit/listing-factory';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Projection } from '../src/store/projection-store.ts';
import type { Store } from '../src/store/store.ts';
import { takeLease } from './take-lease.ts';
import { dumpTables, openTestStore, type TestStore } from './test-database.ts';

let opened: TestStore;
let store: Store;
beforeEach(async () => {
  opened = await openTestStore();
  store = opened.store;
});
afterEach(() => opened.close());

const claim = (holder: string, ttlMs = 60_000, alone = false) =>
  store.acquireLease('projector', { holder, ttlMs, alone });
const held = (number: number) => ({ status: 'held', fence: { lease: 'projector', number } });

test('[N4] a lease that lives is refused to everybody else, who is told who has it and until when', async () => {
  const before = Date.now();
  expect(await claim('one')).toEqual(held(1));
  const refused = await claim('two');
  expect(refused).toMatchObject({ status: 'taken', holder: 'one' });
  const until = refused.status === 'taken' ? refused.until : 0;
  expect(until).toBeGreaterThanOrEqual(before + 60_000);
  expect(until).toBeLessThanOrEqual(Date.now() + 60_000);
  expect(await store.acquireLease('another', { holder: 'two', ttlMs: 1, alone: false })).toMatchObject({
    status: 'held',
  });
});

test('[N4] what is over or was handed back goes to the next one, each time under a greater fence', async () => {
  expect(await claim('one', 0)).toEqual(held(1));
  expect(await claim('two', 0)).toEqual(held(2));
  expect(await claim('three')).toEqual(held(3));
  await store.releaseLease({ lease: 'projector', number: 2 });
  expect(await claim('four')).toMatchObject({ status: 'taken', holder: 'three' });
  await store.releaseLease({ lease: 'projector', number: 3 });
  expect(await claim('four')).toEqual(held(4));
});

test('[N4] who holds the whole database takes it from a dead one at once, and who has it may take it again', async () => {
  await claim('dead', 3_600_000);
  expect(await claim('next', 60_000, true)).toEqual(held(2));
  expect(await claim('next')).toEqual(held(3));
  expect(await claim('dead')).toMatchObject({ status: 'taken', holder: 'next' });
});

test('[N5] a lease is renewed before it is over and under its own fence, and never again after', async () => {
  const fence = (number: number): Fence => ({ lease: 'projector', number });
  await claim('one', 60_000);
  expect(await store.renewLease(fence(1), 0)).toBe(true);
  expect(await store.renewLease(fence(1), 60_000)).toBe(false);
  expect(await claim('two')).toEqual(held(2));
  const before = await dumpTables(opened);
  expect(await store.renewLease(fence(1), 3_600_000)).toBe(false);
  expect(await store.renewLease(fence(3), 3_600_000)).toBe(false);
  expect(await store.renewLease({ lease: 'another', number: 2 }, 3_600_000)).toBe(false);
  expect(await dumpTables(opened)).toEqual(before);
  expect(await store.renewLease(fence(2), 3_600_000)).toBe(true);
  expect(await dumpTables(opened)).not.toEqual(before);
});

const piece = makePiece(1);
const owner = 'roya';
const shelf = `shelf/${owner}`;
const closet = { document: `closet/${owner}`, attempts: 0, stamp: 1 };
const projection: Projection = {
  due: closet,
  isDone: true,
  owner,
  at: 5,
  changes: [{ listingId: 'l2', kind: 'published', version: 1, piece, wishAt: 5 }],
  answers: [{ listingId: 'l2', mark: { state: 'live', version: 1, at: 5, wishAt: 5 }, wishKey: 'k2' }],
  profile: { name: 'Roya K.', bio: null, city: null, contact: null, locale: null, avatar: null },
};
const unchanged: Projection = { due: closet, isDone: false, owner, at: 6, changes: [], answers: [] };
const update = Uint8Array.of(7);

const edit = (document: string, expectedHeadSeq: number, fence: Fence) =>
  store.log.commit([{ document, update, expectedHeadSeq, fence }]);

/** Everything that is written under the lease. */
const writes: Record<string, (fence: Fence) => Promise<unknown>> = {
  project: (fence) => store.project(fence, [projection]),
  'project what changes nothing': (fence) => store.project(fence, [unchanged, unchanged]),
  postponeDue: (fence) => store.postponeDue(fence, closet, 77),
  replayDue: (fence) => store.replayDue(fence, 88),
  marksWritten: (fence) => store.marksWritten(fence, owner, 1),
  'edit a shelf': (fence) => edit(shelf, 1, fence),
  'make a shelf': (fence) => edit('shelf/new', 0, fence),
  claimWriterId: (fence) => store.log.claimWriterId(shelf, 9, fence),
  'claimWriterId of a new document': (fence) => store.log.claimWriterId('shelf/newer', 9, fence),
};

/** An edit is answered beside the rest of its batch; everything else ends with an error. */
const refusalOf = (writing: Promise<unknown>): Promise<unknown> =>
  writing.then(
    (answer) => (answer as readonly CommitResult[] | undefined)?.[0]?.status,
    (error: unknown) => error instanceof LeaseLost && error.code,
  );

async function writeSomething(fence: Fence): Promise<void> {
  await store.ensurePeople([{ userId: owner, handle: owner, name: 'Roya' }]);
  const published: Projection = {
    ...projection,
    changes: [{ ...projection.changes[0]!, listingId: 'l1' }],
    answers: [{ ...projection.answers[0]!, listingId: 'l1', wishKey: 'k1' }],
  };
  await store.project(fence, [published]);
  await store.log.commit([
    { document: `closet/${owner}`, update },
    { document: shelf, update, expectedHeadSeq: 0, fence },
  ]);
}

test('[N6] whoever lost the lease writes nothing at all and is told, whatever it writes', async () => {
  const old = await takeLease(store);
  await writeSomething(old);
  const fence = await takeLease(store);
  const before = await dumpTables(opened);
  for (const [name, write] of Object.entries(writes)) {
    expect(await refusalOf(write(old)), name).toBe('lease-lost');
    expect(await dumpTables(opened), name).toEqual(before);
  }
  // The same writes change something under the fence that holds.
  for (const [name, write] of Object.entries(writes).toReversed()) {
    const standing = await dumpTables(opened);
    await write(fence);
    expect(await dumpTables(opened), name).not.toEqual(standing);
  }
});

test('[N6] a lease that is over and that nobody took still holds', async () => {
  const answer = await claim('one', 0);
  if (answer.status !== 'held') throw new Error('it is new');
  await writeSomething(answer.fence);
  expect(await store.catalogHead()).toBe(1);
});
