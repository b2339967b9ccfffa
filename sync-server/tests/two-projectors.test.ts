import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readShelf } from '@komod/documents/shelf';
import { makePhotoRef, makePiece, writeDraft, writeWish } from '@komod/testkit/listing-factory';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeNode, type ProjectingNode } from './projecting-node.ts';
import { newPhotoId } from './stock-seller.ts';
import { dumpTables, makeTestDatabase, type TestDatabase } from './test-database.ts';

const owner = 'roya';
const closet = `closet/${owner}`;
const shelf = `shelf/${owner}`;
const photo = makePhotoRef(newPhotoId());
const piece = makePiece(1, { photos: [photo] });

let folder: string;
let database: TestDatabase;
let nodes: ProjectingNode[];
let first: ProjectingNode;
let second: ProjectingNode;
/** What the seller's device holds. */
let device: Y.Doc;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'komod-two-'));
  database = await makeTestDatabase(folder);
  // The first one's clock stands still, so it is stalled past its ttl as soon as it has the lease.
  nodes = [first, second] = [
    makeNode(await database.open(), 'first', 1),
    makeNode(await database.open(), 'second', 60_000),
  ] as const satisfies ProjectingNode[];
  device = new Y.Doc();
  await first.store.ensurePeople([{ userId: owner, handle: owner, name: 'Roya' }]);
  await first.store.completePhoto({ ...photo, owner, state: 'ready', bytes: 1000, at: Date.now() });
});
afterEach(async () => {
  for (const node of nodes) {
    await node.stop();
    await node.store.close();
  }
  await rm(folder, { recursive: true });
  // To lose the lease is no failure, and nothing of it counts as an attempt.
  expect(nodes.flatMap(({ errors }) => errors)).toEqual([]);
});

/** The device edits its closet; this node commits that, and hears that the closet is due. */
async function edit(node: ProjectingNode, change: () => void): Promise<void> {
  const before = Y.encodeStateVector(device);
  device.transact(change);
  const update = Y.encodeStateAsUpdate(device, before);
  expect(await node.store.log.commit([{ document: closet, update }])).toMatchObject([
    { status: 'committed' },
  ]);
}

const list = (node: ProjectingNode, ...listingIds: string[]) =>
  edit(node, () => {
    for (const id of listingIds) {
      writeDraft(device, id, piece, 1);
      writeWish(device, id, piece, null, 1);
    }
  });

const sell = (node: ProjectingNode) =>
  edit(node, () => {
    const listings = device.getMap<Y.Map<unknown>>('listings');
    for (const listing of listings.values()) listing.set('wish', { want: 'sold', base: 1, at: 2 });
  });

const published = (count: number) =>
  waitUntil(`${count} published`, async () => (await second.store.catalogHead()) === count);
const nothingIsDue = () =>
  waitUntil('nothing to be due', async () => (await second.store.nextDueAt()) === null);
/** All but the summaries: every node keeps those of the documents it has read, when it finds the time. */
const written = () => dumpTables(database, ['document_summary']);
const marksIn = (node: ProjectingNode) =>
  node.hub.read(shelf, (doc) =>
    Object.fromEntries([...readShelf(doc)].map(([id, { state }]) => [id, state])),
  );

/** Its keeper asks until it has what the other one let go, and asks nothing more then. */
const whenHeld = ({ lease, clock }: ProjectingNode, stepMs: number) =>
  waitUntil('the lease', () => {
    // While it asks no further look is planned; what it holds until then it may just lose.
    if (clock.pending === 0) return null;
    if (lease.current() === null) clock.advance(stepMs);
    return clock.pending === 0 ? null : lease.current();
  });
const startFirst = async () => {
  await first.start();
  await nothingIsDue();
};
const takeOver = async () => {
  await second.start();
  await whenHeld(second, 20_000);
};
const takeBack = () => whenHeld(first, 1);

