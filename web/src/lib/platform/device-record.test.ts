import 'fake-indexeddb/auto';
import { seededRandom } from '@komod/testkit/seeded-random';
import { beforeEach, describe, expect, test } from 'vitest';
import { DeviceRecord, isGuestOwner, presentGuest, type KnownPerson } from './device-record.ts';

const person = (userId: string): KnownPerson => ({ userId, handle: userId, name: userId });
const [sara, reza] = [person('sara'), person('reza')];
const random = seededRandom();

let record: DeviceRecord;
beforeEach(async () => {
  await new Promise((resolve) => {
    indexedDB.deleteDatabase('komod-device').addEventListener('success', resolve);
  });
  record = new DeviceRecord();
  return () => record.close();
});

/** As the next start of the app finds it. */
async function restart(): Promise<void> {
  await record.close();
  record = new DeviceRecord();
}

describe('a guest’s work', () => {
  test('is given to one account for ever, and what comes after it goes into a fresh copy', async () => {
    expect(presentGuest((await record.read()).guests)).toBe('guest');
    expect(await record.giveGuest('guest', sara)).toBe(true);
    await restart();
    expect(await record.giveGuest('guest', reza)).toBe(false);
    expect(await record.giveGuest('guest', sara)).toBe(true);
    const { guests } = await record.read();
    expect([presentGuest(guests), guests[0]?.carriedTo]).toEqual(['guest-2', sara]);
  });

  test('that was left where it is belongs to nobody, and is the guest’s again', async () => {
    await record.leaveGuest('guest', 'sara');
    const { guests } = await record.read();
    expect([presentGuest(guests), guests[0]?.leftBy]).toEqual(['guest', 'sara']);
    expect(await record.giveGuest('guest', reza)).toBe(true);
    await record.leaveGuest('guest', 'sara');
    expect((await record.read()).guests[0]?.carriedTo).toEqual(reza);
  });

  test(`never changes hands, and no new work goes into a copy that was given (seed ${random.seed})`, async () => {
    const people = ['a', 'b', 'c'].map(person);
    const given = new Map<string, string>();
    for (let step = 0; step < 200; step += 1) {
      const { guests } = await record.read();
      const present = presentGuest(guests);
      expect(given.has(present)).toBe(false);
      expect(isGuestOwner(present)).toBe(true);
      const owner = random.pick([present, ...guests.map((row) => row.owner)]);
      const wanted = random.pick(people);
      const act = random.between(0, 3);
      if (act === 0) {
        const isGiven = await record.giveGuest(owner, wanted);
        expect(isGiven).toBe((given.get(owner) ?? wanted.userId) === wanted.userId);
        if (isGiven) given.set(owner, wanted.userId);
      } else if (act === 1) await record.leaveGuest(owner, wanted.userId);
      else if (act === 2 && given.has(owner)) await record.noteGuest(owner, { isEmptied: true });
      else await restart();
      for (const row of (await record.read()).guests)
        expect(row.carriedTo?.userId).toBe(given.get(row.owner));
    }
  });
});

describe('who is at the device', () => {
  test('who is followed by another is locked, and finds the lock open when back', async () => {
    await record.setWho(sara);
    await record.setWho(reza);
    await restart();
    expect((await record.read()).parted).toEqual([{ userId: 'sara', person: sara, state: 'locked' }]);
    await record.setWho(sara);
    const { who, parted } = await record.read();
    expect([who?.person, parted.map(({ userId }) => userId)]).toEqual([sara, ['reza']]);
  });

  test('a sign-out is owed to the server until it heard of it, also over the next start', async () => {
    await record.setWho(sara);
    await record.setWho(null, 'removing');
    await restart();
    const { who, parted } = await record.read();
    expect([who, parted[0]?.state]).toEqual([{ person: null, owesSignOut: true }, 'removing']);
    await record.noteSignedOut();
    expect((await record.read()).who).toEqual({ person: null, owesSignOut: false });
  });
});
