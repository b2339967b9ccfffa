import { seededRandom } from '@komod/testkit/seeded-random';
import { beforeEach, expect, test } from 'vitest';
import type { Replica } from '../src/client/replica.ts';
import * as Y from 'yjs';
import type { TabMessage } from '../src/client/tab-channel.ts';
import { durableTypes } from '../src/wire/durable-messages.ts';
import {
  encodeStepOne,
  encodeStepTwo,
  encodeUpdate,
  isDocumentFrame,
  messageTypes,
  questionFrame,
} from '../src/wire/frames.ts';
import { startReplica } from './test-replica.ts';
import { useServedHub } from './served-hub.ts';
import { TestBrowser, type TestTab } from './test-browser.ts';
import { startHub } from './test-hub.ts';
import { waitUntil } from './wait-until.ts';

interface Page {
  tab: TestTab;
  replica: Replica;
}

const random = seededRandom();
let browser: TestBrowser;
const served = useServedHub();
let count = 0;

beforeEach(() => {
  browser = new TestBrowser();
  count++;
});
function pageOf(document = 'closet/a'): Page {
  const tab = browser.tab();
  const replica = startReplica({
    document,
    databaseName: `tabs-${count}-${document}`,
    readOnly: document.startsWith('shelf/'),
    environment: {
      tabs: tab,
      random: () => random.next(),
      setTimeout: (run, ms) => setTimeout(() => tab.run(run), ms / 10),
    },
  });
  served.open.push(replica);
  replica.connect({ url: served.server.url });
  return { tab, replica };
}

/** The first of them leads. */
async function threePages(document?: string): Promise<[Page, Page, Page]> {
  const pages: Page[] = [];
  for (let index = 0; index < 3; index++) {
    const page = pageOf(document);
    pages.push(page);
    await waitUntil(`page ${index} is in step`, () => isSafe(page));
  }
  return pages as [Page, Page, Page];
}

const isSafe = ({ replica }: Page): boolean => replica.status().synced && replica.status().unacked === null;
const valueIn = ({ replica }: Page, key: string): unknown => replica.doc.getMap('m').get(key);
const set = ({ replica }: Page, key: string, value: unknown): void =>
  void replica.doc.getMap('m').set(key, value);
const connections = (): number => served.host.hub.stats().connections;
const stored = async (key: string): Promise<unknown> =>
  served.host.hub.read('closet/a', (doc) => doc.getMap('m').get(key));

/** Commits wait for the returned function. */
function holdCommits(): () => void {
  const commit = served.host.log.commit.bind(served.host.log);
  const gate = Promise.withResolvers<void>();
  served.host.log.commit = async (batch) => {
    await gate.promise;
    return commit(batch);
  };
  return gate.resolve;
}

test('[TB1] three tabs of a device are one connection to the server, for a document of its own and for one of the server', async () => {
  await threePages();
  await waitUntil('one connection', () => connections() === 1);
  expect(served.server.accepted()).toBe(1);
  await threePages('shelf/a');
  await waitUntil('one more', () => connections() === 2);
  expect(served.server.accepted()).toBe(2);
});

test('[TB2] what one tab writes is in all of them and on the server, and what another device writes too', async () => {
  const pages = await threePages();
  const [leader, follower, other] = pages;
  set(follower, 'from', 'follower');
  set(leader, 'by', 'leader');
  for (const page of pages)
    await waitUntil(
      'all have both',
      () => isSafe(page) && valueIn(page, 'from') === 'follower' && valueIn(page, 'by') === 'leader',
    );
  expect(await stored('from')).toBe('follower');
  const tablet = startReplica();
  served.open.push(tablet);
  tablet.connect({ url: served.server.url });
  await waitUntil('the tablet is in step', () => tablet.status().synced);
  expect(tablet.doc.getMap('m').toJSON()).toEqual({ from: 'follower', by: 'leader' });
  tablet.doc.getMap('m').set('from', 'tablet');
  await waitUntil('a follower hears of it', () => valueIn(other, 'from') === 'tablet');
});

test('[TB2] a tab keeps its own work on the disk, whoever leads', async () => {
  const [leader, follower] = await threePages();
  leader.tab.freeze();
  set(follower, 'k', 'kept');
  await follower.replica.flushed();
  const reader = startReplica({ databaseName: `tabs-${count}-closet/a` });
  served.open.push(reader);
  await reader.whenLoaded;
  expect(reader.doc.getMap('m').get('k')).toBe('kept');
  expect(reader.status().unacked).not.toBeNull();
});