/** Holds up what follows an answer of the store. Gives when it was asked that often, and what lets it go on. */
function stallBehind<Name extends 'photoStates' | 'unwrittenMarks'>(
  { store }: ProjectingNode,
  name: Name,
  times = 1,
) {
  const ask = store[name].bind(store) as (...args: unknown[]) => Promise<unknown>;
  const asked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const stalled = async (...args: unknown[]): Promise<unknown> => {
    const answer = await ask(...args);
    if (--times > 0) return answer;
    asked.resolve();
    await goOn.promise;
    return answer;
  };
  store[name] = stalled as ProjectingNode['store'][Name];
  return { asked: asked.promise, goOn: goOn.resolve };
}

test('[N7] a projector that was stalled past its lease writes nothing when it goes on, and everything is published once', async () => {
  await startFirst();
  await list(first, 'one');
  await published(1);
  await nothingIsDue();
  const stall = stallBehind(first, 'photoStates');
  await list(first, 'two');
  await stall.asked;
  await takeOver();
  await published(2);
  await nothingIsDue();
  await second.shelves.catchUp(shelf);
  const before = await written();
  stall.goOn();
  await waitUntil('the first to know', () => first.lease.current() === null);
  expect(first.lease.standing()).toEqual({ isHeld: false, fence: 1, losses: 1 });
  await first.shelves.catchUp(shelf);
  // It asks again, and is refused.
  first.clock.advance(1);
  await waitUntil('the next look to be planned', () => first.clock.pending === 1);
  expect(await written()).toEqual(before);

  // What its clients send is kept all the same, and the other one projects it.
  await list(first, 'three');
  second.projector.wake();
  await published(3);
  await nothingIsDue();
  await second.stop();
  await list(second, 'four');
  await takeBack();
  await published(4);
  await nothingIsDue();
  await first.shelves.catchUp(shelf);
  expect(first.lease.current()?.number).toBeGreaterThan(2);
  expect(await marksIn(first)).toEqual({ one: 'live', two: 'live', three: 'live', four: 'live' });
  const log = await database.sql(`select listing_id, kind from catalog_log order by seq`);
  expect(log).toEqual(['one', 'two', 'three', 'four'].map((id) => ({ listing_id: id, kind: 'published' })));
});

test('[N7] a shelf writer that was stalled past its lease puts no older marks over newer ones', async () => {
  await startFirst();
  await list(first, 'one');
  await published(1);
  await nothingIsDue();
  const stall = stallBehind(first, 'unwrittenMarks');
  const stalled = first.shelves.catchUp(shelf);
  await stall.asked;
  await takeOver();
  await second.shelves.catchUp(shelf);
  expect(await marksIn(second)).toEqual({ one: 'live' });
  await sell(second);
  await published(2);
  await nothingIsDue();
  await second.shelves.catchUp(shelf);
  expect(await marksIn(second)).toEqual({ one: 'sold' });
  const before = await written();
  stall.goOn();
  await stalled;
  expect(await written()).toEqual(before);
  expect(first.lease.current()).toBeNull();
});

test('[N7] what was looked at under a lost lease is looked at again', async () => {
  await startFirst();
  // The second of its turns is stalled: so many pieces take two.
  const stall = stallBehind(first, 'photoStates', 2);
  await list(first, ...Array.from({ length: 250 }, (_, index) => `piece-${index}`));
  await stall.asked;
  await takeOver();
  await published(250);
  await nothingIsDue();
  stall.goOn();
  await waitUntil('the first to know', () => first.lease.current() === null);
  await second.stop();
  await sell(second);
  await takeBack();
  await nothingIsDue();
  const states = await database.sql('select state, count(*) as count from listing group by state');
  expect(states).toEqual([{ state: 'sold', count: 250 }]);
});

test('[N7] a lease that was lost for a moment is taken again, and what was lost with it is done anew', async () => {
  await takeOver();
  await nothingIsDue();
  const stall = stallBehind(second, 'photoStates');
  await list(second, 'one');
  await stall.asked;
  // Its lease is over: what asks for it first is a renewal that comes too late.
  await database.sql('update lease set expires_at = 1');
  second.clock.advance(20_000);
  await waitUntil('the next fence', () => second.lease.current()?.number === 2);
  stall.goOn();
  await published(1);
  await nothingIsDue();
  expect(second.lease.standing()).toEqual({ isHeld: true, fence: 2, losses: 1 });
  expect(await database.sql('select version from listing')).toEqual([{ version: 1 }]);
});
