import 'fake-indexeddb/auto';
import { carryOver } from '@komod/documents/carry-over';
import { addPhoto, createListing } from '@komod/documents/closet';
import { openReplica, type Replica } from '@komod/sync/client/replica';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IntakeStore } from '#lib/platform/photos/intake-store.ts';
import { openPhotoStore, type PhotoStore } from '#lib/platform/photos/photo-store.ts';
import { Closet } from './closet.svelte.ts';
import type { KeptAnswer } from './photo-desk.svelte.ts';
import { PhotoIntake } from './photo-intake.svelte.ts';

const listing = '0192f0c0-0000-7000-8000-000000000001';
const never = () => new Promise<never>(() => {});

interface Run {
  replica: Replica;
  closet: Closet;
  intake: PhotoIntake;
}

interface RunOptions {
  owner?: string;
  store?: Partial<IntakeStore>;
  /** What happens before a file is made a photo. */
  before?: (text: string) => Promise<KeptAnswer | void>;
  locks?: { last: Promise<unknown> };
  onFlushed?: (run: Pick<Run, 'closet'>) => void;
}

let photos: PhotoStore;
let serial = 0;
let runs: Run[] = [];
beforeEach(async () => {
  serial += 1;
  photos = openPhotoStore();
  for (const owner of ['guest', 'sara']) await photos.removeAll(owner);
});
afterEach(async () => {
  for (const { closet, replica } of runs.splice(0)) {
    closet.close();
    await replica.close();
  }
});

const file = (text: string) => new File([text], `${text}.jpg`, { type: 'image/jpeg' });

