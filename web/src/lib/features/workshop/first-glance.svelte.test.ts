import { createListing, listListings, setField } from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import { truthLine } from '@komod/domain/truth-line';
import { beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { noteOpenEditor } from '#lib/app/open-editor.ts';
import { truthInput, type DeviceTruth } from '#lib/app/truth-input.ts';
import { keepGlance } from '#lib/platform/kept-glance.ts';
import { firstGlance, glanceAt } from './first-glance.ts';
import { WorkshopShelf, type ShelfSource } from './workshop-shelf.svelte.ts';

const owner = 'somebody';

beforeEach(() => {
  const items = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  });
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  vi.stubGlobal('screen', { width: 390, height: 844 });
});

/** A member's closet of `count` drafts of which nothing is on the server yet, last touched first: the highest number. */
function closetOf(count: number): ShelfSource {
  const doc = new Y.Doc();
  for (let index = 1; index <= count; index += 1) {
    createListing(doc, { id: `piece-${index}`, at: index, currency: 'USD' });
    setField(doc, `piece-${index}`, 'title', `Piece ${index}`, index);
  }
  const drafts = new Map(listListings(doc).map((draft) => [draft.id, draft]));
  const device: DeviceTruth = { session: 'member', link: 'online', device: 'phone' };
  const words = { kept: true, sent: false };
  const truthOf = (draft: ListingDraft) =>
    truthLine(truthInput(draft, null, words, () => 'uploaded', device));
  return {
    closet: { drafts },
    device,
    mark: () => null,
    wordsOf: () => words,
    placeOf: () => 'uploaded',
    isUntold: () => false,
    truthOf,
  };
}

function keep(source: ShelfSource): void {
  keepGlance(owner, glanceAt(source, new WorkshopShelf(source)));
}

test('a glance shows the first pieces as the closet did, and how many there are', () => {
  const source = closetOf(30);
  const shelf = new WorkshopShelf(source);
  keep(source);
  const glance = firstGlance(owner, 'member')!;
  const glanced = new WorkshopShelf(null, glance);
  expect(glanced.shown.map(({ draft }) => draft.title)).toEqual(
    shelf.shown.slice(0, glanced.shown.length).map(({ draft }) => draft.title),
  );
  expect(glanced.shown[0]?.truth).toEqual(shelf.shown[0]?.truth);
  expect(glanced.counts).toEqual(shelf.counts);
  expect([glanced.hanging, glanced.total, glanced.canSearch]).toEqual([30, 30, true]);
});

test('what it says of a piece is true of the network there is now', () => {
  keep(closetOf(1));
  expect(firstGlance(owner, 'member')?.listings[0]?.truth?.row).toBe('9c');
  vi.stubGlobal('navigator', { onLine: false });
  expect(firstGlance(owner, 'member')?.listings[0]?.truth?.row).toBe('9b');
});

test('another owner has none, and neither has who was last seen in an editor', () => {
  keep(closetOf(1));
  expect(firstGlance('somebody-else', 'member')).toBeNull();
  noteOpenEditor(owner, 'piece-1');
  expect(firstGlance(owner, 'member')).toBeNull();
});

test('the closet takes its place, and what stands stays unless it was older', () => {
  const source = closetOf(3);
  keep(source);
  const [same, older] = [1, 2].map(() => new WorkshopShelf(null, firstGlance(owner, 'member'))) as [
    WorkshopShelf,
    WorkshopShelf,
  ];
  same.opened(source);
  expect([same.renewed, same.all.length]).toEqual([0, 3]);
  older.opened(closetOf(4));
  expect([older.renewed, older.shown[0]?.draft.title]).toEqual([1, 'Piece 4']);
});
