import { createListing, listListings, readListing, setField } from '@komod/documents/closet';
import type { ListingDraft } from '@komod/domain/listing-draft';
import type { ShelfMark } from '@komod/domain/shelf-mark';
import { truthLine } from '@komod/domain/truth-line';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { truthInput, type DeviceTruth } from '#lib/app/truth-input.ts';
import { WorkshopShelf, type ShelfSource } from './workshop-shelf.svelte.ts';

/** A workshop of `count` drafts, of which the test says what is unsent; counts how often a truth is made. */
function workshopOf(count: number) {
  const doc = new Y.Doc();
  for (let index = 0; index < count; index += 1) {
    createListing(doc, { id: `piece-${index}`, at: index, currency: 'USD' });
    setField(doc, `piece-${index}`, 'title', `Piece ${index}`, index);
  }
  let drafts = $state.raw<ReadonlyMap<string, ListingDraft>>(
    new Map(listListings(doc).map((draft) => [draft.id, draft])),
  );
  let unsent = $state.raw<ReadonlySet<string>>(new Set());
  let marks = $state.raw<ReadonlyMap<string, ShelfMark>>(new Map());
  let device = $state.raw<DeviceTruth>({ session: 'member', link: 'online', device: 'phone' });
  const made: string[] = [];
  const source: ShelfSource = {
    closet: {
      get drafts() {
        return drafts;
      },
    },
    get device() {
      return device;
    },
    mark: (id) => marks.get(id) ?? null,
    wordsOf: ({ id }) => ({ kept: true, sent: !unsent.has(id) }),
    placeOf: () => 'uploaded',
    isUntold: () => false,
    truthOf(draft, words = { kept: true, sent: true }) {
      made.push(draft.id);
      return truthLine(truthInput(draft, marks.get(draft.id) ?? null, words, () => 'uploaded', device));
    },
  };
  return {
    shelf: new WorkshopShelf(source),
    /** The truths made since the last look. */
    made: () => made.splice(0),
    type(id: string, title: string) {
      setField(doc, id, 'title', title, 1_000_000);
      drafts = new Map(drafts).set(id, readListing(doc, id)!);
    },
    setUnsent: (...ids: string[]) => (unsent = new Set(ids)),
    setMark: (id: string, mark: ShelfMark) => (marks = new Map(marks).set(id, mark)),
    goOffline: () => (device = { ...device, link: 'offline' }),
  };
}

test(
  'with a thousand drafts a letter, an ack and a mark are one piece’s work each',
  { timeout: 60_000 },
  () => {
    const { shelf, made, type, setUnsent, setMark, goOffline } = workshopOf(1000);
    expect(shelf.all).toHaveLength(1000);
    expect(made()).toHaveLength(1000);
    const before = new Set(shelf.all);

    type('piece-7', 'Piece 7!');
    expect(shelf.all[0]?.draft.title).toBe('Piece 7!');
    expect(made()).toEqual(['piece-7']);
    expect(shelf.all.filter((listing) => !before.has(listing))).toHaveLength(1);

    setUnsent('piece-7', 'piece-9');
    expect(shelf.all.length).toBe(1000);
    expect(made().sort()).toEqual(['piece-7', 'piece-9']);
    setUnsent();
    expect(shelf.all.length).toBe(1000);
    expect(made().sort()).toEqual(['piece-7', 'piece-9']);

    setMark('piece-3', { state: 'removed', version: 1, at: 1, wishAt: 1 });
    expect(shelf.all.length).toBe(1000);
    expect(made()).toEqual(['piece-3']);

    goOffline();
    expect(shelf.all.length).toBe(1000);
    expect(made()).toHaveLength(1000);
  },
);

test('the last touched hangs first', () => {
  const { shelf, type } = workshopOf(3);
  expect(shelf.all.map(({ draft }) => draft.id)).toEqual(['piece-2', 'piece-1', 'piece-0']);
  type('piece-0', 'Touched');
  expect(shelf.all[0]?.draft.id).toBe('piece-0');
});

test('a closet is searched from twenty pieces on, in either script’s digits', () => {
  const few = workshopOf(19).shelf;
  few.query = '17';
  expect(few.shown).toHaveLength(19);
  const { shelf, type } = workshopOf(20);
  type('piece-4', 'كت پشمی');
  shelf.query = 'piece ۱۷';
  expect(shelf.shown.map(({ draft }) => draft.id)).toEqual(['piece-17']);
  shelf.query = 'کت پشمي';
  expect(shelf.shown.map(({ draft }) => draft.id)).toEqual(['piece-4']);
  shelf.query = 'coat of nobody';
  expect(shelf.shown).toEqual([]);
});