async function idOf(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The app as it opens: the documents and the files of this device, and a decoder that takes any text. */
async function open({ owner = 'sara', store = {}, before, locks, onFlushed }: RunOptions = {}): Promise<Run> {
  const replica = openReplica({
    document: `closet/${owner}`,
    databaseName: `intake-${serial}/${owner}`,
    environment: {
      WebSocket,
      indexedDB,
      now: () => Date.now(),
      random: () => 0,
      setTimeout: (run, ms) => setTimeout(run, ms),
      clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
    },
  });
  await replica.whenLoaded;
  const closet = new Closet(replica);
  const mutex = locks ?? { last: Promise.resolve() };
  const intake = new PhotoIntake({
    owner,
    closet: {
      draft: (id) => closet.draft(id),
      edit: (id, change) => closet.edit(id, change),
      async flushed() {
        await closet.flushed();
        onFlushed?.({ closet });
      },
    },
    store: { ...photos.intake, ...store },
    async keep(blob) {
      const refusal = await before?.(await blob.text());
      if (refusal) return refusal;
      const ref = { id: await idOf(blob), width: 3, height: 4, thumbhash: '' };
      await photos.put(owner, { ref, master: blob, preview: blob }, Date.now());
      return { ok: true, photo: ref };
    },
    async exclusively(_signal, hold) {
      const turn = mutex.last.then(hold);
      mutex.last = turn;
      await turn;
    },
  });
  const run = { replica, closet, intake };
  runs.push(run);
  return run;
}

const startListing = ({ closet }: Run) =>
  closet.edit(listing, (doc) => createListing(doc, { id: listing, at: 1, currency: 'USD' }));

/** The texts of the listing's photos, in their order. */
async function shown({ closet }: Run): Promise<string[]> {
  const ids = closet.draft(listing)?.photos.map(({ id }) => id) ?? [];
  return Promise.all(ids.map(async (id) => (await photos.getMaster(id))?.text() ?? 'lost'));
}

const files = async (owner = 'sara') =>
  Promise.all((await photos.intake.originals(owner)).map((original) => original.file.text()));

const whenIdle = ({ intake }: Run) =>
  waitUntil(
    'every file to be a photo',
    async () => intake.incoming.length === 0 && (await files()).length === 0,
  );

const five = ['one', 'two', 'three', 'four', 'five'];

test('no tile shows before the files are on disk', async () => {
  const disk = Promise.withResolvers<void>();
  const put: IntakeStore['put'] = async (...args) => {
    await disk.promise;
    return photos.intake.put(...args);
  };
  const run = await open({ store: { put }, before: never });
  startListing(run);
  const adding = run.intake.add(listing, five.map(file));
  await run.closet.flushed();
  expect([run.intake.incoming, run.intake.isTakingInto(listing)]).toEqual([[], true]);
  disk.resolve();
  await adding;
  expect(run.intake.incomingOf(listing)).toHaveLength(5);
  expect(await files()).toEqual(five);
});

test('a press waits for every picture picked before it, and hears of one that is none', async () => {
  const run = await open({
    before: async (text) => (text === 'two' ? { ok: false, refusal: 'unreadable' } : undefined),
  });
  startListing(run);
  void run.intake.add(listing, [file('one')]);
  expect(await run.intake.whenTaken(listing)).toBe(true);
  expect(await shown(run)).toEqual(['one']);
  void run.intake.add(listing, [file('two'), file('three')]);
  expect(await run.intake.whenTaken(listing)).toBe(false);
  expect(await shown(run)).toEqual(['one', 'three']);
  expect(await run.intake.whenTaken(listing)).toBe(true);
});

test('photos stand in the order picked after the app died in the middle', async () => {
  const before = await open({ before: (text) => (text === 'three' ? never() : Promise.resolve()) });
  startListing(before);
  await before.intake.add(listing, five.map(file));
  await waitUntil('two to be photos', async () => (await files()).length === 3);

  const after = await open();
  after.intake.resume();
  await after.intake.add(listing, [file('six')]);
  await whenIdle(after);
  expect(await shown(after)).toEqual([...five, 'six']);
  expect(after.intake.notes).toEqual([]);
});

test('the draft is on disk before a file refers to it, and the photo’s listing before the file goes', async () => {
  const log: string[] = [];
  const run = await open({
    store: {
      put: async (...args) => {
        log.push('file kept');
        return photos.intake.put(...args);
      },
      remove: async (order) => {
        log.push('file gone');
        await photos.intake.remove(order);
      },
    },
    onFlushed: ({ closet }) => log.push(`listing of ${closet.draft(listing)?.photos.length} on disk`),
  });
  startListing(run);
  await run.intake.add(listing, [file('one')]);
  await whenIdle(run);
  expect(log).toEqual(['listing of 0 on disk', 'file kept', 'listing of 1 on disk', 'file gone']);
});

test('a death between the listing and the end of the file adds no photo twice and says nothing of it', async () => {
  const before = await open({ store: { remove: never } });
  startListing(before);
  await before.intake.add(listing, [file('one'), file('two')]);
  await waitUntil('the first photo', () => before.closet.draft(listing)?.photos.length === 1);
  await before.replica.flushed();

  const after = await open();
  expect(await shown(after)).toEqual(['one']);
  after.intake.resume();
  await whenIdle(after);
  expect(await shown(after)).toEqual(['one', 'two']);
  expect(after.intake.notes).toEqual([]);
});

test('the same picture picked twice stands once and is said', async () => {
  const run = await open();
  startListing(run);
  await run.intake.add(listing, [file('one'), file('one')]);
  await whenIdle(run);
  expect(await shown(run)).toEqual(['one']);
  expect(run.intake.notes).toEqual([{ listingId: listing, kind: 'already-here' }]);
});

test('a file that cannot be read leaves the device by name, and the others go on', async () => {
  const refuse = (text: string) =>
    Promise.resolve(text === 'two' ? ({ ok: false, refusal: 'unreadable' } as const) : undefined);
  const run = await open({ before: refuse });
  startListing(run);
  await run.intake.add(listing, [file('one'), file('two'), file('three')]);
  await whenIdle(run);
  expect(await shown(run)).toEqual(['one', 'three']);
  expect(run.intake.notes).toEqual([{ listingId: listing, kind: 'unreadable', name: 'two.jpg' }]);
});

test('a decoder that throws is a file that cannot be read', async () => {
  const run = await open({
    before: (text) => (text === 'one' ? Promise.reject(new Error('no canvas')) : Promise.resolve()),
  });
  startListing(run);
  await run.intake.add(listing, [file('one'), file('two')]);
  await whenIdle(run);
  expect(await shown(run)).toEqual(['two']);
  expect(run.intake.notes).toMatchObject([{ kind: 'unreadable', name: 'one.jpg' }]);
});

test('a picture that ends the browser at every opening is given up, so that the closet opens again', async () => {
  const first = await open({ before: never });
  startListing(first);
  await first.intake.add(listing, [file('bomb'), file('two')]);
  let begun = 1;
  for (; begun < 20; begun += 1) {
    let hasBegun = false;
    const next = await open({
      before: (text) => {
        hasBegun = text === 'bomb';
        return hasBegun ? never() : Promise.resolve();
      },
    });
    next.intake.resume();
    const end = await waitUntil('a beginning or the end', async () => {
      if (hasBegun) return 'begun';
      return (await files()).length === 0 ? 'done' : null;
    });
    if (end === 'begun') continue;
    expect(await shown(next)).toEqual(['two']);
    expect(next.intake.notes).toMatchObject([{ kind: 'unreadable', name: 'bomb.jpg' }]);
    break;
  }
  expect(begun).toBe(5);
});

test('a photo that did not fit keeps its file and its tile, and is tried again', async () => {
  let isFull = true;
  const refuse = () => Promise.resolve(isFull ? ({ ok: false, refusal: 'not-kept' } as const) : undefined);
  const run = await open({ before: refuse });
  startListing(run);
  await run.intake.add(listing, [file('one'), file('two')]);
  await waitUntil('both to be refused', () => run.intake.notes.length === 2);
  expect([await files(), run.intake.incoming.length]).toEqual([['one', 'two'], 2]);
  isFull = false;
  run.intake.resume();
  await whenIdle(run);
  expect(await shown(run)).toEqual(['one', 'two']);
});

test('without room for the files they are prepared out of memory', async () => {
  const full = new DOMException('full', 'QuotaExceededError');
  const run = await open({ store: { put: () => Promise.reject(full) } });
  startListing(run);
  await run.intake.add(listing, [file('one'), file('two')]);
  await whenIdle(run);
  expect(await shown(run)).toEqual(['one', 'two']);
});

test('a replacement that was cut off takes the place it was picked for, once', async () => {
  const before = await open({ store: { remove: never } });
  startListing(before);
  const ids = await Promise.all(five.slice(0, 3).map((text) => idOf(new Blob([text]))));
  for (const [index, id] of ids.entries()) {
    before.closet.edit(listing, (doc) =>
      addPhoto(doc, listing, { id, width: 3, height: 4, thumbhash: '' }, 2),
    );
    const blob = new Blob([five[index] ?? '']);
    await photos.put(
      'sara',
      { ref: { id, width: 3, height: 4, thumbhash: '' }, master: blob, preview: blob },
      1,
    );
  }
  await before.intake.replace(listing, ids[1] ?? '', file('better'));
  expect([before.intake.isTakingInto(listing), before.intake.incomingOf(listing)]).toEqual([true, []]);
  await waitUntil('its place', async () => (await shown(before))[1] === 'better');
  await before.replica.flushed();
  const after = await open();
  after.intake.resume();
  await whenIdle(after);
  expect(await shown(after)).toEqual(['one', 'better', 'three']);
});

test('what a guest picked becomes photos in the member’s closet', async () => {
  const guest = await open({ owner: 'guest', before: never });
  startListing(guest);
  await guest.intake.add(listing, five.map(file));
  const member = await open();
  await photos.intake.carryOver('guest', 'sara');
  carryOver(guest.replica.doc, member.replica.doc);
  expect(await files('guest')).toEqual([]);
  member.intake.resume();
  await whenIdle(member);
  expect(await shown(member)).toEqual(five);
  expect((await photos.records('sara')).length).toBe(5);
});

test('files of a listing that was deleted for good leave the device', async () => {
  const before = await open({ before: never });
  startListing(before);
  await before.intake.add(listing, [file('one')]);
  await photos.intake.put('sara', 'another-listing', [{ name: 'x', type: '', bytes: new ArrayBuffer(1) }], 1);
  const after = await open();
  after.intake.resume();
  await whenIdle(after);
  expect(await shown(after)).toEqual(['one']);
});

test('a second tab leaves alone what the first is at', async () => {
  const locks = { last: Promise.resolve() as Promise<unknown> };
  const gate = Promise.withResolvers<void>();
  const first = await open({ locks, before: () => gate.promise });
  startListing(first);
  await first.intake.add(listing, [file('one'), file('two')]);
  const second = await open({ locks });
  second.intake.resume();
  gate.resolve();
  await whenIdle(first);
  await locks.last;
  expect(await shown(first)).toEqual(['one', 'two']);
  expect(second.closet.draft(listing)?.photos).toEqual([]);
});

test('closing finishes the picture at hand and leaves the others for the next opening', async () => {
  const gate = Promise.withResolvers<void>();
  const begun: string[] = [];
  const before = await open({
    before: (text) => {
      begun.push(text);
      return gate.promise;
    },
  });
  startListing(before);
  await before.intake.add(listing, five.map(file));
  await waitUntil('the first to be begun', () => begun.length > 0);
  const closing = before.intake.close();
  gate.resolve();
  await closing;
  expect([begun, await shown(before), await files()]).toEqual([['one'], ['one'], five.slice(1)]);
});
