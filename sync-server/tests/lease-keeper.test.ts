import { waitUntil } from '@komod/testkit/wait-until';
import { ManualClock } from '@komod/testkit/manual-clock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LeaseKeeper } from '../src/jobs/lease-keeper.ts';
import { openTestStore, type TestStore } from './test-database.ts';

const ttlMs = 60_000;

let opened: TestStore;
beforeEach(async () => {
  opened = await openTestStore();
});
afterEach(() => opened.close());

function keep(holder: string) {
  const clock = new ManualClock();
  const heard: string[] = [];
  const note = (_details: object, message: string) => void heard.push(message);
  const keeper = new LeaseKeeper({
    store: opened.store,
    lease: 'projector',
    holder,
    ttlMs,
    alone: false,
    clock,
    logger: { info: note, warn: note, error: note } as never,
    onHeld: () => heard.push('held'),
  });
  return { keeper, clock, heard };
}

const row = async () =>
  (
    await opened.sql<{ holder: string; fence: number; expires_at: number }>(
      'select holder, fence, expires_at from lease',
    )
  )[0]!;

test('[N5] a keeper renews at a third of the time, as often as that passes', async () => {
  const { keeper, clock, heard } = keep('one');
  await keeper.start();
  for (let round = 0; round < 3; round += 1) {
    await opened.sql(`update lease set expires_at = expires_at - 30000`);
    const { expires_at: soon } = await row();
    clock.advance(ttlMs / 3 - 1);
    expect((await row()).expires_at).toBe(soon);
    clock.advance(1);
    await waitUntil('it to be renewed', async () => (await row()).expires_at > soon + 20_000);
    await waitUntil('the next look to be planned', () => clock.pending === 1);
  }
  expect(await row()).toMatchObject({ holder: 'one', fence: 1 });
  expect(heard).toEqual(['held']);
  await keeper.stop();
  expect(clock.pending).toBe(0);
});

test('[N4] a second keeper waits, says so once, and has the lease as soon as the first hands it back', async () => {
  const one = keep('one');
  const two = keep('two');
  await one.keeper.start();
  await two.keeper.start();
  for (let round = 0; round < 3; round += 1) {
    two.clock.advance(ttlMs / 3);
    await waitUntil('the next look to be planned', () => two.clock.pending === 1);
  }
  expect(two.keeper.current()).toBeNull();
  expect(two.heard).toEqual(['another server has the lease']);
  await one.keeper.stop();
  expect(one.keeper.current()).toBeNull();
  expect(await row()).toMatchObject({ holder: 'one', fence: 1, expires_at: 0 });
  two.clock.advance(ttlMs / 3);
  await waitUntil('the second to have it', () => two.keeper.current());
  expect(await row()).toMatchObject({ holder: 'two', fence: 2 });
  expect(two.heard).toEqual(['another server has the lease', 'held']);
  await two.keeper.stop();
});

test('a store that cannot be asked takes no lease away, and it is renewed once the store is back', async () => {
  const { keeper, clock, heard } = keep('one');
  await keeper.start();
  await opened.sql('alter table lease rename to away');
  clock.advance(ttlMs / 3);
  await waitUntil('the failure', () => heard.length === 2);
  expect(heard).toEqual(['held', 'the lease could not be asked for']);
  expect(keeper.current()).toEqual({ lease: 'projector', number: 1 });
  await waitUntil('the next look to be planned', () => clock.pending === 1);
  await opened.sql('alter table away rename to lease');
  await opened.sql(`update lease set expires_at = expires_at - 30000`);
  const { expires_at: soon } = await row();
  clock.advance(ttlMs / 3);
  await waitUntil('it to be renewed', async () => (await row()).expires_at > soon + 20_000);
  await keeper.stop();
});

test('[N7] a keeper told that its lease is lost asks for another at once, and believes no older news', async () => {
  const { keeper, clock, heard } = keep('one');
  await keeper.start();
  const fence = keeper.current()!;
  keeper.lost(fence);
  expect(keeper.current()).toBeNull();
  keeper.lost(fence);
  clock.advance(0);
  await waitUntil('the next fence', () => keeper.current()?.number === 2);
  keeper.lost(fence);
  expect(keeper.current()?.number).toBe(2);
  expect(keeper.standing()).toEqual({ isHeld: true, fence: 2, losses: 1 });
  expect(heard.filter((word) => word === 'held')).toHaveLength(2);
  await keeper.stop();
});
