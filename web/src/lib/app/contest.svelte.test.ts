import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { settleContest, undoContest } from './contest.ts';
import { orders, twoDevices } from './tests/seller-device.ts';
import { isChanged } from './truth-input.ts';

vi.setConfig({ testTimeout: 60_000 });

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
});
afterAll(() => server.close());

test.each(orders)(
  'the same field pressed on both: the second is told of both values, and of that field only (%s stands, %s first)',
  async (standing, first) => {
    const { id, phone, laptop, live, close } = await twoDevices(server.origin, standing);
    phone.type(id, 'price', 3500);
    phone.type(id, 'condition', 'fair');
    await phone.press(id);
    laptop.type(id, 'price', 4500);
    laptop.describe(id, 'Linen.');
    await laptop.press(id);
    const [one, other] = first === 'phone' ? [phone, laptop] : [laptop, phone];
    const [theirs, mine] = first === 'phone' ? [3500, 4500] : [4500, 3500];
    one.goOnline();
    await one.whenLive(id, 2);
    other.goOnline();
    for (const device of [other, one]) {
      await waitUntil('the refusal', () => device.mark(id)?.reasons);
      expect(device.mark(id)).toMatchObject({
        state: 'live',
        version: 2,
        reasons: [{ field: 'price', code: 'changed-elsewhere' }],
      });
      expect(device.contests(id)).toEqual([
        {
          kind: 'pressed',
          field: 'price',
          theirs: { field: 'price', value: theirs },
          mine: { field: 'price', value: mine },
          isMine: device === other,
        },
      ]);
    }
    expect((await live()).price).toBe(theirs);

    // Use mine: with all that was pressed beside it.
    const before = other.draft(id);
    const [contest] = other.contests(id);
    settleContest(other, before, contest!, 'mine');
    await other.whenLive(id, 3);
    expect(await live()).toMatchObject({ price: mine, condition: 'fair', description: 'Linen.' });
    expect([other.draft(id).price, other.contests(id)]).toEqual([mine, []]);

    // Undo: theirs is live again, mine is not lost.
    undoContest(other, before, contest!, 'mine');
    await waitUntil('theirs to be live again', async () => (await live()).price === theirs);
    await waitUntil('its answer', () => other.mark(id)?.version === 4);
    const kept = other.draft(id).price === mine ? mine : other.contests(id)[0]?.mine.value;
    expect(kept).toBe(mine);
    await close();
  },
);

test('Keep theirs sends the rest of what was pressed, and its Undo brings both values back', async () => {
  const { id, phone, laptop, live, close } = await twoDevices(server.origin, 'phone');
  phone.type(id, 'price', 3500);
  await phone.press(id);
  laptop.type(id, 'price', 4500);
  laptop.describe(id, 'Linen.');
  await laptop.press(id);
  phone.goOnline();
  await phone.whenLive(id, 2);
  laptop.goOnline();
  await waitUntil('the refusal', () => laptop.mark(id)?.reasons);
  const before = laptop.draft(id);
  const [contest] = laptop.contests(id);
  settleContest(laptop, before, contest!, 'theirs');
  await laptop.whenLive(id, 3);
  expect(await live()).toMatchObject({ price: 3500, description: 'Linen.' });
  undoContest(laptop, before, contest!, 'theirs');
  await waitUntil('the contest again', () => laptop.contests(id)[0]?.kind === 'pressed');
  expect(laptop.contests(id)).toEqual([contest]);
  expect(await live()).toMatchObject({ price: 3500, description: 'Linen.' });
  await close();
});

test('of two contested fields one is settled, and the other value of the second stays with the seller', async () => {
  const { id, phone, laptop, live, close } = await twoDevices(server.origin, 'phone');
  phone.type(id, 'price', 3500);
  phone.type(id, 'title', 'Phone');
  await phone.press(id);
  laptop.type(id, 'price', 4500);
  laptop.type(id, 'title', 'Laptop');
  await laptop.press(id);
  phone.goOnline();
  await phone.whenLive(id, 2);
  laptop.goOnline();
  await waitUntil('the refusal', () => laptop.mark(id)?.reasons?.length === 2);
  const price = laptop.contests(id).find(({ field }) => field === 'price');
  settleContest(laptop, laptop.draft(id), price!, 'mine');
  await waitUntil('its answer', () => laptop.mark(id)?.version === 3);
  expect(await live()).toMatchObject({ price: 4500, title: 'Phone' });
  // As a change that is not out yet.
  expect(laptop.draft(id).title).toBe('Laptop');
  expect(isChanged(laptop.draft(id), laptop.mark(id))).toBe(true);
  await close();
});

test('a typed value that lost is offered on its device, also after a restart, and can be had back', async () => {
  const { id, phone, laptop, close } = await twoDevices(server.origin, 'phone');
  phone.type(id, 'price', 3500);
  laptop.type(id, 'price', 45);
  laptop.type(id, 'price', 4500);
  phone.goOnline();
  laptop.goOnline();
  await waitUntil('the other price', () => laptop.draft(id).price === 3500);
  const typed = {
    kind: 'typed',
    field: 'price',
    theirs: { field: 'price', value: 3500 },
    mine: { field: 'price', value: 4500 },
    isMine: true,
  };
  await waitUntil('both prices', () => laptop.contests(id)[0]);
  const again = await laptop.restart();
  expect(again.contests(id)).toEqual([typed]);
  expect(phone.contests(id)).toEqual([]);
  again.goOnline();

  const before = again.draft(id);
  const [contest] = again.contests(id);
  settleContest(again, before, contest!, 'mine');
  await waitUntil('no more to settle', () => again.contests(id).length === 0);
  expect(again.draft(id).price).toBe(4500);
  undoContest(again, before, contest!, 'mine');
  await waitUntil('both prices again', () => again.contests(id)[0]);
  expect(again.contests(id)).toEqual([typed]);
  settleContest(again, again.draft(id), contest!, 'theirs');
  await waitUntil('no more to settle', () => again.contests(id).length === 0);
  expect(again.draft(id).price).toBe(3500);
  undoContest(again, before, contest!, 'theirs');
  await waitUntil('both prices again', () => again.contests(id)[0]);
  // Typing a third value is an answer too.
  again.type(id, 'price', 4200);
  await waitUntil('no more to settle', () => again.contests(id).length === 0);
  await again.close();
  await close();
});