test('[TB3] nobody calls safe what the server has not committed: neither who wrote it, nor the leader, nor who saw it', async () => {
  const pages = await threePages();
  const [leader, follower, other] = pages;
  const release = holdCommits();
  follower.replica.tag('listing-1');
  set(follower, 'k', 1);
  await waitUntil('it is in the other tab', () => valueIn(other, 'k') === 1);
  for (const { replica } of pages) expect(replica.status().unacked?.tags).toEqual(['listing-1']);
  release();
  for (const page of pages) await waitUntil('safe', () => isSafe(page));
  expect(await stored('k')).toBe(1);
  expect(connections()).toBe(1);
  expect(leader.replica.status().refused).toBeNull();
});

test('[TB4] when the leader is closed another tab leads at once, with what was on its way', async () => {
  const [leader, follower, other] = await threePages();
  const release = holdCommits();
  set(follower, 'k', 1);
  await waitUntil('the leader has it', () => valueIn(leader, 'k') === 1);
  await leader.replica.close();
  release();
  await waitUntil('both are in step again', () => isSafe(follower) && isSafe(other));
  expect(await stored('k')).toBe(1);
  expect(served.server.accepted()).toBe(2);
  await waitUntil('one connection', () => connections() === 1);
});

test('[TB5] work of a follower is on the server while the leader is frozen, and all are one again afterwards', async () => {
  const pages = await threePages();
  const [leader, follower, other] = pages;
  browser.said.length = 0;
  leader.tab.freeze();
  set(follower, 'k', 'typed');
  await waitUntil('it is safe', () => isSafe(follower) && connections() > 1);
  // Two tabs ask; ten seconds would be sixty questions.
  expect(browser.said.filter((said) => Object.keys(said).length === 0).length).toBeLessThan(10);
  expect(await stored('k')).toBe('typed');
  await waitUntil('the other tab hears of it', () => valueIn(other, 'k') === 'typed');
  leader.tab.thaw();
  await waitUntil('one connection', () => connections() === 1);
  set(other, 'k', 'after');
  for (const page of pages)
    await waitUntil('all are in step', () => isSafe(page) && valueIn(page, 'k') === 'after');
  expect(connections()).toBe(1);
});

test('[TB5] tabs do not wait long for a leader that cannot reach the server', async () => {
  const [leader, follower] = await threePages();
  // Somebody else is told the same, and is let in.
  served.host.hub.closeOwner(() => true, 4401, 'test');
  await waitUntil('the leader gave up', () => leader.replica.status().link === 'session-ended');
  set(follower, 'k', 1);
  await waitUntil('it is safe', () => isSafe(follower));
  expect(leader.replica.status().link).toBe('session-ended');
  expect(await stored('k')).toBe(1);
});

test('[TB6] a tab that missed a frame of the leader begins its line anew', async () => {
  const [leader, follower, other] = await threePages();
  follower.tab.loseFrame();
  set(leader, 'lost', 1);
  await waitUntil('the other has it', () => valueIn(other, 'lost') === 1);
  set(leader, 'next', 1);
  await waitUntil('the follower has both', () => isSafe(follower) && valueIn(follower, 'lost') === 1);
  expect(valueIn(follower, 'next')).toBe(1);
  expect(browser.said.filter(({ end }) => end).length).toBe(1);
  expect(connections()).toBe(1);
});

test('[TB6] a tab whose frame the leader missed begins its line anew', async () => {
  const [leader, follower] = await threePages();
  set(follower, 'first', 1);
  await waitUntil('safe', () => isSafe(follower));
  leader.tab.loseFrame();
  set(follower, 'missed', 1);
  set(follower, 'then', 1);
  await waitUntil('all is safe', async () => isSafe(follower) && (await stored('missed')) === 1);
  expect(await stored('then')).toBe(1);
  // A gap would have been refused by the server.
  for (const { replica } of [leader, follower]) expect(replica.status().rebased).toBeNull();
  expect(connections()).toBe(1);
});

