import { startServerProcess, type ServerProcess } from '@komod/testkit/server-process';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { discardToLive } from './discard-changes.ts';
import { deleting, puttingBack, selling, takingDown, undoTo } from './listing-acts.ts';
import { changePrice } from './price-change.ts';
import { orders, twoDevices } from './tests/seller-device.ts';

vi.setConfig({ testTimeout: 60_000 });

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
});
afterAll(() => server.close());

test.each(orders)(
  'updates of different fields pressed offline are both live (the press of the %s stands, the %s is back first)',
  async (standing, first) => {
    const { id, piece, phone, laptop, live, close } = await twoDevices(server.origin, standing);
    phone.type(id, 'price', 3500);
    await phone.press(id);
    laptop.describe(id, 'Linen, worn twice.');
    await laptop.press(id);
    const [one, other] = first === 'phone' ? [phone, laptop] : [laptop, phone];
    one.goOnline();
    await one.whenLive(id, 2);
    other.goOnline();
    await other.whenLive(id, 3);
    await one.whenLive(id, 3);
    expect(await live()).toMatchObject({
      title: piece.title,
      price: 3500,
      description: 'Linen, worn twice.',
    });
    expect([phone.contests(id), laptop.contests(id)]).toEqual([[], []]);
    await close();
  },
);

test.each(['phone', 'laptop'] as const)(
  'of two devices that come back at once, the %s’s press standing, neither takes the other’s away',
  async (standing) => {
    const { id, phone, laptop, live, close } = await twoDevices(server.origin, standing);
    phone.type(id, 'price', 3500);
    await phone.press(id);
    laptop.type(id, 'condition', 'fair');
    await laptop.press(id);
    phone.goOnline();
    laptop.goOnline();
    await Promise.all([phone.whenLive(id, 3), laptop.whenLive(id, 3)]);
    expect(await live()).toMatchObject({ price: 3500, condition: 'fair' });
    await close();
  },
);

test('a press that lost its place is put back also when the app was closed meanwhile', async () => {
  const { id, phone, laptop, live, close } = await twoDevices(server.origin, 'phone');
  phone.type(id, 'price', 3500);
  await phone.press(id);
  laptop.describe(id, 'Linen.');
  await laptop.press(id);
  phone.goOnline();
  await phone.whenLive(id, 2);
  // The closet arrives, the answer to the other press does not.
  laptop.closetOnline();
  await waitUntil(
    'the other press on the laptop',
    () => laptop.draft(id).wish?.at === phone.draft(id).wish?.at,
  );
  const again = await laptop.restart();
  again.goOnline();
  await again.whenLive(id, 3);
  expect(await live()).toMatchObject({ price: 3500, description: 'Linen.' });
  await again.close();
  await close();
});

test('what the seller presses anew on that device is pressed instead', async () => {
  const { id, phone, laptop, live, close } = await twoDevices(server.origin, 'phone');
  phone.type(id, 'price', 3500);
  await phone.press(id);
  laptop.type(id, 'condition', 'fair');
  await laptop.press(id);
  phone.goOnline();
  await phone.whenLive(id, 2);
  laptop.closetOnline();
  await waitUntil('the other press on the laptop', () => laptop.draft(id).price === 3500);
  laptop.type(id, 'condition', 'good');
  await laptop.press(id);
  laptop.goOnline();
  await laptop.whenLive(id, 3);
  expect(await live()).toMatchObject({ price: 3500, condition: 'good' });
  await close();
});

test('Mark sold is not lost to an update that knew nothing of it, an update does not hang a sold piece again', async () => {
  for (const [standing, state] of [
    ['phone', 'sold'],
    ['laptop', 'sold'],
  ] as const) {
    const { id, phone, laptop, live, close } = await twoDevices(server.origin, standing);
    phone.type(id, 'price', 3500);
    await phone.press(id);
    await laptop.press(id, selling);
    phone.goOnline();
    await phone.whenLive(id, 2);
    laptop.goOnline();
    await waitUntil('it to be sold on the phone', () => phone.mark(id)?.state === state);
    expect((await live()).state).toBe(state);
    await close();
  }
});

/** A description from the phone and a condition from the laptop, pressed apart: both are live, as the laptop knows. */
async function afterMerge() {
  const devices = await twoDevices(server.origin, 'laptop');
  const { id, phone, laptop } = devices;
  phone.describe(id, 'Linen.');
  await phone.press(id);
  laptop.type(id, 'condition', 'fair');
  await laptop.press(id);
  phone.goOnline();
  await phone.whenLive(id, 2);
  laptop.goOnline();
  await laptop.whenLive(id, 3);
  return { ...devices, merged: { description: 'Linen.', condition: 'fair' } as const };
}

test('what is pressed after a merge takes nothing of the other device back', async () => {
  const { id, laptop, live, close, merged } = await afterMerge();

  changePrice(laptop, laptop.draft(id), 3900);
  await laptop.whenLive(id, 4);
  expect(await live()).toMatchObject({ ...merged, price: 3900 });
  await close();
});

test.each([
  ['Take down', takingDown],
  ['Delete', deleting],
] as const)('%s and back again after a merge is the merged piece', async (_name, deed) => {
  const { id, laptop, live, close, merged } = await afterMerge();
  const done = await laptop.press(id, deed);
  await waitUntil('it to be off the feed', () => laptop.mark(id)?.state === 'removed');
  if (deed === deleting) await laptop.press(id, puttingBack);
  else undoTo(laptop, done);
  await laptop.whenLive(id, 5);
  expect(await live()).toMatchObject(merged);

  // Discard changes goes back to it without asking anybody.
  laptop.describe(id, 'Something else.');
  const ask = () => Promise.reject(new Error('nobody is asked'));
  expect(await discardToLive(laptop, laptop.draft(id), ask)).toBe('discarded');
  expect(laptop.draft(id)).toMatchObject(merged);
  await close();
});
