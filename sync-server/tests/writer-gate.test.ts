import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SqliteGate } from '../src/store/sqlite/sqlite-gate.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';

let folder: string;
let store: Awaited<ReturnType<typeof openSqliteStore>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'komod-gate-'));
  store = await openSqliteStore(folder, { parkedAttempts: 8 });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const insertPerson = (id: string) => () =>
  store.gate.writer.run('insert into person (user_id, handle, name) values (?, ?, ?)', [id, id, id]);
const count = () => store.gate.reader.query<{ n: number }, []>('select count(*) as n from person').get()?.n;

test('what is written is there for readers when the gate returns', () => {
  store.gate.write(insertPerson('a'));
  expect(count()).toBe(1);
});

test('a write that throws leaves nothing', () => {
  expect(() =>
    store.gate.write(() => {
      insertPerson('a')();
      throw new Error('half way');
    }),
  ).toThrow('half way');
  expect(count()).toBe(0);
  store.gate.write(insertPerson('b'));
  expect(count()).toBe(1);
});

test('a write inside a write throws, and takes the outer one with it', () => {
  expect(() => store.gate.write(() => store.gate.write(insertPerson('a')))).toThrow('open already');
  expect(count()).toBe(0);
});

test('a write is refused while somebody holds a transaction on the handle', () => {
  store.gate.writer.run('begin');
  expect(() => store.gate.write(insertPerson('a'))).toThrow('open already');
  store.gate.writer.run('rollback');
  store.gate.write(insertPerson('a'));
  expect(count()).toBe(1);
});

test('an asynchronous write is refused and rolled back', () => {
  expect(() =>
    store.gate.write(async () => {
      insertPerson('a')();
    }),
  ).toThrow('must not wait');
  expect(count()).toBe(0);
});

test('the reading connection cannot write', () => {
  expect(() => store.gate.reader.run('delete from person')).toThrow(/readonly/);
});

test('nothing runs a writing query outside of the gate', () => {
  const { gate } = store;
  expect(() => gate.all(gate.build.deleteFrom('person'))).toThrow('outside of the gate');
});

test('the file keeps a write-ahead log and full sync', () => {
  const { writer } = store.gate;
  expect(writer.query('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(writer.query('pragma synchronous').get()).toEqual({ synchronous: 2 });
});

test('the time of a commit is told once for each transaction that wrote', async () => {
  await store.close();
  const times: number[] = [];
  store = await openSqliteStore(folder, { parkedAttempts: 8, onSynced: (ms) => times.push(ms) });
  times.length = 0;
  store.gate.write(insertPerson('a'));
  expect(times).toHaveLength(1);
  expect(times[0]).toBeGreaterThan(0);
  store.gate.write(() => count());
  expect(() => store.gate.write(insertPerson('a'))).toThrow('UNIQUE');
  store.gate.write(() => count());
  expect(times).toHaveLength(1);
});

test('a place that cannot keep a write-ahead log is refused', () => {
  expect(() => new SqliteGate(':memory:')).toThrow('refusing to serve');
});

test('the timeline stays the same over a restart', async () => {
  const timeline = store.timeline();
  await store.close();
  store = await openSqliteStore(folder, { parkedAttempts: 8 });
  expect(store.timeline()).toBe(timeline);
});

test('[B4] a snapshot that the file gives back differently costs no update', async () => {
  const { log, gate } = store;
  const update = (value: number) => ({ document: 'closet/a', update: Uint8Array.of(value) });
  await log.commit([update(1), update(2)]);
  gate.writer.run(
    `create trigger spoil after insert on document_snapshot
     begin update document_snapshot set snapshot = x'00' where document_id = new.document_id; end`,
  );
  await expect(log.compact('closet/a', 2, Uint8Array.of(7))).rejects.toThrow('reads back differently');
  const { snapshot, updates } = await log.load('closet/a');
  expect([snapshot, updates.length]).toEqual([null, 2]);
  gate.writer.run('drop trigger spoil');
  await log.compact('closet/a', 2, Uint8Array.of(7));
  expect((await log.load('closet/a')).updates).toEqual([]);
});