test('[TB7] a tab that knows another history is not let in: the server hears it, and nothing of it comes to the leader', async () => {
  const [leader, follower] = await threePages();
  set(leader, 'before', 1);
  await waitUntil('both are safe', () => isSafe(leader) && isSafe(follower));
  leader.tab.freeze();
  // The server was put back to a copy and says so; the leader's line is dead without its knowing.
  served.host = startHub({ log: served.host.log.copy() });
  await served.host.log.renewTimeline();
  await waitUntil('the server told the follower', () => connections() > 0 && isSafe(follower));
  set(follower, 'after', 1);
  await waitUntil('it is safe', async () => isSafe(follower) && (await stored('after')) === 1);
  browser.said.length = 0;
  leader.tab.thaw();
  await waitUntil('it is sent away', () => browser.said.some(({ end }) => end === 'alone'));
  expect(leader.replica.doc.getMap('m').toJSON()).toEqual({ before: 1 });
  served.server.cut();
  await waitUntil('all are one', () => valueIn(leader, 'after') === 1 && connections() === 1);
  for (const page of [leader, follower]) await waitUntil('all is safe', () => isSafe(page));
});

test('[TB7] a tab that has seen more of a document of the server is not let in', async () => {
  await served.host.hub.edit('shelf/a', (doc) => doc.getMap('m').set('k', 1));
  const [leader, follower] = await threePages('shelf/a');
  leader.tab.freeze();
  served.host = startHub({ log: served.host.log });
  await waitUntil('the follower asks itself', () => connections() > 0 && isSafe(follower));
  // A deletion leaves no clock: only the head tells.
  await served.host.hub.edit('shelf/a', (doc) => doc.getMap('m').delete('k'));
  await waitUntil('it has seen it', () => valueIn(follower, 'k') === undefined);
  browser.said.length = 0;
  leader.tab.thaw();
  await waitUntil('it is sent away', () => browser.said.some(({ end }) => end === 'alone'));
  expect(valueIn(follower, 'k')).toBe(undefined);
  served.server.cut();
  for (const page of [leader, follower])
    await waitUntil('all are one', () => isSafe(page) && !valueIn(page, 'k') && connections() === 1);
});

/** What the leader says to a tab of which only the words are known. */
function stranger(document: string): (message: TabMessage) => void {
  const post = browser.voice(`komod-tabs-1-tabs-${count}-${document}`);
  return (message) => post({ line: 1, ...message });
}

test('[TB7] a tab that holds what the leader of a document of the server does not is not let in', async () => {
  const { replica } = pageOf('shelf/a');
  await waitUntil('synced', () => replica.status().synced);
  const say = stranger('shelf/a');
  const other = new Y.Doc();
  other.getMap('m').set('k', 'of another time');
  await waitUntil('there is a leader', () => {
    say({ history: null, generation: null });
    return browser.said.some(({ lead, count: at }) => lead !== undefined && at !== undefined);
  });
  expect(browser.said.some(({ end }) => end !== undefined)).toBe(false);
  say({ count: 1, frame: encodeStepOne(Y.encodeStateVector(other)) });
  await waitUntil('it is sent away', () =>
    browser.said.some(({ line, end }) => line === 1 && end === 'alone'),
  );
});

test('[TB8] a tab that has another document than the leader is not let in', async () => {
  const { replica } = pageOf();
  await waitUntil('synced', () => replica.status().synced);
  const say = stranger('closet/a');
  await waitUntil('it is sent away', () => {
    say({ history: null, generation: 7 });
    return browser.said.some(({ line, end }) => line === 1 && end === 'alone');
  });
});

test('[TB2] what a tab says before its step 2 is in that, and is not taken', async () => {
  const { replica } = pageOf();
  await waitUntil('synced', () => replica.status().synced);
  const say = stranger('closet/a');
  await waitUntil('there is a leader', () => {
    say({ history: null, generation: null });
    return browser.said.some(({ lead, count: at }) => lead !== undefined && at !== undefined);
  });
  const other = new Y.Doc();
  const updates: Uint8Array[] = [];
  other.on('update', (update: Uint8Array) => updates.push(update));
  for (const key of ['before', 'early']) other.getMap('m').set(key, 1);
  const answers = (type: number) =>
    browser.said.filter(({ lead, line, frame }) => lead !== undefined && line === 1 && frame?.[0] === type);
  say({ count: 1, frame: encodeUpdate(updates[1]!) });
  say({ count: 2, frame: questionFrame });
  await waitUntil('it was heard', () => answers(messageTypes.awareness).length === 1);
  expect(replica.doc.store.pendingStructs).toBeNull();
  say({ count: 3, frame: encodeStepTwo(Y.encodeStateAsUpdate(other)) });
  await waitUntil('it is taken', async () => (await stored('early')) === 1);
  expect(replica.status().rebased).toBeNull();
  const isBoth = ({ frame }: TabMessage) => frame?.[1] === 2;
  await waitUntil('both are acknowledged', () => answers(durableTypes.ack).some(isBoth));
});

