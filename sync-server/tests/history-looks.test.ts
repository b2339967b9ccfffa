import { createListing, inOneEdit, readListing, setField } from '@komod/documents/closet';
import { waitUntil } from '@komod/testkit/wait-until';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pino } from 'pino';
import * as Y from 'yjs';
import { ListingHistory } from '../src/jobs/listing-history.ts';
import type { RevisionStore } from '../src/store/revision-store.ts';
import { openTestStore, type TestStore } from './test-database.ts';

let opened: TestStore;
const endings: (() => unknown)[] = [];
beforeEach(async () => {
  opened = await openTestStore();
  endings.push(() => opened.close());
});
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** Looks at documents in memory; what is in `unreadable` cannot be read. */
function startHistory({ store = opened.store }: { store?: Pick<RevisionStore, 'keepRevisions'> } = {}) {
  const docs = new Map<string, Y.Doc>();
  const unreadable = new Set<string>();
  const complaints: string[][] = [];
  const logger = pino({}, { write: (line) => void complaints.push(JSON.parse(line).documents) });
  const history = new ListingHistory({
    store: { keepRevisions: store.keepRevisions, forgetRevisions: opened.store.forgetRevisions },
    hub: {
      async read(document, look) {
        if (unreadable.has(document)) throw new Error('cannot be read');
        return look(docs.get(document)!);
      },
    },
    limits: { lookEveryMs: 20, forgetEveryMs: 60_000, spanMs: 600_000, keptMs: 86_400_000 },
    logger,
    now: Date.now,
  });
  endings.push(() => history.close());
  return {
    unreadable,
    complaints,
    open(document: string): Y.Doc {
      const doc = new Y.Doc();
      docs.set(document, doc);
      doc.on('afterTransaction', (transaction: Y.Transaction) => history.hear(document, transaction));
      return doc;
    },
  };
}

const create = (doc: Y.Doc, id: string) => createListing(doc, { id, at: 1, currency: 'USD' });

const titlesOf = async (owner: string, id: string) =>
  (await opened.store.revisionsOf(owner, id))
    .filter(({ field }) => field === 'title')
    .map(({ value }) => value);

test('[H5] a closet that cannot be read holds up no other, and is looked at again', async () => {
  const { open, unreadable, complaints } = startHistory();
  unreadable.add('closet/a');
  for (const owner of ['a', 'b']) {
    const doc = open(`closet/${owner}`);
    inOneEdit(doc, () => {
      create(doc, 'coat');
      setField(doc, 'coat', 'title', `Of ${owner}`, 2);
    });
  }
  await waitUntil('the other to be kept', async () => (await titlesOf('b', 'coat')).length > 0);
  await waitUntil('another look', () => complaints.length > 2);
  expect([...new Set(complaints.flat())]).toEqual(['closet/a']);
  expect(await titlesOf('a', 'coat')).toEqual([]);
  unreadable.clear();
  await waitUntil('it to be kept', async () => (await titlesOf('a', 'coat')).length > 0);
  expect(await titlesOf('a', 'coat')).toEqual(['Of a']);
});

test('[H5] what could not be written down is looked at again, with all of its look', async () => {
  let isFull = true;
  const { open, complaints } = startHistory({
    store: {
      async keepRevisions(seen) {
        if (isFull && seen.length > 0) throw new Error('full');
        await opened.store.keepRevisions(seen);
      },
    },
  });
  for (const owner of ['a', 'b']) {
    const doc = open(`closet/${owner}`);
    inOneEdit(doc, () => {
      create(doc, 'coat');
      setField(doc, 'coat', 'title', `Of ${owner}`, 2);
    });
  }
  await waitUntil('it to fail', () => complaints.length > 0);
  isFull = false;
  await waitUntil(
    'both',
    async () => (await titlesOf('a', 'coat')).length + (await titlesOf('b', 'coat')).length === 2,
  );
});

test('[H5] of a large edit every listing is looked at, some at each look', async () => {
  const { open } = startHistory();
  const doc = open('closet/a');
  create(doc, 'known');
  const ids = Array.from({ length: 120 }, (_, index) => `listing-${index}`);
  inOneEdit(doc, () => {
    for (const id of ids) {
      create(doc, id);
      setField(doc, id, 'title', id, 2);
    }
  });
  expect(readListing(doc, 'listing-119')?.title).toBe('listing-119');
  for (const id of ids) await waitUntil(id, async () => (await titlesOf('a', id)).length > 0);
  const kept = await Promise.all(ids.map((id) => titlesOf('a', id)));
  expect(kept).toEqual(ids.map((id) => [id]));
});
