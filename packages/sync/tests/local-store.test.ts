import 'fake-indexeddb/auto';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { LocalStore } from '../src/client/local-store.ts';
import type { UnackedMarker } from '../src/client/stored-marks.ts';

const open: LocalStore[] = [];
const { add, put } = IDBObjectStore.prototype;

afterEach(async () => {
  Object.assign(IDBObjectStore.prototype, { add, put });
  for (const store of open.splice(0)) await store.close();
});

interface Kept {
  doc: Y.Doc;
  store: LocalStore;
  mark: UnackedMarker | null;
}

/** A document and its store, with a mark as a replica has it. */
async function keptIn(
  name: string,
  onState: (state: string, store: LocalStore) => void = () => {},
): Promise<Kept> {
  const doc = new Y.Doc();
  const kept: Omit<Kept, 'store'> = { doc, mark: null };
  const environment = {
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    clearTimeout: (timer: unknown) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  };
  const store: LocalStore = new LocalStore(name, doc, environment, {
    unacked: () => kept.mark,
    onState: (state) => onState(state, store),
    onFound: (mark) => (kept.mark = mark ?? kept.mark),
    onReadAnew: () => 'merge',
    isOfHistory: () => true,
  });
  open.push(store);
  await store.flushed();
  return Object.assign(kept, { store });
}

/** Edits, and returns the update. */
function edited(doc: Y.Doc, key: string): Uint8Array {
  const before = Y.encodeStateVector(doc);
  doc.getMap('m').set(key, 1);
  return Y.encodeStateAsUpdate(doc, before);
}

async function found(name: string): Promise<{ content: unknown; unacked: UnackedMarker | null | undefined }> {
  const { doc, store } = await keptIn(name);
  return { content: doc.getMap('m').toJSON(), unacked: (await store.whenLoaded)?.unacked };
}

test('[C8] who asks whether all is kept is told of a write that failed, though the disk is opened again by then', async () => {
  const { doc, store } = await keptIn('opened again', (state, its) => {
    if (state === 'failed') queueMicrotask(() => its.retry());
  });
  let writing: IDBTransaction | null = null;
  IDBObjectStore.prototype.add = function (this: IDBObjectStore, row: Uint8Array) {
    writing = this.transaction;
    return add.call(this, row);
  };
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    const request = put.call(this, value, key);
    if (key !== 'flushed') return request;
    Object.assign(IDBObjectStore.prototype, { add, put });
    writing?.abort();
    return request;
  };
  void store.write(edited(doc, 'k'), null);
  await expect(store.flushed()).rejects.toThrow('not kept');
  await store.flushed();
  expect((await found('opened again')).content).toEqual({ k: 1 });
});

test('[I3] who asks whether all is kept while the document is replaced is told so of what is typed until then', async () => {
  const { store } = await keptIn('replaced');
  const next = new Y.Doc();
  const replaced = store.replace(next, { generation: 1 }, false);
  const flushed = store.flushed();
  await replaced;
  // As a replica does with what was typed meanwhile.
  void store.write(edited(next, 'typed'), null);
  await flushed;
  expect((await found('replaced')).content).toEqual({ typed: 1 });
});

test('[TB3] what another tab left on the disk is told on with its mark, not before it', async () => {
  const [leader, other] = [await keptIn('told on'), await keptIn('told on')];
  const mark = { tags: ['listing-1'], since: 1 };
  await other.store.write(edited(other.doc, 'k'), mark);
  const heard: (UnackedMarker | null)[] = [];
  leader.doc.on('update', () => heard.push(leader.mark));
  await leader.store.refresh();
  expect(heard).toEqual([mark]);
});

test('[C14] a mark that comes while the one before is taken away stays on the disk', async () => {
  const tab = await keptIn('taken away');
  const [first, second] = [1, 2].map((since) => ({ tags: [], since }));
  await tab.store.write(edited(tab.doc, 'k'), first!);
  const settled = tab.store.settle(3);
  tab.mark = second!;
  await settled;
  expect((await found('taken away')).unacked).toEqual(first);
  tab.mark = null;
  await tab.store.settle(4);
  expect((await found('taken away')).unacked).toBeNull();
});