test('[TB2] what a leader tells all before it has answered a tab is left by that tab', async () => {
  const name = `komod-tabs-1-tabs-${count}-closet/a`;
  const other = new Y.Doc();
  const updates: Uint8Array[] = [];
  other.on('update', (update: Uint8Array) => updates.push(update));
  for (const key of ['before', 'early']) other.getMap('m').set(key, 1);
  browser.tab().lead(name, () => {});
  const post = browser.voice(name);
  const say = (message: TabMessage) => post({ lead: 5, ...message });
  const page = pageOf();
  const dialled = () => browser.said.find(({ history }) => history !== undefined)?.line;
  await waitUntil('it dials', () => {
    if (dialled() === undefined) say({ ready: true });
    return dialled() !== undefined;
  });
  const line = dialled()!;
  say({ line, count: 0 });
  say({ count: 1, frame: encodeUpdate(updates[1]!) });
  say({ line, count: 2, frame: encodeStepOne(Y.encodeStateVector(new Y.Doc())) });
  await waitUntil('it answers', () =>
    browser.said.some((said) => said.lead === undefined && said.frame?.[1] === 1),
  );
  expect(page.replica.doc.store.pendingStructs).toBeNull();
  say({ line, count: 3, frame: encodeStepTwo(Y.encodeStateAsUpdate(other)), whole: true });
  await waitUntil('it has all', () => valueIn(page, 'before') === 1 && valueIn(page, 'early') === 1);
});

/** So many document frames reach the server with a byte too many, which it refuses. */
function spoil(frames: number): void {
  const receive = served.host.hub.receive.bind(served.host.hub);
  served.host.hub.receive = (id, message) => {
    const isDocument = isDocumentFrame(new Uint8Array(message));
    receive(id, isDocument && frames-- > 0 ? new Uint8Array([...message, 0]) : message);
  };
}

const list = ({ replica }: Page) => replica.doc.getArray<string>('a');

test('[TB8] work that was refused is edited again by one tab, and the others take that over with what they alone had', async () => {
  const pages = await threePages();
  const [leader, follower, frozen] = pages;
  list(leader).push(['known']);
  await waitUntil('all have it', () => pages.every((page) => isSafe(page) && list(page).length === 1));
  const before = frozen.replica.doc;
  frozen.tab.freeze();
  spoil(1);
  list(follower).push(['refused']);
  list(frozen).push(['typed meanwhile']);
  frozen.replica.doc.getMap('m').set('k', 'typed meanwhile');
  await waitUntil('it was edited again', () => leader.replica.status().rebased !== null);
  await waitUntil('the follower has it', () => isSafe(follower) && follower.replica.doc !== before);
  frozen.tab.thaw();
  for (const page of pages)
    await waitUntil('all are one', () => isSafe(page) && valueIn(page, 'k') === 'typed meanwhile');
  for (const page of pages)
    expect(list(page).toArray().toSorted()).toEqual(['known', 'refused', 'typed meanwhile']);
  expect(await served.host.hub.read('closet/a', (doc) => doc.getArray('a').length)).toBe(3);
  expect(connections()).toBe(1);
  for (const { replica } of pages) await replica.close();
  const again = pageOf();
  await waitUntil('the disk has it', () => isSafe(again));
  expect(list(again).length).toBe(3);
  expect(again.replica.doc.store.pendingStructs).toBeNull();
});

test('[TB8] what a tab that is gone has left on the disk is not replaced unread', async () => {
  const [leader, follower, gone] = await threePages();
  gone.tab.freeze();
  set(gone, 'left', 'behind');
  await gone.replica.flushed();
  await gone.replica.close();
  spoil(1);
  set(follower, 'k', 'refused');
  await waitUntil('it was edited again', () => leader.replica.status().rebased !== null);
  for (const page of [leader, follower]) await waitUntil('all is safe', () => isSafe(page));
  expect(await stored('left')).toBe('behind');
  expect(await stored('k')).toBe('refused');
});
