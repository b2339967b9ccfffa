import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Hub } from '../src/server/hub.ts';
import { encodeStepOne } from '../src/wire/frames.ts';
import { wireLimits } from '../src/wire/limits.ts';
import { parseRetryAfter } from '../src/wire/retry-after.ts';
import { joinedPeer } from './joined-peer.ts';
import { storedMap } from './stored-document.ts';
import { settle, startHub } from './test-hub.ts';
import { TestPeer } from './test-peer.ts';

const joined = (hub: Hub, document: string, account: string): Promise<TestPeer> =>
  joinedPeer(hub, { document, account });

const write = (peer: TestPeer, count: number, name = 'k'): void => {
  for (let index = 0; index < count; index++) peer.doc.getMap('m').set(`${name}-${index}`, index);
};

test('[R10] an account that sends too much over many connections is closed 4529, and what fitted is acked', async () => {
  const limits = { ...wireLimits, accountBurstFrames: 30, accountFramesPerSecond: 2 };
  const { hub, log, clock } = startHub({ limits });
  const greedy: TestPeer[] = [];
  for (const document of ['closet/a', 'account/a', 'closet/a2'])
    greedy.push(await joined(hub, document, 'greedy'));
  const other = await joined(hub, 'closet/b', 'other');
  for (const peer of greedy) write(peer, 20);
  write(other, 20);
  await settle(hub);
  const closed = greedy.filter(({ closed: close }) => close?.code === 4529);
  expect(closed.length).toBeGreaterThan(1);
  expect(parseRetryAfter(closed[0]!.closed!.reason)).toBeGreaterThan(0);
  let kept = 0;
  for (const document of ['closet/a', 'account/a', 'closet/a2'])
    kept += Object.keys(await storedMap(log, document)).length;
  // Three questions and three answers to the server's count too.
  expect(kept).toBe(30 - 6);
  expect(greedy.reduce((sum, { acked }) => sum + acked, 0)).toBe(30 - 3);
  // The other one is whole and in order.
  expect([other.closed, other.acked, Object.keys(await storedMap(log, 'closet/b')).length]).toEqual([
    null,
    21,
    20,
  ]);
  const again = await joined(hub, 'closet/a', 'greedy');
  expect(again.closed?.code).toBe(4529);
  clock.advance(60_000);
  const later = await joined(hub, 'closet/a', 'greedy');
  write(later, 5, 'later');
  await settle(hub);
  expect([later.closed, later.acked]).toEqual([null, 6]);
});

test('[R11] one connection more than an account may have is closed 4529, and those it has go on', async () => {
  const { hub } = startHub({ limits: { ...wireLimits, accountConnections: 3 } });
  const peers: TestPeer[] = [];
  for (let index = 0; index < 3; index++) peers.push(await joined(hub, `closet/${index}`, 'a'));
  const fourth = await joined(hub, 'closet/4', 'a');
  expect(fourth.closed?.code).toBe(4529);
  expect(parseRetryAfter(fourth.closed!.reason)).toBe(wireLimits.tooManyRetrySeconds);
  expect((await joined(hub, 'closet/b', 'b')).closed).toBeNull();
  write(peers[0]!, 3);
  await settle(hub);
  expect(peers.map(({ closed }) => closed)).toEqual([null, null, null]);
  expect(peers[0]!.acked).toBe(4);
  peers[1]!.disconnect();
  expect((await joined(hub, 'closet/4', 'a')).closed).toBeNull();
});

/** Closet of an account that one of its devices has filled with `kib`, and left. */
async function filled(hub: Hub, account: string, kib: number): Promise<Y.Doc> {
  const peer = await joined(hub, `closet/${account}`, account);
  peer.doc.getMap('m').set('long', 'x'.repeat(kib * 1024));
  await settle(hub);
  peer.disconnect();
  await settle(hub);
  return peer.doc;
}

test('[R14] who has a large document opened again and again waits, and others do not', async () => {
  const { hub } = startHub({ limits: { ...wireLimits, accountBurstBytes: 1024 * 1024 } });
  const docs = { a: await filled(hub, 'a', 200), b: await filled(hub, 'b', 200) };
  const comeBack = async (account: 'a' | 'b'): Promise<TestPeer> => {
    const peer = new TestPeer(hub, docs[account]);
    await peer.connect(`closet/${account}`, true, {}, account);
    peer.follow();
    write(peer, 1);
    await settle(hub);
    peer.disconnect();
    await settle(hub);
    return peer;
  };
  const opened = hub.stats().opened;
  for (let time = 0; time < 5; time++) expect((await comeBack('a')).closed).toBeNull();
  expect(hub.stats().opened).toBe(opened + 5);
  expect((await comeBack('a')).closed?.code).toBe(4529);
  expect((await comeBack('b')).closed).toBeNull();
});

test('[R14] who asks for a large document again and again waits', async () => {
  const { hub } = startHub({ limits: { ...wireLimits, burstBytes: 1024 * 1024 } });
  await filled(hub, 'a', 200);
  const peer = await joined(hub, 'closet/a', 'a');
  const ask = async (): Promise<void> => {
    peer.send(encodeStepOne(Y.encodeStateVector(new Y.Doc())));
    await settle(hub);
  };
  for (let time = 0; time < 4; time++) await ask();
  expect(peer.closed).toBeNull();
  await ask();
  await ask();
  expect(peer.closed?.code).toBe(4529);
});

test('[R10] an account is forgotten once nothing is owed, and no sooner', async () => {
  const { hub, clock } = startHub({ limits: { ...wireLimits, accountBurstFrames: 10 } });
  for (let index = 0; index < 2_500; index++) {
    const peer = await joined(hub, 'closet/a', `account-${index}`);
    clock.advance(1_000);
    peer.disconnect();
  }
  expect(hub.stats()).toMatchObject({ connections: 0, accounts: 0 });
  for (let index = 0; index < 2_100; index++) {
    (await joined(hub, 'closet/a', `owing-${index}`)).disconnect();
    if (index === 0) expect(hub.stats().accounts).toBe(1);
    if (index === 1_500) clock.advance(60_000);
  }
  expect(hub.stats().accounts).toBeLessThan(700);
});
