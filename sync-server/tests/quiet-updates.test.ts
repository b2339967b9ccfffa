import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../src/store/store.ts';
import { openTestStore } from './test-database.ts';

let store: Store;
let close: () => Promise<void>;
beforeEach(async () => {
  const opened = await openTestStore();
  ({ store } = opened);
  close = () => opened.close();
});
afterEach(() => close());

const due = async () => {
  const dues = await store.dueDocuments(Date.now() + 1000, 10);
  return dues.map(({ document }) => document).toSorted();
};

test('[A8] only documents whose updates ask for it become due', async () => {
  const update = Uint8Array.of(1);
  await store.log.commit([
    { document: 'closet/typed', update, isQuiet: true },
    { document: 'closet/pressed', update, isQuiet: true },
    { document: 'account/named', update },
    { document: 'closet/pressed', update },
    { document: 'closet/pressed', update, isQuiet: true },
    { document: 'shelf/marked', update },
  ]);
  expect(await due()).toEqual(['account/named', 'closet/pressed']);
  await store.log.commit([{ document: 'closet/typed', update, isQuiet: true }]);
  expect(await due()).toEqual(['account/named', 'closet/pressed']);
});
